package dev.duoconfig.model;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.text.NameIndex;
import dev.duoconfig.text.Names;
import org.jspecify.annotations.Nullable;

import static java.util.stream.Collectors.groupingBy;

/**
 * The stored model of each model in a document. It is the one with the same name. A model whose name is not stored renames a
 * stored one that goes, if that has the same family and {@link KeyTarget}. If several could be meant, the only one that has a
 * key is; otherwise, none is, because a guess could exchange their keys.
 */
final class StoredModels {

    private final NameIndex<Snapshot.Model> byName;
    private final Map<String, Snapshot.Model> byNewName = new HashMap<>();

    StoredModels(List<ModelRequest> requests, Snapshot snapshot) {
        byName = ModelReconciler.byName(snapshot);
        var names = new HashSet<@Nullable String>();
        requests.forEach(request -> {
            var name = name(request);
            names.add(name == null ? null : Names.normal(name));
        });
        var going = snapshot.models().values().stream()
                .filter(stored -> !names.contains(Names.normal(stored.name())))
                .collect(groupingBy(Kind::of));
        var coming = new HashMap<Kind, @Nullable String>();
        for (var request : requests) {
            var kind = Kind.of(request);
            var name = name(request);
            if (kind != null && name != null && byName.find(name) == null) {
                coming.put(kind, coming.containsKey(kind) ? null : name);
            }
        }
        coming.forEach((kind, name) -> {
            var renamed = onlyOne(going.getOrDefault(kind, List.of()));
            if (name != null && renamed != null) {
                byNewName.put(name, renamed);
            }
        });
    }

    /** The stored model; null if the requested one is new. */
    Snapshot.@Nullable Model of(ModelRequest request) {
        var name = name(request);
        var stored = name == null ? null : byName.find(name);
        return stored != null || name == null ? stored : byNewName.get(name);
    }

    private static Snapshot.@Nullable Model onlyOne(List<Snapshot.Model> candidates) {
        if (candidates.size() == 1) {
            return candidates.get(0);
        }
        var withKey = candidates.stream().filter(Snapshot.Model::hasApiKey).toList();
        return withKey.size() == 1 ? withKey.get(0) : null;
    }

    private static @Nullable String name(ModelRequest request) {
        return request.name() == null ? null : Names.trimmed(request.name());
    }

    /** What two models have in common of which one can be the other, renamed. */
    private record Kind(String family, KeyTarget target) {

        static Kind of(Snapshot.Model model) {
            return new Kind(model.family(), KeyTarget.of(model.deployment()));
        }

        static @Nullable Kind of(ModelRequest request) {
            var family = request.family();
            var identifier = request.identifier();
            return family == null || identifier == null
                    ? null
                    : new Kind(family, KeyTarget.of(request.endpoint(), identifier));
        }
    }
}
