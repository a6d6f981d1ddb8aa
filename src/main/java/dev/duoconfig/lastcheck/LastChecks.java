package dev.duoconfig.lastcheck;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;

/**
 * Reads the newest checks. Its methods must be called within a read or a write of {@code store}, after a flush if that has changed
 * what the checks are about.
 */
@ApplicationScoped
public class LastChecks {

    private final EntityManager entities;

    LastChecks(EntityManager entities) {
        this.entities = entities;
    }

    public KnownCheck ofGateway() {
        return of(CheckSubject.GATEWAY_PATH);
    }

    public KnownCheck ofModel(long id) {
        return of(CheckSubject.path(id));
    }

    /** The newest check of each of the models that has one, in a single query. */
    public Map<Long, LastCheck> ofModels(Collection<Long> ids) {
        var found = find(ids.stream().map(CheckSubject::path).toList());
        var byId = new HashMap<Long, LastCheck>();
        for (var id : ids) {
            Optional.ofNullable(found.get(CheckSubject.path(id)))
                    .ifPresent(entity -> byId.put(id, LastCheck.from(entity)));
        }
        return byId;
    }

    /** All that is known, by the path of the model or of the gateway. */
    public Map<String, LastCheck> all() {
        var all = new HashMap<String, LastCheck>();
        entities.createQuery("from LastCheckEntity", LastCheckEntity.class)
                .getResultList()
                .forEach(entity -> all.put(entity.subject, LastCheck.from(entity)));
        return all;
    }

    private KnownCheck of(String path) {
        var entity = find(List.of(path)).get(path);
        return entity == null ? KnownCheck.NONE : new KnownCheck(LastCheck.from(entity), entity.version);
    }

    /** By query, because the database can have deleted an entity that was read before. */
    private Map<String, LastCheckEntity> find(List<String> paths) {
        var found = new HashMap<String, LastCheckEntity>();
        if (!paths.isEmpty()) {
            entities.createQuery("from LastCheckEntity where subject in ?1", LastCheckEntity.class)
                    .setParameter(1, paths)
                    .getResultList()
                    .forEach(entity -> found.put(entity.subject, entity));
        }
        return found;
    }
}
