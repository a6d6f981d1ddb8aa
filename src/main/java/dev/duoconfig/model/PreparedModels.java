package dev.duoconfig.model;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import dev.duoconfig.apikey.StoredApiKeys;
import dev.duoconfig.catalogue.Catalogue;
import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.request.MinRevision;
import dev.duoconfig.http.request.PageLinks;
import dev.duoconfig.http.request.Paging;
import dev.duoconfig.http.request.PlainTarget;
import dev.duoconfig.resolve.Resolutions;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.security.Roles;
import dev.duoconfig.snapshot.PreparedResponse;
import dev.duoconfig.snapshot.ResponseLookup;
import dev.duoconfig.snapshot.ResponseSource;
import dev.duoconfig.snapshot.prepared.PreparedBodies;
import dev.duoconfig.store.Revisions;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Responses about models and families: each model is serialized once for a snapshot, and pages are made of that. */
@ApplicationScoped
class PreparedModels implements ResponseSource {

    private static final String PATH = "/models";
    private static final String FAMILIES = PATH + "/families";
    private static final String ONE = PATH + "/";
    private static final String MODEL = ONE + "{id}";
    private static final Set<String> READERS = Set.of(Roles.ADMIN, Roles.PLANNER, Roles.VIEWER);

    private final ModelIndexes indexes;
    private final PreparedBodies bodies;
    private final StoredApiKeys apiKeys;
    private final Catalogue catalogue;

    PreparedModels(ModelIndexes indexes, PreparedBodies bodies, StoredApiKeys apiKeys, Catalogue catalogue) {
        this.indexes = indexes;
        this.bodies = bodies;
        this.apiKeys = apiKeys;
        this.catalogue = catalogue;
    }

    @Override
    public Map<String, PreparedResponse> prepare(Snapshot snapshot, Resolutions resolutions) {
        return Map.of();
    }

    @Override
    public @Nullable ResponseLookup lookup(Snapshot snapshot) {
        return snapshot.isComplete() ? new Lookup(snapshot) : null;
    }

    /** The responses of one snapshot. */
    private final class Lookup implements ResponseLookup {

        private final Snapshot snapshot;
        private final Map<Long, byte[]> models = new ConcurrentHashMap<>();
        private volatile @Nullable List<byte[]> families;

        Lookup(Snapshot snapshot) {
            this.snapshot = snapshot;
        }

        @Override
        public String path() {
            return PATH;
        }

        @Override
        public Set<String> roles() {
            return READERS;
        }

        @Override
        public @Nullable PreparedResponse find(PlainTarget target) {
            var minRevision = target.parameters().get(MinRevision.NAME);
            if (minRevision != null && !MinRevision.isReached(minRevision, snapshot.revision())) {
                return null;
            }
            try {
                return switch (target.path()) {
                    case PATH -> list(target);
                    case FAMILIES -> families(target);
                    default -> model(target);
                };
            } catch (ApiException e) {
                // The resource refuses the request in the same way.
                return null;
            }
        }

        private @Nullable PreparedResponse list(PlainTarget target) {
            var parameters = ModelListParameters.of(target.parameters());
            if (parameters == null) {
                return null;
            }
            var query = parameters.parse(catalogue);
            var page = indexes.of(snapshot).page(query.selection(), query.paging());
            return page(PATH, target, query.paging(), page.total(), () -> page.items().stream()
                    .map(this::serialized)
                    .toList());
        }

        private @Nullable PreparedResponse families(PlainTarget target) {
            if (!Set.of("page", "per_page", MinRevision.NAME)
                    .containsAll(target.parameters().keySet())) {
                return null;
            }
            var paging = Paging.parse(
                    target.parameters().get("page"), target.parameters().get("per_page"));
            var all = serializedFamilies();
            return page(FAMILIES, target, paging, all.size(), () -> paging.of(all));
        }

        private PreparedResponse page(
                String path, PlainTarget target, Paging paging, long total, Supplier<List<byte[]>> items) {
            var headers = paging.headers(PageLinks.of(target.url(), target.parameters()), total);
            return PreparedResponse.untagged(path, READERS, headers, () -> array(items.get()));
        }

        private @Nullable PreparedResponse model(PlainTarget target) {
            if (!target.path().startsWith(ONE)) {
                return null;
            }
            var id = Models.id(target.path().substring(ONE.length()));
            var model = snapshot.models().get(id);
            if (model == null
                    || !Set.of(MinRevision.NAME).containsAll(target.parameters().keySet())) {
                return null;
            }
            var tag = Revisions.entityTag(
                    snapshot.revision(), snapshot.checks().ofModel(id).version());
            return PreparedResponse.tagged(MODEL, READERS, tag, () -> Buffer.buffer(serialized(model)));
        }

        private byte[] serialized(Snapshot.Model model) {
            return models.computeIfAbsent(model.id(), id -> bodies.serialized(Model.from(model, snapshot, apiKeys)));
        }

        private List<byte[]> serializedFamilies() {
            var known = families;
            if (known == null) {
                known = ModelFamily.all(snapshot).stream()
                        .map(bodies::serialized)
                        .toList();
                families = known;
            }
            return known;
        }

        private static Buffer array(List<byte[]> items) {
            var length = items.stream().mapToInt(item -> item.length + 1).sum() + 1;
            var json = Buffer.buffer(Math.max(2, length)).appendByte((byte) '[');
            for (var index = 0; index < items.size(); index++) {
                if (index > 0) {
                    json.appendByte((byte) ',');
                }
                json.appendBytes(items.get(index));
            }
            return json.appendByte((byte) ']');
        }
    }
}
