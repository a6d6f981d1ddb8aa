package dev.duoconfig.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import dev.duoconfig.apikey.StoredApiKeys;
import dev.duoconfig.http.problem.ProblemErrors;
import dev.duoconfig.resolve.Availability;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.resolve.Warning;
import dev.duoconfig.store.PendingChange;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Compares the models of a document with the stored models by name, and stores the changes. */
@ApplicationScoped
public class ModelReconciler {

    private final ModelRepository repository;
    private final ModelWriter writer;
    private final StoredApiKeys apiKeys;

    ModelReconciler(ModelRepository repository, ModelWriter writer, StoredApiKeys apiKeys) {
        this.repository = repository;
        this.writer = writer;
        this.apiKeys = apiKeys;
    }

    /**
     * Determines the changes after which exactly these models are stored. A family that is in the catalogue but not offered
     * only causes a warning.
     *
     * @param keepKeys whether a model that moves to another server keeps its stored key; otherwise the key is removed
     * @param errors receives the errors, with pointers such as {@code /3/name}
     */
    public ModelsPlan plan(
            List<ModelRequest> requests,
            boolean keepKeys,
            Snapshot snapshot,
            ProblemErrors errors,
            ProblemErrors warnings) {
        var present = byName(snapshot);
        var wanted = new LinkedHashMap<String, ModelValues>();
        var create = new ArrayList<ModelValues>();
        var update = new ArrayList<ModelsPlan.Update>();
        for (var index = 0; index < requests.size(); index++) {
            var modelErrors = errors.at("/" + index);
            var request = requests.get(index);
            var stored =
                    request.name() == null ? null : present.get(request.name().strip());
            var values = values(request, stored, snapshot, modelErrors);
            var moves = stored != null && !request.apiKey().isPresent() && values.movesKey(stored, apiKeys);
            if (moves && !keepKeys) {
                values = values.withoutKey();
            }
            warn(values, moves && keepKeys, snapshot, warnings.at("/" + index));
            if (wanted.putIfAbsent(values.deployment().name(), values) != null && modelErrors.clean("/name")) {
                modelErrors.add("/name", "duplicate-name", "The name is listed twice.");
            }
            if (stored == null) {
                create.add(values);
            } else if (!same(values, stored)) {
                update.add(new ModelsPlan.Update(stored, values));
            }
        }
        var delete = present.values().stream()
                .filter(model -> !wanted.containsKey(model.name()))
                .sorted(Comparator.comparing(Snapshot.Model::name))
                .toList();
        create.sort(Comparator.comparing(values -> values.deployment().name()));
        update.sort(Comparator.comparing(change -> change.before().name()));
        return new ModelsPlan(wanted, create, update, delete);
    }

    private static void warn(ModelValues values, boolean movesKey, Snapshot snapshot, ProblemErrors warnings) {
        if (movesKey) {
            warnings.add("/" + Model.KEY_MOVED.field(), Model.KEY_MOVED.code(), Model.KEY_MOVED.detail());
        }
        var withoutV1 = Warning.endpointWithoutV1(
                values.deployment().platform(), values.deployment().endpoint());
        if (withoutV1 != null) {
            warnings.add("/endpoint", withoutV1.code(), withoutV1.detail());
        }
        if (snapshot.catalogue().family(values.deployment().family()) != null
                && !Availability.familyOffered(snapshot, values.deployment().family())) {
            warnings.add(
                    "/family",
                    "family_not_offered",
                    ModelValues.notOffered(values.deployment().family()));
        }
    }

    /** Creates and updates models, so that features can use them. */
    public void store(ModelsPlan plan, PendingChange pending) {
        if (!plan.isEmpty()) {
            pending.requireEntitlement();
        }
        writer.create(plan.create(), pending);
        var values = new LinkedHashMap<ModelEntity, ModelValues>();
        find(plan.update().stream().map(ModelsPlan.Update::before))
                .forEach(entity ->
                        values.put(entity, Objects.requireNonNull(plan.wanted().get(entity.name))));
        writer.update(values, pending);
    }

    /** Deletes models. No feature may use them any longer. */
    public void delete(ModelsPlan plan, PendingChange pending) {
        writer.delete(find(plan.delete().stream()), pending);
    }

    private List<ModelEntity> find(Stream<Snapshot.Model> models) {
        return repository.withIds(models.map(Snapshot.Model::id).toList());
    }

    /** The models of a snapshot by name. */
    public static Map<String, Snapshot.Model> byName(Snapshot snapshot) {
        var models = new HashMap<String, Snapshot.Model>();
        snapshot.models().values().forEach(model -> models.put(model.name(), model));
        return models;
    }

    private ModelValues values(
            ModelRequest request, Snapshot.@Nullable Model stored, Snapshot snapshot, ProblemErrors errors) {
        var known = request.family() != null && snapshot.catalogue().family(request.family()) != null;
        var kept = known ? request.family() : stored == null ? null : stored.family();
        var values = ModelValues.of(request, kept, snapshot, errors);
        var key = values.apiKey().key();
        return stored != null && key != null && apiKeys.holds(stored, key) ? values.withKeptKey() : values;
    }

    private static boolean same(ModelValues values, Snapshot.Model stored) {
        return values.deployment().equals(stored.deployment())
                && (values.apiKey().keep() || (values.apiKey().key() == null && !stored.hasApiKey()));
    }
}
