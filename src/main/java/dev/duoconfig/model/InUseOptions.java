package dev.duoconfig.model;

import java.util.List;

import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemErrors;
import dev.duoconfig.http.problem.ProblemType;
import dev.duoconfig.http.request.QueryParameters;
import dev.duoconfig.resolve.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the features that use a model when it is deleted.
 *
 * @param reassignTo the model that takes over, or null
 * @param unassign whether they are left without a choice
 */
record InUseOptions(@Nullable Long reassignTo, boolean unassign) {

    static InUseOptions parse(@Nullable String reassignTo, @Nullable String unassign) {
        var parsed = new InUseOptions(
                QueryParameters.id("reassign_to", reassignTo), QueryParameters.flag("unassign", unassign));
        if (parsed.reassignTo != null && parsed.unassign) {
            throw QueryParameters.invalid("unassign", "cannot go together with reassign_to");
        }
        return parsed;
    }

    /** Ends the request with a 409 if features use the model and nobody said what becomes of them. */
    void require(ModelEntity entity, List<String> users) {
        if (!users.isEmpty() && reassignTo == null && !unassign) {
            throw ApiException.usedBy(
                    ProblemType.MODEL_IN_USE,
                    "The model '" + entity.name + "' is used by " + String.join(", ", users)
                            + ". Move them with ?reassign_to=<model id>, or leave them unassigned with ?unassign=true.",
                    users);
        }
    }

    /** The model that takes over, or null to leave the features without a choice. */
    Snapshot.@Nullable Model target(long deleted, Snapshot snapshot) {
        if (reassignTo == null) {
            return null;
        }
        var target = reassignTo == deleted ? null : snapshot.models().get(reassignTo);
        if (target == null) {
            var errors = new ProblemErrors();
            errors.add(
                    "/reassign_to",
                    "model-not-found",
                    reassignTo == deleted
                            ? "The features cannot be moved to the very model that is deleted."
                            : "There is no model with the id " + reassignTo + ".");
            errors.throwIfAny();
        }
        return target;
    }
}
