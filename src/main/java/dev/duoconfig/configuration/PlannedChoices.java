package dev.duoconfig.configuration;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.duoconfig.feature.FeatureSettingChange;
import dev.duoconfig.feature.PlanFeature;
import dev.duoconfig.http.problem.ProblemError;
import dev.duoconfig.http.problem.ProblemErrors;
import dev.duoconfig.http.request.QueryParameters;
import org.jspecify.annotations.Nullable;

/** The choices of a plan with the ids of their models. A choice of a model that is refused cannot be validated, and is left out. */
final class PlannedChoices {

    private static final String BY_ID = "/model_id";

    private final List<@Nullable FeatureSettingChange> changes = new ArrayList<>();
    private final List<Integer> indexes = new ArrayList<>();
    private final Set<Integer> named = new HashSet<>();

    PlannedChoices(List<@Nullable PlanFeature> sent, PlannedNames names, ProblemErrors errors) {
        for (var index = 0; index < sent.size(); index++) {
            var choice = sent.get(index);
            var name = choice == null ? null : choice.modelName();
            if (choice == null || name == null) {
                add(index, choice, names);
            } else {
                add(index, choice, name, names, errors);
            }
        }
    }

    List<@Nullable FeatureSettingChange> changes() {
        return changes;
    }

    /** The error as one of the plan, which may name a model where a change has its id. */
    ProblemError inPlan(ProblemError error) {
        var parts = error.pointer().split("/", 3);
        var index = indexes.get(Integer.parseInt(parts[1]));
        var property = parts.length < 3 ? "" : "/" + parts[2];
        return named.contains(index)
                ? new ProblemError(
                        pointer(index) + property.replace(BY_ID, "/model"),
                        error.code(),
                        error.detail().replace("model_id", "model"))
                : new ProblemError(pointer(index) + property, error.code(), error.detail());
    }

    private void add(int index, @Nullable PlanFeature choice, PlannedNames names) {
        var id = choice == null ? null : choice.modelId();
        if (id == null || !names.isRefused(id)) {
            indexes.add(index);
            changes.add(choice == null ? null : choice.change());
        }
    }

    private void add(int index, PlanFeature choice, String name, PlannedNames names, ProblemErrors errors) {
        var id = names.find(name);
        if (id != null) {
            named.add(index);
            indexes.add(index);
            changes.add(choice.change(id));
        } else if (!names.isRefused(name)) {
            errors.add(
                    pointer(index) + "/model",
                    "model-not-found",
                    "The plan does not contain a model '" + QueryParameters.shown(name)
                            + "'. Send model_id to choose a model that is stored.");
        }
    }

    private static String pointer(int index) {
        return "/features/" + index;
    }
}
