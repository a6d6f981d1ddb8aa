package dev.duoconfig.instance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.duoconfig.gitlab.GitLabState;
import dev.duoconfig.instance.Step.KeyTransfer;
import org.jspecify.annotations.Nullable;

/**
 * The records of one GitLab instance during an apply. Each change is stored at once, so that an apply that is cut off anywhere can
 * be continued.
 */
final class KnownModels {

    private final long instanceId;
    private final Desired desired;
    private final ModelRecords store;
    private final Map<Long, RecordedModel> records = new LinkedHashMap<>();

    KnownModels(long instanceId, Desired desired, List<RecordedModel> recorded, ModelRecords store) {
        this.instanceId = instanceId;
        this.desired = desired;
        this.store = store;
        recorded.forEach(model -> records.put(model.modelId(), model));
    }

    /** The global id of a model there; null if it has none yet. */
    @Nullable
    String gitlabId(long modelId) {
        var known = records.get(modelId);
        return known == null ? null : known.gitlabId();
    }

    /** Records the models that were found there, and forgets those that exist neither here nor there. */
    void found(Plan plan, GitLabState there) {
        var adoption = new Adoption(plan, there);
        var changed = new ArrayList<RecordedModel>();
        plan.found().forEach((modelId, gitlabId) -> {
            var record = adoption.record(modelId, gitlabId);
            if (!record.equals(records.get(modelId))) {
                changed.add(record);
            }
        });
        var removed = records.values().stream()
                .filter(model -> !isHere(model) && !adoption.isStillOwn(model))
                .map(RecordedModel::modelId)
                .toList();
        changed.forEach(model -> records.put(model.modelId(), model));
        removed.forEach(records::remove);
        store.store(instanceId, changed, removed);
    }

    /** Records that a model is about to be created, because the response to the creation may get lost. */
    void creating(Step.CreateModel step) {
        put(new RecordedModel(
                step.modelId(), null, step.after().name(), true, digest(step.modelId(), step.key(), null)));
    }

    /** Records that a creation was refused. */
    void notCreated(Step.CreateModel step) {
        forget(step.modelId());
    }

    void created(Step.CreateModel step, String gitlabId) {
        put(new RecordedModel(
                step.modelId(), gitlabId, step.after().name(), true, digest(step.modelId(), step.key(), null)));
    }

    void updated(Step.UpdateModel step) {
        var earlier = Objects.requireNonNull(records.get(step.modelId()));
        put(new RecordedModel(
                step.modelId(),
                step.gitlabId(),
                step.after().name(),
                earlier.created(),
                digest(step.modelId(), step.key(), earlier.keyDigest())));
    }

    void deleted(Step.DeleteModel step) {
        forget(step.modelId());
    }

    private boolean isHere(RecordedModel model) {
        return desired.snapshot().models().containsKey(model.modelId());
    }

    private @Nullable String digest(long modelId, @Nullable KeyTransfer key, @Nullable String present) {
        if (key == null) {
            return null;
        }
        return switch (key) {
            case SENT -> desired.keyDigests().get(modelId);
            case KEPT -> present;
            case REMOVED -> null;
        };
    }

    private void put(RecordedModel model) {
        records.put(model.modelId(), model);
        store.store(instanceId, List.of(model), List.of());
    }

    private void forget(long modelId) {
        records.remove(modelId);
        store.store(instanceId, List.of(), List.of(modelId));
    }

    /** The models that are there, compared with the records. */
    private final class Adoption {

        private final Map<String, GitLabState.Model> there = new HashMap<>();
        private final Set<String> namesThere = new HashSet<>();
        private final Set<String> adopted;
        private final Set<Long> otherKey = new HashSet<>();

        /** The ids and names of models that were created there for models that no longer exist here. */
        private final Set<String> own = new HashSet<>();

        Adoption(Plan plan, GitLabState state) {
            state.models().forEach(model -> {
                there.put(model.id(), model);
                namesThere.add(model.name());
            });
            adopted = new HashSet<>(plan.found().values());
            for (var step : plan.steps()) {
                if (step instanceof Step.UpdateModel update && update.key() != KeyTransfer.KEPT) {
                    otherKey.add(update.modelId());
                }
            }
            records.values().stream()
                    .filter(model -> model.created() && !isHere(model))
                    .forEach(model -> own.add(place(model)));
        }

        RecordedModel record(long modelId, String gitlabId) {
            var model = Objects.requireNonNull(there.get(gitlabId));
            var earlier = records.get(modelId);
            var created = (earlier != null && earlier.created() && isPlaceOf(place(earlier), model))
                    || own.contains(gitlabId)
                    || own.contains(unconfirmed(model.name()));
            var digest = earlier == null ? null : earlier.keyDigest();
            var assumed = Boolean.TRUE.equals(model.hasApiKey()) && !otherKey.contains(modelId);
            return new RecordedModel(
                    modelId,
                    gitlabId,
                    model.name(),
                    created,
                    digest == null && assumed ? desired.keyDigests().get(modelId) : digest);
        }

        /** Whether a record of a model that no longer exists here is that of a model which can be deleted there. */
        boolean isStillOwn(RecordedModel model) {
            var gitlabId = model.gitlabId();
            return model.created()
                    && (gitlabId == null
                            ? namesThere.contains(model.name())
                            : there.containsKey(gitlabId) && !adopted.contains(gitlabId));
        }

        private static boolean isPlaceOf(String place, GitLabState.Model model) {
            return place.equals(model.id()) || place.equals(unconfirmed(model.name()));
        }

        private static String place(RecordedModel model) {
            return Objects.requireNonNullElseGet(model.gitlabId(), () -> unconfirmed(model.name()));
        }

        /** Differs from every global id. */
        private static String unconfirmed(String name) {
            return "\n" + name;
        }
    }
}
