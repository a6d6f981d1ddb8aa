package dev.duoconfig.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duoconfig.http.body.ReadOnly;
import org.jspecify.annotations.Nullable;
import org.openapitools.jackson.nullable.JsonNullable;

/** The new definition of a stored model, possibly within all that a GET returned. Only the key may be absent. */
record ModelReplacement(
        @Nullable String name,
        @Nullable String family,
        @Nullable String endpoint,
        @Nullable String identifier,
        @Nullable String iamRole,
        JsonNullable<@Nullable String> apiKey,
        @ReadOnly @Nullable JsonNode id,
        @ReadOnly @Nullable JsonNode familyName,
        @ReadOnly @Nullable JsonNode releaseState,
        @ReadOnly @Nullable JsonNode platform,
        @ReadOnly @Nullable JsonNode hasApiKey,
        @ReadOnly @Nullable JsonNode apiKeyUpdatedAt,
        @ReadOnly @Nullable JsonNode available,
        @ReadOnly @Nullable JsonNode usedBy,
        @ReadOnly @Nullable JsonNode warnings,
        @ReadOnly(changing = true) @Nullable JsonNode lastCheck,
        @ReadOnly @Nullable JsonNode createdAt,
        @ReadOnly @Nullable JsonNode updatedAt,
        @ReadOnly @Nullable JsonNode updatedBy) {

    ModelRequest request() {
        return new ModelRequest(name, family, endpoint, identifier, iamRole, apiKey);
    }

    /** Omits the API key. */
    @Override
    public String toString() {
        return "ModelReplacement[" + name + "]";
    }
}
