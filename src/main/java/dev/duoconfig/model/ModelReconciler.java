package dev.duoconfig.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import dev.duoconfig.apikey.StoredApiKeys;
import dev.duoconfig.http.problem.ProblemErrors;
import dev.duoconfig.resolve.Availability;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.resolve.Warning;
import dev.duoconfig.secret.PastedSecret;
import dev.duoconfig.store.PendingChange;
import dev.duoconfig.text.NameIndex;
import dev.duoconfig.text.Names;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Compares the models of a document with the stored models, as {@link StoredModels} finds them, and stores the changes. */
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
        var present = new StoredModels(requests, snapshot);
        var wanted = new LinkedHashMap<String, ModelsPlan.Wanted>();
        var found = new HashSet<Long>();
        var newNames = new HashSet<String>();
        var create = new ArrayList<ModelValues>();
        var update = new ArrayList<ModelsPlan.Update>();
        for (var index = 0; index < requests.size(); index++) {
            var modelErrors = errors.at("/" + index);
            var request = requests.get(index);
            var stored = present.of(request);
            var values = values(request, stored, snapshot, modelErrors);
            var keptKey = stored == null ? null : values.keptKeyWarning(stored, apiKeys);
            if (Model.KEY_MOVED.equals(keptKey) && !keepKeys) {
                values = values.withoutKey();
                keptKey = null;
            }
            values = stored == null ? values : values.withKeptKeyIfEqual(stored, apiKeys);
            warn(values, keptKey, snapshot, warnings.at("/" + index));
            warnOfPlaceholder(request, warnings.at("/" + index));
            var name = values.deployment().name();
            var first = wanted.putIfAbsent(name, new ModelsPlan.Wanted(index, values, stored)) == null;
            var alone = stored == null ? newNames.add(Names.normal(name)) : found.add(stored.id());
            if (!(first && alone) && modelErrors.clean("/name")) {
                modelErrors.add("/name", "duplicate-name", "The name is listed twice.");
            }
            if (stored == null) {
                create.add(values);
            } else if (!same(values, stored)) {
                update.add(new ModelsPlan.Update(stored, values));
            }
        }
        var delete = deleted(snapshot, wanted.values());
        create.sort(Comparator.comparing(values -> values.deployment().name()));
        update.sort(Comparator.comparing(change -> change.before().name()));
        warnOfLostKeys(wanted.values(), update, delete, warnings);
        return new ModelsPlan(wanted, create, update, delete);
    }

    private static List<Snapshot.Model> deleted(Snapshot snapshot, Collection<ModelsPlan.Wanted> wanted) {
        var kept = new HashSet<Long>();
        wanted.forEach(model -> {
            if (model.stored() != null) {
                kept.add(model.stored().id());
            }
        });
        return snapshot.models().values().stream()
                .filter(model -> !kept.contains(model.id()))
                .sorted(Comparator.comparing(Snapshot.Model::name))
                .toList();
    }

    private static void warn(ModelValues values, @Nullable Warning keptKey, Snapshot snapshot, ProblemErrors warnings) {
        if (keptKey != null) {
            warnings.add(keptKey.field() == null ? "" : "/" + keptKey.field(), keptKey.code(), keptKey.detail());
        }
        for (var warning : Warning.ofDeployment(values.deployment())) {
            warnings.add("/" + warning.field(), warning.code(), warning.detail());
        }
        if (snapshot.catalogue().family(values.deployment().family()) != null
                && !Availability.familyOffered(snapshot, values.deployment().family())) {
            warnings.add(
                    "/family",
                    "family_not_offered",
                    ModelValues.notOffered(values.deployment().family()));
        }
    }

    /** Warns of each model without a key that will call what another model, with a key, will no longer call. */
    private static void warnOfLostKeys(
            Collection<ModelsPlan.Wanted> wanted,
            List<ModelsPlan.Update> update,
            List<Snapshot.Model> delete,
            ProblemErrors warnings) {
        var left = new HashMap<KeyTarget, String>();
        Stream.concat(
                        delete.stream(),
                        update.stream()
                                .filter(change -> changesTarget(change.values(), change.before()))
                                .map(ModelsPlan.Update::before))
                .filter(Snapshot.Model::hasApiKey)
                .forEach(model -> left.putIfAbsent(KeyTarget.of(model.deployment()), model.name()));
        if (left.isEmpty()) {
            return;
        }
        for (var model : wanted) {
            var name = left.get(KeyTarget.of(model.values().deployment()));
            if (name != null
                    && model.values().apiKey().keep()
                    && !model.hasKey()
                    && (model.stored() == null || changesTarget(model.values(), model.stored()))) {
                warnings.add(
                        "/" + model.index(),
                        "api_key_missing",
                        "The model '%s' has no API key. The stored key for its endpoint and identifier belongs to the model '%s' and does not move to it: set it."
                                .formatted(model.values().deployment().name(), name));
            }
        }
    }

    private static boolean changesTarget(ModelValues values, Snapshot.Model stored) {
        return !KeyTarget.of(values.deployment()).equals(KeyTarget.of(stored.deployment()));
    }

    /** Warns of a key in the document, also if it is stored already. */
    private static void warnOfPlaceholder(ModelRequest request, ProblemErrors warnings) {
        var key = request.apiKey().orElse(null);
        if (key != null && PastedSecret.isPlaceholder(key)) {
            warnings.add("/api_key", Model.KEY_IS_PLACEHOLDER.code(), Model.KEY_IS_PLACEHOLDER.detail());
        }
    }

    /** Creates and updates models, so that features can use them. */
    public void store(ModelsPlan plan, PendingChange pending) {
        if (!plan.isEmpty()) {
            pending.requireEntitlement();
        }
        writer.create(plan.create(), pending);
        var byId = new HashMap<Long, ModelValues>();
        plan.update().forEach(change -> byId.put(change.before().id(), change.values()));
        var values = new LinkedHashMap<ModelEntity, ModelValues>();
        find(plan.update().stream().map(ModelsPlan.Update::before))
                .forEach(entity -> values.put(entity, Objects.requireNonNull(byId.get(entity.id))));
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
    public static NameIndex<Snapshot.Model> byName(Snapshot snapshot) {
        var models = new NameIndex<Snapshot.Model>();
        snapshot.models().values().forEach(model -> models.put(model.name(), model));
        return models;
    }

    private static ModelValues values(
            ModelRequest request, Snapshot.@Nullable Model stored, Snapshot snapshot, ProblemErrors errors) {
        return ModelValues.of(request, stored, ModelValues.Offer.CATALOGUE, snapshot, errors);
    }

    private static boolean same(ModelValues values, Snapshot.Model stored) {
        return values.deployment().equals(stored.deployment())
                && (values.apiKey().keep() || (values.apiKey().key() == null && !stored.hasApiKey()));
    }
}
