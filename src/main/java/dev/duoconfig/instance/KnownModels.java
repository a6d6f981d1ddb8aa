package dev.duoconfig.instance;

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

    private final Desired desired;
    private final Store store;
    private final Map<Long, RecordedModel> records = new LinkedHashMap<>();
    private @Nullable RecordedModel beforeCreation;

    KnownModels(Desired desired, List<RecordedModel> recorded, Store store) {
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

    /** Records the models that were found there, and forgets the records that are obsolete then. */
    void found(Plan plan, GitLabState there) {
        var adoption = new Adoption(plan, there);
        var changed = adoption.records().stream()
                .filter(model -> !model.equals(records.get(model.modelId())))
                .toList();
        var removed = records.values().stream()
                .filter(adoption::isObsolete)
                .map(RecordedModel::modelId)
                .toList();
        changed.forEach(model -> records.put(model.modelId(), model));
        removed.forEach(records::remove);
        store.store(changed, removed);
    }

    /** Records that a model is about to be created, because the response to the creation may get lost. */
    void creating(Step.CreateModel step) {
        beforeCreation = records.get(step.modelId());
        put(new RecordedModel(
                step.modelId(), null, step.after().name(), true, digest(step.modelId(), step.key(), null)));
    }

    /**
     * Records that a creation was refused. What was recorded before stays: an earlier creation, whose response got lost, may be the
     * reason.
     */
    void notCreated(Step.CreateModel step) {
        if (beforeCreation == null) {
            forget(step.modelId());
        } else {
            put(beforeCreation);
        }
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
        store.store(List.of(model), List.of());
    }

    private void forget(long modelId) {
        records.remove(modelId);
        store.store(List.of(), List.of(modelId));
    }

    /** Where the records of one GitLab instance are stored. */
    interface Store {

        /** Stores records in place of those of the same models, and removes those of other models, at once. */
        void store(List<RecordedModel> replaced, List<Long> removed);
    }

    /** The models that are there, compared with the records. */
    private final class Adoption {

        private final GitLabState there;
        private final ModelMatching matching;

        /** The models here whose key there is about to change. */
        private final Set<Long> otherKey = new HashSet<>();

        /** The global ids of models that were created there for models that no longer exist here. */
        private final Set<String> left = new HashSet<>();

        Adoption(Plan plan, GitLabState there) {
            this.there = there;
            matching = ModelMatching.of(desired.snapshot(), there, records.values());
            for (var step : plan.steps()) {
                if (step instanceof Step.UpdateModel update && update.key() != KeyTransfer.KEPT) {
                    otherKey.add(update.modelId());
                }
            }
            for (var record : records.values()) {
                var model = matching.recordedModel(record);
                if (model != null
                        && model.id().equals(record.gitlabId())
                        && model.name().equals(record.name())
                        && record.created()
                        && !isHere(record)) {
                    left.add(model.id());
                }
            }
        }

        /** The records of the models that were found. */
        List<RecordedModel> records() {
            return matching.found().entrySet().stream()
                    .map(found -> record(found.getKey(), found.getValue()))
                    .toList();
        }

        private RecordedModel record(long modelId, GitLabState.Model model) {
            var earlier = matching.record(modelId);
            var created = (earlier != null && earlier.created()) || left.contains(model.id());
            var digest = earlier == null ? null : earlier.keyDigest();
            return new RecordedModel(
                    modelId,
                    model.id(),
                    model.name(),
                    created,
                    digest == null && keepsKey(modelId, model) ? keyHere(modelId) : digest);
        }

        /** A key that is kept counts as the key here from now on. */
        private boolean keepsKey(long modelId, GitLabState.Model model) {
            return Boolean.TRUE.equals(model.hasApiKey())
                    && !otherKey.contains(modelId)
                    && wanted(modelId).key() == KeyTransfer.KEPT;
        }

        private WantedModel wanted(long modelId) {
            var model = Objects.requireNonNull(desired.snapshot().models().get(modelId));
            return WantedModel.of(model, desired, matching, there.offered(), false);
        }

        private String keyHere(long modelId) {
            return desired.keyDigests().getOrDefault(modelId, RecordedModel.NO_KEY);
        }

        /** Whether the model of a record is neither here nor there, or was found for another one and could come to resemble this. */
        boolean isObsolete(RecordedModel record) {
            var model = matching.recordedModel(record);
            var another = model != null && matching.idHere(model.id()) != null;
            return matching.there(record.modelId()) == null
                    && (another || (!isHere(record) && (model == null || !record.created())));
        }
    }
}
