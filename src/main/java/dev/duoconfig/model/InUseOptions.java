package dev.duoconfig.model;

import java.util.List;

import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemErrors;
import dev.duoconfig.http.problem.ProblemType;
import dev.duoconfig.http.request.QueryParameters;
import dev.duoconfig.resolve.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * Options for the features that use a model when it is deleted.
 *
 * @param reassignTo id of the new model of the features; null if they are not reassigned
 * @param unassign whether the features are unassigned
 * @param remedy a sentence after a space that says how to choose one of the options
 */
record InUseOptions(@Nullable Long reassignTo, boolean unassign, String remedy) {

    private static final String REMEDY =
            " Move them with ?reassign_to=<model id>, or leave them unassigned with ?unassign=true.";

    static InUseOptions parse(@Nullable String reassignTo, @Nullable String unassign) {
        var parsed = new InUseOptions(
                QueryParameters.id("reassign_to", reassignTo), QueryParameters.flag("unassign", unassign), REMEDY);
        if (parsed.reassignTo != null && parsed.unassign) {
            throw QueryParameters.invalid("unassign", "cannot be combined with reassign_to");
        }
        return parsed;
    }

    /** Refuses with a 409 if features use the model and the request neither reassigns nor unassigns them. */
    void require(ModelEntity entity, List<String> users) {
        if (!users.isEmpty() && reassignTo == null && !unassign) {
            throw ApiException.usedBy(
                    ProblemType.MODEL_IN_USE,
                    "The model '" + entity.name + "' is used by " + String.join(", ", users) + "." + remedy,
                    users);
        }
    }

    /** The new model of the features; null to unassign them. */
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
                            ? "The features cannot be reassigned to the model that is being deleted. Choose another model."
                            : "There is no model with the id " + reassignTo + ".");
            errors.throwIfAny();
        }
        return target;
    }
}
