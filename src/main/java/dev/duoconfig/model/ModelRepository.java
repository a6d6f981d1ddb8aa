package dev.duoconfig.model;

import java.util.List;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import org.hibernate.Session;

/** Reads and stores models. */
@ApplicationScoped
class ModelRepository implements PanacheRepositoryBase<ModelEntity, Long> {

    /** Ids for new models, in a single query: each query would first flush everything that was stored before it. */
    List<Long> nextIds(int count) {
        return getEntityManager()
                .unwrap(Session.class)
                .createNativeQuery("select nextval('model_id_seq') from generate_series(1, ?1)", Long.class)
                .setParameter(1, count)
                .getResultList();
    }

    /** The model with the id; a 404 if there is none. */
    ModelEntity get(long id) {
        var entity = findById(id);
        if (entity == null) {
            throw Models.notFound(Long.toString(id));
        }
        return entity;
    }

    List<ModelEntity> withIds(List<Long> ids) {
        return ids.isEmpty() ? List.of() : list("id in ?1 order by name", ids);
    }
}
