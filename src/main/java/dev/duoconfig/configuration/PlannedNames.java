package dev.duoconfig.configuration;

import java.util.HashSet;
import java.util.Set;

import dev.duoconfig.http.problem.ProblemError;
import dev.duoconfig.model.PlanModel;
import dev.duoconfig.model.WrittenModel;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.text.NameIndex;
import dev.duoconfig.text.Names;
import org.jspecify.annotations.Nullable;

/** The models of a plan by their names, and those that are refused, of which nothing is known. */
final class PlannedNames {

    private final NameIndex<Long> written = new NameIndex<>();
    private final Set<String> refusedNames = new HashSet<>();
    private final Set<Long> refusedIds = new HashSet<>();
    private final Set<String> names = new HashSet<>();
    private final Set<Long> ids = new HashSet<>();

    /** Remembers a model, and returns the error if it is in the plan already, with a pointer into the model. */
    @Nullable
    ProblemError errorOfRepetition(PlanModel model) {
        var id = model.id();
        if (id != null && !ids.add(id)) {
            return new ProblemError("/id", "duplicate-model", "The model is listed twice.");
        }
        var name = name(model);
        if (name != null && !names.add(name)) {
            return new ProblemError("/name", "duplicate-name", "The name is listed twice.");
        }
        return null;
    }

    /**
     * Adds a model.
     *
     * @param result null if the model is refused
     */
    void add(PlanModel model, @Nullable WrittenModel result, Snapshot after) {
        if (result != null) {
            written.put(result.name(), result.id());
            return;
        }
        var name = name(model);
        if (name != null) {
            refusedNames.add(name);
        }
        var id = model.id();
        if (id != null) {
            refusedIds.add(id);
            var stored = after.models().get(id);
            if (stored != null) {
                refusedNames.add(Names.normal(stored.name()));
            }
        }
    }

    /** The id of the model with this name, or null. */
    @Nullable
    Long find(String name) {
        return written.find(Names.trimmed(name));
    }

    boolean isRefused(String name) {
        return refusedNames.contains(Names.normal(Names.trimmed(name)));
    }

    boolean isRefused(long id) {
        return refusedIds.contains(id);
    }

    private static @Nullable String name(PlanModel model) {
        var name = model.name().orElse(null);
        return name == null ? null : Names.normal(Names.trimmed(name));
    }
}
