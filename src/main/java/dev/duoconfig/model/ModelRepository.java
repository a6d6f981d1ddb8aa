package dev.duoconfig.model;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.duoconfig.catalogue.Platform;
import dev.duoconfig.text.Names;
import io.quarkus.hibernate.orm.panache.PanacheQuery;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import org.hibernate.Session;

/** Reads and stores models. */
@ApplicationScoped
class ModelRepository implements PanacheRepositoryBase<ModelEntity, Long> {

    /** The terms for the values of {@code order_by}, each with those that order models with equal values. */
    private static final Map<String, Order> ORDERS = Map.of(
            "name", new Order("name", "id"),
            "family", new Order("family", "name, id"),
            "platform", new Order(platformRank(), "name, id"),
            "created_at", new Order("createdAt", "id"),
            "updated_at", new Order("updatedAt", "id"),
            "id", new Order("id", "id"));

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

    /**
     * The matching models, ordered by the query and then by id so that pages do not overlap.
     *
     * @param chosen ids of the models that features have chosen
     */
    PanacheQuery<ModelEntity> search(ModelQuery query, Set<Long> chosen) {
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
        if (query.inUse() != null) {
            addInUse(query.inUse(), chosen, conditions, parameters);
        }
        var order = Objects.requireNonNull(ORDERS.get(query.order()));
        conditions
                .append(" order by ")
                .append(order.term())
                .append(query.descending() ? " desc, " : " asc, ")
                .append(order.rest());
        return find(conditions.toString(), parameters);
    }

    private static void addInUse(
            boolean inUse, Set<Long> chosen, StringBuilder conditions, Map<String, Object> parameters) {
        if (!chosen.isEmpty()) {
            conditions.append(inUse ? " and id in :chosen" : " and id not in :chosen");
            parameters.put("chosen", chosen);
        } else if (inUse) {
            conditions.append(" and 1 = 0");
        }
    }

    /** The place of a model's platform among the platforms' ids, by which a list is sorted, as {@link #addPlatform} finds it. */
    private static String platformRank() {
        var platforms = Arrays.stream(Platform.values())
                .sorted(Comparator.comparing(Platform::id))
                .toList();
        var rank = new StringBuilder("case");
        for (var platform : platforms) {
            if (platform.prefix() != null) {
                rank.append(" when identifier like '%s%%' escape '!' then %d"
                        .formatted(escape(platform.prefix()), platforms.indexOf(platform)));
            }
        }
        return rank + " else " + platforms.indexOf(Platform.OTHER) + " end";
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

    /**
     * An order of models.
     *
     * @param rest the terms that order models for which {@code term} is equal
     */
    private record Order(String term, String rest) {}
}
