package dev.duoconfig.model;

import java.util.Objects;

import dev.duoconfig.http.problem.ProblemErrors;
import org.jspecify.annotations.Nullable;

/**
 * The deletion of a model in a plan.
 *
 * @param reassignTo id of the new model of the features that use the deleted one; null if they are not reassigned
 * @param unassign whether these features are unassigned
 */
public record PlanModelDeletion(
        @Nullable Long id,
        @Nullable Long reassignTo,
        @Nullable Boolean unassign) {

    private static final String REMEDY = " Move them with reassign_to, or leave them unassigned with unassign.";

    long modelId() {
        var errors = new ProblemErrors();
        if (id == null) {
            errors.add("/id", "required", "The id of a model is required.");
        }
        if (reassignTo != null && unassigns()) {
            errors.add(
                    "/unassign", "unassign-not-allowed", "The property unassign cannot be combined with reassign_to.");
        }
        errors.throwIfAny();
        return Objects.requireNonNull(id);
    }

    InUseOptions inUse() {
        return new InUseOptions(reassignTo, unassigns(), REMEDY);
    }

    private boolean unassigns() {
        return Boolean.TRUE.equals(unassign);
    }
}
