package dev.duoconfig.model;

import org.jspecify.annotations.Nullable;
import org.openapitools.jackson.nullable.JsonNullable;

/**
 * A new model, or a changed version of a stored model, that is not stored yet.
 *
 * @param id id of the stored model whose API key is used if the draft has none
 */
public record ModelDraft(
        @Nullable Long id,
        @Nullable String name,
        @Nullable String family,
        @Nullable String endpoint,
        @Nullable String identifier,
        @Nullable String iamRole,
        JsonNullable<@Nullable String> apiKey) {

    /** The placeholder for a missing name. */
    private static final String NAMELESS = "draft";

    /** The request that would store the draft. */
    ModelRequest request() {
        return new ModelRequest(name == null ? NAMELESS : name, family, endpoint, identifier, iamRole, apiKey);
    }

    /** Omits the API key. */
    @Override
    public String toString() {
        return "ModelDraft[" + identifier + "]";
    }
}
