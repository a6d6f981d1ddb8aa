package dev.duoconfig.model;

import dev.duoconfig.resolve.Deployment;
import org.jspecify.annotations.Nullable;
import org.openapitools.jackson.nullable.JsonNullable;

/** A merge patch of a model; absent properties keep their values. */
record ModelPatch(
        JsonNullable<@Nullable String> name,
        JsonNullable<@Nullable String> family,
        JsonNullable<@Nullable String> endpoint,
        JsonNullable<@Nullable String> identifier,
        JsonNullable<@Nullable String> iamRole,
        JsonNullable<@Nullable String> apiKey) {

    /** The equivalent request to replace the model. */
    ModelRequest applyTo(Deployment present) {
        return new ModelRequest(
                name.orElse(present.name()),
                family.orElse(present.family()),
                endpoint.orElse(present.endpoint()),
                identifier.orElse(present.identifier()),
                iamRole.orElse(present.iamRole()),
                apiKey);
    }

    /** Omits the API key. */
    @Override
    public String toString() {
        return "ModelPatch";
    }
}
