package dev.duoconfig.model;

import org.jspecify.annotations.Nullable;
import org.openapitools.jackson.nullable.JsonNullable;

/**
 * A model in a plan: a merge patch of a stored model, or a new model.
 *
 * @param id id of the stored model; null for a new model
 */
public record PlanModel(
        @Nullable Long id,
        JsonNullable<@Nullable String> name,
        JsonNullable<@Nullable String> family,
        JsonNullable<@Nullable String> endpoint,
        JsonNullable<@Nullable String> identifier,
        JsonNullable<@Nullable String> iamRole,
        JsonNullable<@Nullable String> apiKey) {

    ModelPatch patch() {
        return new ModelPatch(name, family, endpoint, identifier, iamRole, apiKey);
    }

    ModelRequest creation() {
        return new ModelRequest(
                name.orElse(null),
                family.orElse(null),
                endpoint.orElse(null),
                identifier.orElse(null),
                iamRole.orElse(null),
                apiKey);
    }

    /** Omits the API key. */
    @Override
    public String toString() {
        return "PlanModel[" + id + "]";
    }
}
