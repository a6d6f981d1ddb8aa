package dev.duoconfig.model;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.duoconfig.apikey.StoredApiKeys;
import dev.duoconfig.feature.Features;
import dev.duoconfig.http.body.ReadOnlyProperties;
import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemErrors;
import dev.duoconfig.http.problem.ProblemType;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.store.PendingChange;
import dev.duoconfig.text.Names;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/**
 * Validates and makes the writes of models within a pending change, alone or one after another. A write that is refused has
 * stored nothing.
 */
@ApplicationScoped
public class ModelWrites {

    private final ModelRepository repository;
    private final ModelWriter models;
    private final Features features;
    private final StoredApiKeys apiKeys;
    private final ReadOnlyProperties readOnly;

    ModelWrites(
            ModelRepository repository,
            ModelWriter models,
            Features features,
            StoredApiKeys apiKeys,
            ReadOnlyProperties readOnly) {
        this.repository = repository;
        this.models = models;
        this.features = features;
        this.apiKeys = apiKeys;
        this.readOnly = readOnly;
    }

    /** Creates a model, or changes it if the request has an id. */
    public WrittenModel write(PendingChange pending, PlanModel request) {
        var id = request.id();
        if (id == null) {
            var created = create(pending, request.creation());
            return WrittenModel.of(created, created.hasApiKey());
        }
        var keySetAt = repository.get(id).apiKeyUpdatedAt;
        var updated = update(pending, id, request.patch());
        // Otherwise, Hibernate could send a later write that takes the freed name before this one.
        repository.flush();
        return WrittenModel.of(updated, !Objects.equals(keySetAt, updated.apiKeyUpdatedAt()));
    }

    /** Deletes a model, as {@code DELETE /models/{id}} does. */
    public void delete(PendingChange pending, PlanModelDeletion request) {
        var unused = delete(pending, request.modelId(), request.inUse());
    }

    Model create(PendingChange pending, ModelRequest request) {
        pending.requireEntitlement();
        var values = ModelValues.of(request, null, pending.after());
        requireFreeName(values.deployment().name(), null, pending);
        var id = models.create(List.of(values), pending).get(0).id;
        return shown(id, pending.after());
    }

    Model replace(PendingChange pending, long id, ModelReplacement request) {
        return change(pending, id, (present, snapshot, errors) -> {
            var read = shown(id, snapshot);
            readOnly.requireUnchanged(request, List.of(read, read.with(Model.KEY_MOVED)), errors);
            return request.request();
        });
    }

    Model update(PendingChange pending, long id, ModelPatch patch) {
        return change(pending, id, (present, snapshot, errors) -> patch.applyTo(present.deployment()));
    }

    ModelDeletion delete(PendingChange pending, long id, InUseOptions inUse) {
        var entity = repository.get(id);
        pending.requireEntitlement();
        pending.requireUnchangedSince(entity.revision);
        var users = pending.after().usedBy(id);
        inUse.require(entity, users);
        var reassigned = features.reassign(pending, users, inUse.target(id, pending.after()));
        models.delete(List.of(entity), pending);
        return new ModelDeletion(id, entity.name, reassigned, pending.effectiveChanges());
    }

    private Model change(PendingChange pending, long id, Change change) {
        var entity = repository.get(id);
        pending.requireEntitlement();
        pending.requireUnchangedSince(entity.revision);
        var snapshot = pending.after();
        var errors = new ProblemErrors();
        var request = change.over(entity, snapshot, errors);
        var stored = stored(id, snapshot);
        var values = ModelValues.of(request, stored, ModelValues.Offer.NOW, snapshot, errors);
        errors.throwIfAny();
        requireFreeName(values.deployment().name(), id, pending);
        requireSupportedFamily(values.deployment().family(), id, snapshot);
        var keptKey = values.keptKeyWarning(stored, apiKeys);
        models.update(Map.of(entity, values.withKeptKeyIfEqual(stored, apiKeys)), pending);
        var model = shown(id, pending.after());
        return keptKey == null ? model : model.with(keptKey);
    }

    private Model shown(long id, Snapshot snapshot) {
        return Model.from(stored(id, snapshot), snapshot, apiKeys);
    }

    private static Snapshot.Model stored(long id, Snapshot snapshot) {
        return Objects.requireNonNull(snapshot.models().get(id));
    }

    /** Refuses a name that another model has. The lock is held, so the result remains valid until the commit. */
    private static void requireFreeName(String name, @Nullable Long id, PendingChange pending) {
        pending.after().models().values().stream()
                .filter(other -> Names.same(other.name(), name) && (id == null || other.id() != id))
                .findFirst()
                .ifPresent(other -> {
                    throw new ApiException(
                            ProblemType.NAME_TAKEN,
                            "The name is already taken by the model with the id " + other.id()
                                    + ". Choose another name.");
                });
    }

    private static void requireSupportedFamily(String family, long id, Snapshot snapshot) {
        var present = snapshot.models().get(id);
        if (present != null && present.family().equals(family)) {
            return;
        }
        var incompatible = snapshot.usedBy(id).stream()
                .filter(feature -> {
                    var known = snapshot.catalogue().feature(feature);
                    return known != null && !known.supports(family);
                })
                .toList();
        if (!incompatible.isEmpty()) {
            throw ApiException.usedBy(
                    ProblemType.FAMILY_IN_USE,
                    "The model serves features that do not support the family " + family + ": "
                            + String.join(", ", incompatible) + ". Choose another model for them first.",
                    incompatible);
        }
    }

    /** The requested state of a stored model. */
    private interface Change {

        ModelRequest over(ModelEntity present, Snapshot snapshot, ProblemErrors errors);
    }
}
