package dev.duoconfig.feature;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duoconfig.http.body.ReadOnly;
import org.jspecify.annotations.Nullable;
import org.openapitools.jackson.nullable.JsonNullable;

/**
 * A requested choice in a plan, possibly within all that a GET returned.
 *
 * @param model the name of a model in the plan, or the chosen model as a GET returned it
 */
public record PlanFeature(
        @Nullable String feature,
        JsonNullable<@Nullable String> provider,
        @Nullable Long modelId,
        @Nullable JsonNode model,
        @Nullable String vendoredModel,
        @ReadOnly @Nullable JsonNode title,
        @ReadOnly @Nullable JsonNode mainFeature,
        @ReadOnly @Nullable JsonNode releaseState,
        @ReadOnly @Nullable JsonNode available,
        @ReadOnly @Nullable JsonNode unavailableReason,
        @ReadOnly @Nullable JsonNode fallbackFeature,
        @ReadOnly @Nullable JsonNode compatibleFamilies,
        @ReadOnly @Nullable JsonNode updatedAt,
        @ReadOnly @Nullable JsonNode updatedBy,
        @ReadOnly @Nullable JsonNode effective) {

    /** The name of the model in the plan that the choice names in place of an id, or null. */
    public @Nullable String modelName() {
        return modelId == null && model != null && model.isTextual() ? model.textValue() : null;
    }

    /** The change that follows from the choice as it is sent. */
    public FeatureSettingChange change() {
        return change(modelId, model);
    }

    /** The change that follows from the choice if its model has this id. */
    public FeatureSettingChange change(long id) {
        return change(id, null);
    }

    private FeatureSettingChange change(@Nullable Long id, @Nullable JsonNode sentBack) {
        return new FeatureSettingChange(
                feature,
                provider,
                id,
                vendoredModel,
                title,
                mainFeature,
                releaseState,
                available,
                unavailableReason,
                fallbackFeature,
                compatibleFamilies,
                sentBack,
                updatedAt,
                updatedBy,
                effective);
    }
}
