package dev.duoconfig.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.duoconfig.audit.AuditEvent;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.secret.SecretBox;
import dev.duoconfig.snapshot.Draft;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Stores models that have passed every rule, one or thousands, with the change that is under way. */
@ApplicationScoped
class ModelWriter {

    private final ModelRepository repository;
    private final SecretBox secrets;

    ModelWriter(ModelRepository repository, SecretBox secrets) {
        this.repository = repository;
        this.secrets = secrets;
    }

    /** The new models, in the order of their values. */
    List<ModelEntity> create(List<ModelValues> all, Draft draft) {
        var entities = new ArrayList<ModelEntity>();
        var events = new ArrayList<AuditEvent>();
        var ids = repository.nextIds(all.size()).iterator();
        for (var values : all) {
            var entity = new ModelEntity();
            entity.id = ids.next();
            entity.createdAt = draft.now();
            apply(values, entity, draft);
            repository.persist(entity);
            entities.add(entity);
            events.add(event("model.created", entity, null, ModelAudit.from(entity, entity.hasApiKey())));
        }
        record(entities, events, draft);
        return entities;
    }

    /** Does nothing to a model that is just so already. */
    void update(Map<ModelEntity, ModelValues> all, Draft draft) {
        var entities = new ArrayList<ModelEntity>();
        var events = new ArrayList<AuditEvent>();
        all.forEach((entity, values) -> {
            if (!values.same(entity)) {
                var before = ModelAudit.from(entity, false);
                var keyChanged = values.apiKey().changes(entity);
                apply(values, entity, draft);
                entities.add(entity);
                events.add(event("model.updated", entity, before, ModelAudit.from(entity, keyChanged)));
            }
        });
        record(entities, events, draft);
    }

    /** No feature may have the models any more. */
    void delete(List<ModelEntity> all, Draft draft) {
        all.forEach(repository::delete);
        draft.change(
                draft.after()
                        .withoutModels(all.stream().map(entity -> entity.id).toList()),
                all.stream()
                        .map(entity ->
                                event("model.deleted", entity, ModelAudit.from(entity, entity.hasApiKey()), null))
                        .toList());
    }

    private void apply(ModelValues values, ModelEntity entity, Draft draft) {
        entity.name = values.name();
        entity.family = values.family();
        entity.endpoint = values.endpoint();
        entity.identifier = values.identifier();
        if (!values.apiKey().keep()) {
            var key = values.apiKey().key();
            entity.storeApiKey(key == null ? null : secrets.seal(key, entity.apiKeyPlace()), draft.now());
        }
        entity.revision = draft.revision();
        entity.updatedAt = draft.now();
        entity.updatedBy = draft.caller().name();
    }

    private static void record(List<ModelEntity> entities, List<AuditEvent> events, Draft draft) {
        var models = entities.stream()
                .map(entity -> new Snapshot.Model(
                        entity.id,
                        entity.name,
                        entity.family,
                        entity.endpoint,
                        entity.identifier,
                        entity.keyInSnapshot()))
                .toList();
        draft.change(draft.after().withModels(models), events);
    }

    private static AuditEvent event(
            String action, ModelEntity entity, @Nullable ModelAudit before, @Nullable ModelAudit after) {
        return new AuditEvent(action, "model", Long.toString(entity.id), entity.name, before, after);
    }
}
