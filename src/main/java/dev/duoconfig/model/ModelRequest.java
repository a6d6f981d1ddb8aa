package dev.duoconfig.model;

import org.jspecify.annotations.Nullable;
import org.openapitools.jackson.nullable.JsonNullable;

/** The requested state of a model. Only the key may be absent, which keeps the stored key. */
public record ModelRequest(
        @Nullable String name,
        @Nullable String family,
        @Nullable String endpoint,
        @Nullable String identifier,
        @Nullable String iamRole,
        JsonNullable<@Nullable String> apiKey) {

    /** Omits the API key. */
    @Override
    public String toString() {
        return "ModelRequest[" + name + "]";
    }
}
