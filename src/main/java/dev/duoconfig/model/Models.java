package dev.duoconfig.model;

import java.util.function.Function;

import dev.duoconfig.apikey.StoredApiKeys;
import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemType;
import dev.duoconfig.http.request.Paging;
import dev.duoconfig.lastcheck.LastChecks;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.store.ConfigurationWriter;
import dev.duoconfig.store.PendingChange;
import dev.duoconfig.store.WriteKind;
import dev.duoconfig.store.WriteOptions;
import dev.duoconfig.store.WriteResult;
import jakarta.enterprise.context.ApplicationScoped;

/** Lists, registers, changes, and deletes models. */
@ApplicationScoped
public class Models {

    private final ConfigurationWriter writer;
    private final ModelRepository repository;
    private final ModelWrites writes;
    private final ModelIndexes indexes;
    private final StoredApiKeys apiKeys;
    private final LastChecks checks;

    Models(
            ConfigurationWriter writer,
            ModelRepository repository,
            ModelWrites writes,
            ModelIndexes indexes,
            StoredApiKeys apiKeys,
            LastChecks checks) {
        this.writer = writer;
        this.repository = repository;
        this.writes = writes;
        this.indexes = indexes;
        this.apiKeys = apiKeys;
        this.checks = checks;
    }

    /** A page of the models that match. */
    Paging.Page<Model> list(ModelQuery query, Snapshot snapshot) {
        var page = indexes.of(snapshot).page(query.selection(), query.paging());
        var models = page.items().stream()
                .map(model -> Model.from(model, snapshot, apiKeys))
                .toList();
        return new Paging.Page<>(models, page.total());
    }

    /** The model; a 404 if there is none. */
    Model get(long id, Snapshot snapshot) {
        var model = snapshot.models().get(id);
        if (model == null) {
            throw notFound(Long.toString(id));
        }
        return Model.from(model, snapshot, apiKeys);
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
            var before = pending.before().checks().ofModel(id);
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
