package dev.duoconfig.model;

import org.jspecify.annotations.Nullable;
import org.openapitools.jackson.nullable.JsonNullable;

/** A model as it shall be. The key alone may be absent to stay as it is. */
public record ModelRequest(
        @Nullable String name,
        @Nullable String family,
        @Nullable String endpoint,
        @Nullable String identifier,
        JsonNullable<@Nullable String> apiKey) {

    /** Never shows the key. */
    @Override
    public String toString() {
        return "ModelRequest[" + name + "]";
    }
}
