package dev.duoconfig.instance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.duoconfig.instance.Step.KeyTransfer;
import dev.duoconfig.instance.Step.UpdateModel;
import org.jspecify.annotations.Nullable;

/**
 * Puts updates into an order in which no name is given before it is free. Models that exchange their names need one more update,
 * which gives one of them another name in the meantime. No two updates give the same new name.
 */
final class Renaming {

    private final Set<String> held;
    private final FreeNames freeNames;
    private final List<UpdateModel> ordered = new ArrayList<>();

    /** The updates that cannot be made yet, by the name that each of them waits for. */
    private final Map<String, UpdateModel> waiting = new LinkedHashMap<>();

    /**
     * Prepares the order.
     *
     * @param held the names that models have there, kept current with each update
     */
    Renaming(Set<String> held, FreeNames freeNames) {
        this.held = held;
        this.freeNames = freeNames;
    }

    List<UpdateModel> ordered(List<UpdateModel> updates) {
        for (var update : updates) {
            if (update.after().name().equals(update.before().name())) {
                ordered.add(update);
            } else if (held.contains(update.after().name())) {
                waiting.put(update.after().name(), update);
            } else {
                rename(update);
            }
        }
        // Only models that exchange their names still wait, in circles. One name more opens a circle.
        for (var blocked : List.copyOf(waiting.values())) {
            if (waiting.containsKey(blocked.after().name())) {
                var aside = aside(blocked);
                waiting.put(blocked.after().name(), fromAside(aside, blocked));
                rename(aside);
            }
        }
        if (!waiting.isEmpty()) {
            throw new IllegalStateException("No update frees the names " + waiting.keySet());
        }
        return ordered;
    }

    /** Adds an update, and the updates that wait for one another behind it. */
    private void rename(UpdateModel first) {
        for (var next = first; next != null; ) {
            ordered.add(next);
            held.add(next.after().name());
            held.remove(next.before().name());
            next = waiting.remove(next.before().name());
        }
    }

    private UpdateModel aside(UpdateModel update) {
        var name = freeNames.like(update.after().name(), update.modelId());
        return new UpdateModel(
                update.modelId(),
                update.gitlabId(),
                update.before(),
                update.after().named(name),
                update.key());
    }

    private static UpdateModel fromAside(UpdateModel aside, UpdateModel update) {
        return new UpdateModel(
                update.modelId(), update.gitlabId(), aside.after(), update.after(), afterwards(update.key()));
    }

    private static @Nullable KeyTransfer afterwards(@Nullable KeyTransfer key) {
        return key == null || key == KeyTransfer.REMOVED ? null : KeyTransfer.KEPT;
    }
}
