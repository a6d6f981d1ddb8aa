package dev.duoconfig.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.duoconfig.http.request.Paging;
import dev.duoconfig.resolve.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * The models of a snapshot, ready for lists. Each order is made when a list first asks for it. An index takes over from the
 * one before it what still holds.
 */
final class ModelIndex {

    /** The size of all selections that are kept, in models. */
    private static final long MAX_SELECTED = 1_000_000;

    /** The size of a selection's text and conditions, in models. */
    private static final int CONDITIONS = 256;

    private static final Snapshot.Model[] NONE = {};

    /** Models that are fewer by this factor are sorted; others are picked from all in order. */
    private static final int FEW = 16;

    private final Arrangement all;
    private final Set<Long> chosen;
    private final Cache<ModelQuery.Selection, Snapshot.Model[]> selections;

    private ModelIndex(Arrangement all, Set<Long> chosen, Cache<ModelQuery.Selection, Snapshot.Model[]> selections) {
        this.all = all;
        this.chosen = chosen;
        this.selections = selections;
    }

    /**
     * The index of a complete snapshot.
     *
     * @param earlier the index of an earlier snapshot, or null
     */
    static ModelIndex of(Snapshot snapshot, @Nullable ModelIndex earlier) {
        var chosen = snapshot.chosenModels();
        if (earlier != null && earlier.isOf(snapshot)) {
            return earlier.chosen.equals(chosen) ? earlier : new ModelIndex(earlier.all, chosen, selections());
        }
        var all = new Arrangement(snapshot.models(), earlier == null ? null : earlier.all);
        return new ModelIndex(all, chosen, selections());
    }

    private boolean isOf(Snapshot snapshot) {
        return all.models == snapshot.models();
    }

    private static Cache<ModelQuery.Selection, Snapshot.Model[]> selections() {
        return Caffeine.newBuilder()
                .maximumWeight(MAX_SELECTED)
                .weigher((ModelQuery.Selection selection, Snapshot.Model[] models) -> CONDITIONS + models.length)
                .build();
    }

    /** A page of the models that match. */
    Paging.Page<Snapshot.Model> page(ModelQuery.Selection selection, Paging paging) {
        var matching = select(selection);
        return new Paging.Page<>(paging.of(Arrays.asList(matching)), matching.length);
    }

    private Snapshot.Model[] select(ModelQuery.Selection selection) {
        return selection.isEverything()
                ? all.inOrder(selection.order(), selection.descending())
                : selections.get(selection, this::find);
    }

    private Snapshot.Model[] find(ModelQuery.Selection selection) {
        var text = selection.text();
        if (text == null) {
            return filtered(selection);
        }
        var containing = all.search().containing(text);
        if (containing.size() * FEW > all.models.size()) {
            return Arrays.stream(all.inOrder(selection.order(), selection.descending()))
                    .filter(model -> containing.contains(model) && selection.matchesApartFromText(model, chosen))
                    .toArray(Snapshot.Model[]::new);
        }
        return containing.stream()
                .filter(model -> selection.matchesApartFromText(model, chosen))
                .sorted(selection.order().comparator(selection.descending()))
                .toArray(Snapshot.Model[]::new);
    }

    private Snapshot.Model[] filtered(ModelQuery.Selection selection) {
        return Arrays.stream(all.inOrder(selection.order(), selection.descending()))
                .filter(model -> selection.matchesApartFromText(model, chosen))
                .toArray(Snapshot.Model[]::new);
    }

    /** All models, in each order that was asked for, and the search among them. */
    private static final class Arrangement {

        private final Map<Long, Snapshot.Model> models;
        private final Map<Order, Snapshot.Model[]> sorted = new ConcurrentHashMap<>();
        private final Map<Order, Snapshot.Model[]> earlier;
        private @Nullable SearchIndex earlierSearch;
        private volatile @Nullable SearchIndex search;

        Arrangement(Map<Long, Snapshot.Model> models, @Nullable Arrangement before) {
            this.models = models;
            this.earlier = before == null ? Map.of() : before.known();
            this.earlierSearch = before == null ? null : before.newestSearch();
        }

        private synchronized @Nullable SearchIndex newestSearch() {
            return search == null ? earlierSearch : search;
        }

        private Map<Order, Snapshot.Model[]> known() {
            var known = new ConcurrentHashMap<Order, Snapshot.Model[]>(earlier);
            known.putAll(sorted);
            return known;
        }

        Snapshot.Model[] inOrder(ModelOrder order, boolean descending) {
            return sorted.computeIfAbsent(new Order(order, descending), this::sort);
        }

        /** Sorts what is nearly sorted if there was an earlier index, which takes about one comparison for each model. */
        private Snapshot.Model[] sort(Order order) {
            var before = earlier.getOrDefault(order, NONE);
            var known = new HashSet<Long>();
            var nearly = new ArrayList<Snapshot.Model>(models.size());
            for (var model : before) {
                var present = models.get(model.id());
                if (present != null) {
                    known.add(model.id());
                    nearly.add(present);
                }
            }
            models.values().stream()
                    .filter(model -> !known.contains(model.id()))
                    .forEach(nearly::add);
            var all = nearly.toArray(NONE);
            Arrays.sort(all, order.by.comparator(order.descending));
            return all;
        }

        /** One thread makes it, and others wait, because making it takes longer than a search. */
        SearchIndex search() {
            var present = search;
            return present == null ? makeSearch() : present;
        }

        private synchronized SearchIndex makeSearch() {
            var present = search;
            if (present == null) {
                present = SearchIndex.of(models, earlierSearch);
                search = present;
                earlierSearch = null;
            }
            return present;
        }

        private record Order(ModelOrder by, boolean descending) {}
    }
}
