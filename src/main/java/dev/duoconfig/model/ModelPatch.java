package dev.duoconfig.model;

import dev.duoconfig.resolve.Deployment;
import org.jspecify.annotations.Nullable;
import org.openapitools.jackson.nullable.JsonNullable;

/** A merge patch of a model: what is absent stays. */
record ModelPatch(
        JsonNullable<@Nullable String> name,
        JsonNullable<@Nullable String> family,
        JsonNullable<@Nullable String> endpoint,
        JsonNullable<@Nullable String> identifier,
        JsonNullable<@Nullable String> apiKey) {

    /** The request that the patch amounts to. */
    ModelRequest over(Deployment present) {
        return new ModelRequest(
                name.orElse(present.name()),
                family.orElse(present.family()),
                endpoint.orElse(present.endpoint()),
                identifier.orElse(present.identifier()),
                apiKey);
    }

    /** Never shows the key. */
    @Override
    public String toString() {
        return "ModelPatch";
    }
}
