package dev.duoconfig.model;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.duoconfig.catalogue.Platform;
import dev.duoconfig.text.Names;
import io.quarkus.hibernate.orm.panache.PanacheQuery;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import org.hibernate.Session;

/** Reads and stores models. */
@ApplicationScoped
class ModelRepository implements PanacheRepositoryBase<ModelEntity, Long> {

    /** The entity properties for the values of {@code order_by}. */
    private static final Map<String, String> PROPERTIES =
            Map.of("name", "name", "created_at", "createdAt", "updated_at", "updatedAt", "id", "id");

    /** Ids for new models, in a single query: each query would first flush everything that was stored before it. */
    List<Long> nextIds(int count) {
        return getEntityManager()
                .unwrap(Session.class)
                .createNativeQuery("select nextval('model_id_seq') from generate_series(1, ?1)", Long.class)
                .setParameter(1, count)
                .getResultList();
    }

    List<ModelEntity> withIds(List<Long> ids) {
        return ids.isEmpty() ? List.of() : list("id in ?1 order by name", ids);
    }

    /** The matching models, ordered by the query and then by id so that pages do not overlap. */
    PanacheQuery<ModelEntity> search(ModelQuery query) {
        var conditions = new StringBuilder("1 = 1");
        var parameters = new HashMap<String, Object>();
        if (query.families() != null) {
            conditions.append(" and family in :families");
            parameters.put("families", query.families());
        }
        if (query.platform() != null) {
            addPlatform(query.platform(), conditions, parameters);
        }
        if (query.text() != null) {
            conditions.append(" and (locate(lower(:text), searchText) > 0");
            parameters.put("text", Names.normal(query.text()));
            // Names are stored as they were sent.
            var decomposed = Normalizer.normalize(query.text(), Normalizer.Form.NFD);
            if (!decomposed.equals(parameters.get("text"))) {
                conditions.append(" or locate(lower(:decomposed), searchText) > 0");
                parameters.put("decomposed", decomposed);
            }
            conditions.append(")");
        }
        conditions
                .append(" order by ")
                .append(PROPERTIES.get(query.order()))
                .append(query.descending() ? " desc" : " asc")
                .append(", id");
        return find(conditions.toString(), parameters);
    }

    private static void addPlatform(Platform platform, StringBuilder conditions, Map<String, Object> parameters) {
        var prefix = platform.prefix();
        if (prefix != null) {
            conditions.append(" and identifier like :prefix escape '!'");
            parameters.put("prefix", escape(prefix) + "%");
            return;
        }
        for (var other : Platform.values()) {
            if (other.prefix() != null) {
                conditions
                        .append(" and identifier not like :")
                        .append(other.id())
                        .append(" escape '!'");
                parameters.put(other.id(), escape(other.prefix()) + "%");
            }
        }
    }

    private static String escape(String text) {
        return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }
}
