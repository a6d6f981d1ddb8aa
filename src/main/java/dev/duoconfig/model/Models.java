package dev.duoconfig.model;

import java.util.List;
import java.util.Set;
import java.util.function.Function;

import dev.duoconfig.apikey.StoredApiKeys;
import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemType;
import dev.duoconfig.http.request.Paging;
import dev.duoconfig.lastcheck.LastChecks;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.store.ConfigurationReader;
import dev.duoconfig.store.ConfigurationWriter;
import dev.duoconfig.store.PendingChange;
import dev.duoconfig.store.ReadResult;
import dev.duoconfig.store.WriteKind;
import dev.duoconfig.store.WriteOptions;
import dev.duoconfig.store.WriteResult;
import jakarta.enterprise.context.ApplicationScoped;

/** Registers, changes, and deletes models. */
@ApplicationScoped
public class Models {

    private final ConfigurationReader reader;
    private final ConfigurationWriter writer;
    private final ModelRepository repository;
    private final ModelWrites writes;
    private final StoredApiKeys apiKeys;
    private final LastChecks checks;

    Models(
            ConfigurationReader reader,
            ConfigurationWriter writer,
            ModelRepository repository,
            ModelWrites writes,
            StoredApiKeys apiKeys,
            LastChecks checks) {
        this.reader = reader;
        this.writer = writer;
        this.repository = repository;
        this.writes = writes;
        this.apiKeys = apiKeys;
        this.checks = checks;
    }

    ReadResult<Paging.Page<Model>> list(ModelQuery query) {
        return reader.read(snapshot -> {
            var chosen = snapshot.chosenModels();
            var matching = repository.search(query, chosen);
            var first = query.paging().offset();
            var page =
                    matching.range(first, first + query.paging().perPage() - 1).list();
            var checked = checks.ofModels(page.stream().map(entity -> entity.id).toList());
            var models = page.stream()
                    .map(entity -> Model.from(entity, snapshot, apiKeys).with(checked.get(entity.id)))
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

    ReadResult<TaggedModel> get(long id) {
        return reader.read(
                snapshot -> TaggedModel.of(Model.from(repository.get(id), snapshot, apiKeys), checks.ofModel(id)));
    }

    ReadResult<List<ModelFamily>> families() {
        return reader.read(ModelFamily::all);
    }

    WriteResult<Model> create(WriteOptions options, ModelRequest request) {
        return writer.write(WriteKind.MODEL, options, pending -> {
            var model = writes.create(pending, request);
            return pending.isDryRun() ? model.withoutId() : model;
        });
    }

    WriteResult<TaggedModel> replace(WriteOptions options, long id, ModelReplacement request) {
        return change(options, id, pending -> writes.replace(pending, id, request));
    }

    WriteResult<TaggedModel> update(WriteOptions options, long id, ModelPatch patch) {
        return change(options, id, pending -> writes.update(pending, id, patch));
    }

    private WriteResult<TaggedModel> change(WriteOptions options, long id, Function<PendingChange, Model> change) {
        return writer.write(WriteKind.MODEL, options, pending -> {
            var before = checks.ofModel(id);
            var model = change.apply(pending);
            // The database forgets the check when it stores the change.
            repository.flush();
            var result = TaggedModel.of(model, checks.ofModel(id));
            return pending.isDryRun() ? new TaggedModel(result.model(), before.version()) : result;
        });
    }

    WriteResult<ModelDeletion> delete(WriteOptions options, long id, InUseOptions inUse) {
        return writer.write(WriteKind.MODEL, options, pending -> writes.delete(pending, id, inUse));
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
}
