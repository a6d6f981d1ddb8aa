package dev.duoconfig.model;

import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.duoconfig.apikey.StoredApiKeys;
import dev.duoconfig.feature.Features;
import dev.duoconfig.http.body.ReadOnlyProperties;
import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemErrors;
import dev.duoconfig.http.problem.ProblemType;
import dev.duoconfig.http.request.Paging;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.store.ConfigurationReader;
import dev.duoconfig.store.ConfigurationWriter;
import dev.duoconfig.store.PendingChange;
import dev.duoconfig.store.ReadResult;
import dev.duoconfig.store.WriteKind;
import dev.duoconfig.store.WriteOptions;
import dev.duoconfig.store.WriteResult;
import dev.duoconfig.text.Names;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Registers, changes, and deletes models. */
@ApplicationScoped
public class Models {

    private final ConfigurationReader reader;
    private final ConfigurationWriter writer;
    private final ModelRepository repository;
    private final ModelWriter models;
    private final Features features;
    private final StoredApiKeys apiKeys;
    private final ReadOnlyProperties readOnly;

    Models(
            ConfigurationReader reader,
            ConfigurationWriter writer,
            ModelRepository repository,
            ModelWriter models,
            Features features,
            StoredApiKeys apiKeys,
            ReadOnlyProperties readOnly) {
        this.reader = reader;
        this.writer = writer;
        this.repository = repository;
        this.models = models;
        this.features = features;
        this.apiKeys = apiKeys;
        this.readOnly = readOnly;
    }

    ReadResult<Paging.Page<Model>> list(ModelQuery query) {
        return reader.read(snapshot -> {
            var chosen = snapshot.chosenModels();
            var matching = repository.search(query, chosen);
            var first = query.paging().offset();
            var models = matching.range(first, first + query.paging().perPage() - 1).stream()
                    .map(entity -> Model.from(entity, snapshot, apiKeys))
                    .toList();
            return new Paging.Page<>(models, query.text() == null ? count(query, chosen, snapshot) : matching.count());
        });
    }

    /** Counts in the snapshot, which has the same revision, because the database would have to read the whole table. */
    private static long count(ModelQuery query, Set<Long> chosen, Snapshot snapshot) {
        return snapshot.models().values().stream()
                .filter(model -> query.matchesApartFromText(model, chosen))
                .count();
    }

    ReadResult<Model> get(long id) {
        return reader.read(snapshot -> Model.from(find(id), snapshot, apiKeys));
    }

    ReadResult<List<ModelFamily>> families() {
        return reader.read(ModelFamily::all);
    }

    WriteResult<Model> create(WriteOptions options, ModelRequest request) {
        return writer.write(WriteKind.MODEL, options, pending -> {
            pending.requireEntitlement();
            var values = ModelValues.of(request, null, pending.before());
            requireFreeName(values.deployment().name(), null, pending);
            var model = Model.from(models.create(List.of(values), pending).get(0), pending.after(), apiKeys);
            return pending.isDryRun() ? model.withoutId() : model;
        });
    }

    WriteResult<Model> replace(WriteOptions options, long id, ModelReplacement request) {
        return change(options, id, (present, snapshot, errors) -> {
            var read = Model.from(present, snapshot, apiKeys);
            readOnly.requireUnchanged(request, List.of(read, read.with(Model.KEY_MOVED)), errors);
            return request.request();
        });
    }

    WriteResult<Model> update(WriteOptions options, long id, ModelPatch patch) {
        return change(options, id, (present, snapshot, errors) -> patch.applyTo(present.deployment()));
    }

    WriteResult<ModelDeletion> delete(WriteOptions options, long id, InUseOptions inUse) {
        return writer.write(WriteKind.MODEL, options, pending -> {
            var entity = find(id);
            pending.requireEntitlement();
            pending.requireUnchangedSince(entity.revision);
            var users = pending.before().usedBy(id);
            inUse.require(entity, users);
            var reassigned = features.reassign(pending, users, inUse.target(id, pending.before()));
            models.delete(List.of(entity), pending);
            return new ModelDeletion(id, entity.name, reassigned, pending.effectiveChanges());
        });
    }

    private WriteResult<Model> change(WriteOptions options, long id, Change change) {
        return writer.write(WriteKind.MODEL, options, pending -> {
            var entity = find(id);
            pending.requireEntitlement();
            pending.requireUnchangedSince(entity.revision);
            var errors = new ProblemErrors();
            var request = change.over(entity, pending.before(), errors);
            var stored = pending.before().models().getOrDefault(id, entity.toSnapshot(pending.form()));
            var values = ModelValues.of(request, stored, ModelValues.Offer.NOW, pending.before(), errors);
            errors.throwIfAny();
            requireFreeName(values.deployment().name(), id, pending);
            requireSupportedFamily(values.deployment().family(), id, pending);
            var keptKey = values.keptKeyWarning(stored, apiKeys);
            models.update(Map.of(entity, values.withKeptKeyIfEqual(stored, apiKeys)), pending);
            var model = Model.from(entity, pending.after(), apiKeys);
            return keptKey == null ? model : model.with(keptKey);
        });
    }

    private ModelEntity find(long id) {
        var entity = repository.findById(id);
        if (entity == null) {
            throw notFound(Long.toString(id));
        }
        return entity;
    }

    /** The id in the text; a 404 if the text is not an id. */
    static long id(String text) {
        if (!text.matches("[1-9][0-9]{0,17}")) {
            throw notFound(text);
        }
        return Long.parseLong(text);
    }

    static ApiException notFound(String id) {
        return new ApiException(ProblemType.MODEL_NOT_FOUND, "There is no model with the id " + id + ".");
    }

    /** Refuses a name that another model has. The lock is held, so the result remains valid until the commit. */
    private static void requireFreeName(String name, @Nullable Long id, PendingChange pending) {
        pending.before().models().values().stream()
                .filter(other -> Names.same(other.name(), name) && (id == null || other.id() != id))
                .findFirst()
                .ifPresent(other -> {
                    throw new ApiException(
                            ProblemType.NAME_TAKEN,
                            "The name is already taken by the model with the id " + other.id()
                                    + ". Choose another name.");
                });
    }

    private static void requireSupportedFamily(String family, long id, PendingChange pending) {
        var catalogue = pending.before().catalogue();
        var present = pending.before().models().get(id);
        if (present != null && present.family().equals(family)) {
            return;
        }
        var incompatible = pending.before().usedBy(id).stream()
                .filter(feature -> {
                    var known = catalogue.feature(feature);
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
