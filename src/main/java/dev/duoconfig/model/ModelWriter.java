package dev.duoconfig.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.duoconfig.apikey.StoredApiKeys;
import dev.duoconfig.audit.AuditEvent;
import dev.duoconfig.store.PendingChange;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Stores validated models, one or thousands, within the pending change. */
@ApplicationScoped
class ModelWriter {

    private final ModelRepository repository;
    private final StoredApiKeys apiKeys;

    ModelWriter(ModelRepository repository, StoredApiKeys apiKeys) {
        this.repository = repository;
        this.apiKeys = apiKeys;
    }

    /** Creates models and returns them in the order of their values. */
    List<ModelEntity> create(List<ModelValues> all, PendingChange pending) {
        var entities = new ArrayList<ModelEntity>();
        var events = new ArrayList<AuditEvent>();
        var ids = repository.nextIds(all.size()).iterator();
        for (var values : all) {
            var entity = new ModelEntity();
            entity.id = ids.next();
            entity.createdAt = pending.now();
            apply(values, entity, pending);
            repository.persist(entity);
            entities.add(entity);
            events.add(event("model.created", entity, null, ModelAudit.from(entity, entity.hasApiKey())));
        }
        record(entities, events, pending);
        return entities;
    }

    /** Updates models; skips a model that already has these values. */
    void update(Map<ModelEntity, ModelValues> all, PendingChange pending) {
        var entities = new ArrayList<ModelEntity>();
        var events = new ArrayList<AuditEvent>();
        all.forEach((entity, values) -> {
            if (!values.same(entity)) {
                var before = ModelAudit.from(entity, false);
                var keyChanged = values.apiKey().changes(entity);
                apply(values, entity, pending);
                entities.add(entity);
                events.add(event("model.updated", entity, before, ModelAudit.from(entity, keyChanged)));
            }
        });
        record(entities, events, pending);
    }

    /** Deletes models. No feature may use them any longer. */
    void delete(List<ModelEntity> all, PendingChange pending) {
        // Their features use other models by now, but only once that is stored can they be deleted.
        pending.flush();
        all.forEach(repository::delete);
        pending.change(
                pending.after()
                        .withoutModels(all.stream().map(entity -> entity.id).toList()),
                all.stream()
                        .map(entity ->
                                event("model.deleted", entity, ModelAudit.from(entity, entity.hasApiKey()), null))
                        .toList());
    }

    private void apply(ModelValues values, ModelEntity entity, PendingChange pending) {
        var endpoint = values.deployment().endpoint();
        if (values.apiKey().keep()) {
            var sealed = entity.sealedApiKey();
            if (sealed != null) {
                entity.keepApiKey(apiKeys.keep(sealed, entity.id, entity.endpoint, endpoint, pending.form()));
            }
        } else {
            var key = values.apiKey().key();
            entity.storeApiKey(
                    key == null ? null : apiKeys.seal(key, entity.id, endpoint, pending.form()), pending.now());
        }
        entity.setDeployment(values.deployment());
        entity.revision = pending.revision();
        entity.updatedAt = pending.now();
        entity.updatedBy = pending.caller().name();
    }

    private static void record(List<ModelEntity> entities, List<AuditEvent> events, PendingChange pending) {
        var models = entities.stream()
                .map(entity -> entity.toSnapshot(pending.form()))
                .toList();
        pending.change(pending.after().withModels(models), events);
    }

    private static AuditEvent event(
            String action, ModelEntity entity, @Nullable ModelAudit before, @Nullable ModelAudit after) {
        return new AuditEvent(action, "model", Long.toString(entity.id), entity.name, before, after);
    }
}
