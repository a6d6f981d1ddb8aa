package dev.duoconfig.feature;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duoconfig.http.body.MaxItems;
import dev.duoconfig.http.body.ReadOnly;
import org.jspecify.annotations.Nullable;
import org.openapitools.jackson.nullable.JsonNullable;

/** One of several requested choices, possibly within all that a GET returned. */
@MaxItems(FeatureSettingChange.MAX)
public record FeatureSettingChange(
        @Nullable String feature,
        JsonNullable<@Nullable String> provider,
        @Nullable Long modelId,
        @Nullable String vendoredModel,
        @ReadOnly @Nullable JsonNode title,
        @ReadOnly @Nullable JsonNode mainFeature,
        @ReadOnly @Nullable JsonNode releaseState,
        @ReadOnly @Nullable JsonNode available,
        @ReadOnly @Nullable JsonNode unavailableReason,
        @ReadOnly @Nullable JsonNode fallbackFeature,
        @ReadOnly @Nullable JsonNode compatibleFamilies,
        @ReadOnly(instead = "model_id") @Nullable JsonNode model,
        @ReadOnly @Nullable JsonNode updatedAt,
        @ReadOnly @Nullable JsonNode updatedBy,
        @ReadOnly @Nullable JsonNode effective) {

    /** The maximum number of choices in a request. */
    public static final int MAX = 1_000;

    RequestedChoice choice() {
        return RequestedChoice.of(provider, modelId, vendoredModel, model);
    }
}
