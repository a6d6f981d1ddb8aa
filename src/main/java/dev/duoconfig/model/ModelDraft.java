package dev.duoconfig.model;

import org.jspecify.annotations.Nullable;
import org.openapitools.jackson.nullable.JsonNullable;

/**
 * A model that is not stored, or not yet as it is here.
 *
 * @param id the stored model whose API key the draft takes when it brings none
 */
public record ModelDraft(
        @Nullable Long id,
        @Nullable String name,
        @Nullable String family,
        @Nullable String endpoint,
        @Nullable String identifier,
        JsonNullable<@Nullable String> apiKey) {

    /** What a model is called that has no name yet. */
    private static final String NAMELESS = "draft";

    /** The request that would store it. */
    ModelRequest request() {
        return new ModelRequest(name == null ? NAMELESS : name, family, endpoint, identifier, apiKey);
    }

    /** Never shows the key. */
    @Override
    public String toString() {
        return "ModelDraft[" + identifier + "]";
    }
}
