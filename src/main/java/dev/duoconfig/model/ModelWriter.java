package dev.duoconfig.model;

import dev.duoconfig.audit.AuditEvent;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.secret.SecretBox;
import dev.duoconfig.snapshot.Draft;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Stores models that have passed every rule, with the change that is under way. */
@ApplicationScoped
class ModelWriter {

    private final ModelRepository repository;
    private final SecretBox secrets;

    ModelWriter(ModelRepository repository, SecretBox secrets) {
        this.repository = repository;
        this.secrets = secrets;
    }

    ModelEntity create(ModelValues values, Draft draft) {
        var entity = new ModelEntity();
        entity.id = repository.nextId();
        entity.createdAt = draft.now();
        apply(values, entity, draft);
        repository.persist(entity);
        record("model.created", entity, null, ModelAudit.from(entity, entity.hasApiKey()), draft);
        return entity;
    }

    /** Does nothing if the model is just so already. */
    void update(ModelValues values, ModelEntity entity, Draft draft) {
        if (values.same(entity)) {
            return;
        }
        var before = ModelAudit.from(entity, false);
        var keyChanged = values.apiKey().changes(entity);
        apply(values, entity, draft);
        record("model.updated", entity, before, ModelAudit.from(entity, keyChanged), draft);
    }

    /** No feature may have the model any more. */
    void delete(ModelEntity entity, Draft draft) {
        repository.delete(entity);
        draft.change(
                draft.after().withoutModel(entity.id),
                event("model.deleted", entity, ModelAudit.from(entity, entity.hasApiKey()), null));
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

    private static void record(
            String action, ModelEntity entity, @Nullable ModelAudit before, ModelAudit after, Draft draft) {
        var model = new Snapshot.Model(
                entity.id, entity.name, entity.family, entity.endpoint, entity.identifier, entity.keyInSnapshot());
        draft.change(draft.after().withModel(model), event(action, entity, before, after));
    }

    private static AuditEvent event(
            String action, ModelEntity entity, @Nullable ModelAudit before, @Nullable ModelAudit after) {
        return new AuditEvent(action, "model", Long.toString(entity.id), entity.name, before, after);
    }
}
