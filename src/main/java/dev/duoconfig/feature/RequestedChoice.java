package dev.duoconfig.feature;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duoconfig.catalogue.Provider;
import org.jspecify.annotations.Nullable;
import org.openapitools.jackson.nullable.JsonNullable;

/** A requested choice; a model without a provider means {@code self_hosted}. */
record RequestedChoice(
        JsonNullable<@Nullable String> provider, @Nullable Long modelId) {

    /**
     * The choice in a request.
     *
     * @param sentBack the chosen model as a GET returned it, or null; the choice keeps it unless it names another one
     */
    static RequestedChoice of(
            JsonNullable<@Nullable String> provider, @Nullable Long modelId, @Nullable JsonNode sentBack) {
        if (modelId != null || sentBack == null || !Provider.SELF_HOSTED.id().equals(provider.orElse(null))) {
            return new RequestedChoice(provider, modelId);
        }
        var id = sentBack.path("id");
        return new RequestedChoice(provider, id.canConvertToLong() ? Long.valueOf(id.longValue()) : null);
    }
}
