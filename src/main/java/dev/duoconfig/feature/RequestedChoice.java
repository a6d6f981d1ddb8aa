package dev.duoconfig.feature;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duoconfig.catalogue.Provider;
import org.jspecify.annotations.Nullable;
import org.openapitools.jackson.nullable.JsonNullable;

/**
 * A requested choice; a model without a provider means {@code self_hosted}.
 *
 * @param modelName the name of a model where its id is expected, which is an error; otherwise null
 */
record RequestedChoice(
        JsonNullable<@Nullable String> provider,
        @Nullable Long modelId,
        @Nullable String vendoredModel,
        @Nullable String modelName) {

    /**
     * The choice in a request.
     *
     * @param vendoredModel GitLab's name of one of its own models, with {@code vendored} only; null for GitLab's default
     * @param sentBack the chosen model as a GET returned it, or null; the choice keeps it unless it names another one
     */
    static RequestedChoice of(
            JsonNullable<@Nullable String> provider,
            @Nullable Long modelId,
            @Nullable String vendoredModel,
            @Nullable JsonNode sentBack) {
        var name = sentBack != null && sentBack.isTextual() ? sentBack.textValue() : null;
        if (modelId != null || sentBack == null || !Provider.SELF_HOSTED.id().equals(provider.orElse(null))) {
            return new RequestedChoice(provider, modelId, vendoredModel, name);
        }
        var id = sentBack.path("id");
        return new RequestedChoice(
                provider, id.canConvertToLong() ? Long.valueOf(id.longValue()) : null, vendoredModel, name);
    }
}
