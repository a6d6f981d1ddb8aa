package dev.duoconfig.configuration;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import dev.duoconfig.configuration.ConfigurationPlan.ConfigurationWarning;
import dev.duoconfig.feature.Features;
import dev.duoconfig.gateway.GatewayPatch;
import dev.duoconfig.gateway.Gateways;
import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemErrors;
import dev.duoconfig.http.problem.ProblemType;
import dev.duoconfig.model.ModelWrites;
import dev.duoconfig.model.PlanModel;
import dev.duoconfig.model.PlanModelDeletion;
import dev.duoconfig.resolve.Warning;
import dev.duoconfig.store.PendingChange;
import org.jspecify.annotations.Nullable;
import org.openapitools.jackson.nullable.JsonNullable;

/**
 * Makes the writes of a plan one after another, each as the operation for it would. A write that is refused is left out, so
 * that the errors of all are reported together; the first conflict is reported if there are no errors.
 */
final class PlannedWrites {

    /** The property at fault in a conflict. */
    private static final Map<ProblemType, String> CONFLICTS = Map.of(
            ProblemType.NAME_TAKEN, "/name",
            ProblemType.FAMILY_IN_USE, "/family",
            ProblemType.MODEL_IN_USE, "/id");

    private static final PlanModelDeletion NO_DELETION = new PlanModelDeletion(null, null, null);
    private static final PlanModel NO_MODEL = new PlanModel(
            null,
            JsonNullable.undefined(),
            JsonNullable.undefined(),
            JsonNullable.undefined(),
            JsonNullable.undefined(),
            JsonNullable.undefined(),
            JsonNullable.undefined());

    private final Gateways gateways;
    private final ModelWrites models;
    private final Features features;
    private final PendingChange pending;
    private final ProblemErrors errors = new ProblemErrors();
    private final List<ConfigurationWarning> warnings = new ArrayList<>();
    private final Set<Long> keysChanged = new HashSet<>();
    private @Nullable ApiException conflict;

    PlannedWrites(Gateways gateways, ModelWrites models, Features features, PendingChange pending) {
        this.gateways = gateways;
        this.models = models;
        this.features = features;
        this.pending = pending;
    }

    ConfigurationPlan plan(PlanRequest request) {
        var stored = gateways.stored();
        change(request.gateway());
        var names = new PlannedNames();
        for (var index = 0; index < request.models().size(); index++) {
            write(orElse(request.models().get(index), NO_MODEL), "/models/" + index, names);
        }
        choose(new PlannedChoices(request.features(), names, errors));
        for (var index = 0; index < request.deleteModels().size(); index++) {
            delete(orElse(request.deleteModels().get(index), NO_DELETION), "/delete_models/" + index);
        }
        errors.throwIfAny();
        if (conflict != null) {
            throw conflict;
        }
        if (request.gateway() != null) {
            warnOfRequestsToGitLab();
        }
        return PlannedChanges.between(pending.before(), pending.after(), keysChanged)
                .plan(stored, gateways.stored(), pending.effectiveChanges(), warnings);
    }

    /** An invalid patch still decides which models and features can be chosen. */
    private void change(@Nullable GatewayPatch patch) {
        if (patch == null) {
            return;
        }
        var found = attempt("/gateway", () -> gateways.update(pending, patch));
        if (found == null) {
            var unused = gateways.update(pending, patch.switches());
        } else {
            warn("/gateway", found);
        }
    }

    private void write(PlanModel model, String pointer, PlannedNames names) {
        var repeated = names.errorOfRepetition(model);
        if (repeated != null) {
            errors.at(pointer).add(repeated.pointer(), repeated.code(), repeated.detail());
            return;
        }
        var written = attempt(pointer, () -> models.write(pending, model));
        names.add(model, written, pending.after());
        if (written != null) {
            if (written.apiKeyChanged()) {
                keysChanged.add(written.id());
            }
            warn(pointer, written.warnings());
        }
    }

    private void choose(PlannedChoices choices) {
        if (!choices.changes().isEmpty()) {
            attempt("", () -> {
                try {
                    return features.setAll(pending, choices.changes());
                } catch (ApiException e) {
                    throw e.reworded(choices::inPlan);
                }
            });
        }
    }

    private void delete(PlanModelDeletion deletion, String pointer) {
        attempt(pointer, () -> {
            models.delete(pending, deletion);
            return deletion;
        });
    }

    /** The result of a write, or null if it is refused because of what the request says. */
    private <T> @Nullable T attempt(String pointer, Supplier<T> write) {
        try {
            return write.get();
        } catch (ApiException e) {
            var property = CONFLICTS.get(e.type());
            if (e.type() == ProblemType.VALIDATION_FAILED) {
                errors.at(pointer).addAll(e);
            } else if (e.type() == ProblemType.MODEL_NOT_FOUND) {
                var error = e.at("/id");
                errors.at(pointer).add(error.pointer(), error.code(), error.detail());
            } else if (property == null) {
                throw e;
            } else if (conflict == null) {
                conflict = e.pointing(pointer + property);
            }
            return null;
        }
    }

    private void warnOfRequestsToGitLab() {
        var sent = Gateways.sentToGitLab(pending.after());
        if (sent != null) {
            warn("/gateway", List.of(sent));
        }
    }

    private void warn(String pointer, List<Warning> found) {
        for (var warning : found) {
            var field = warning.field() == null ? "" : "/" + warning.field();
            warnings.add(new ConfigurationWarning(warning.code(), pointer + field, warning.detail()));
        }
    }

    private static <T> T orElse(@Nullable T sent, T none) {
        return sent == null ? none : sent;
    }
}
