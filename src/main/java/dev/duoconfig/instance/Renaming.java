package dev.duoconfig.instance;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.duoconfig.instance.Step.KeyTransfer;
import dev.duoconfig.instance.Step.UpdateModel;
import org.jspecify.annotations.Nullable;

/**
 * Puts updates into an order in which no name is given before it is free. Models that exchange their names need one more update,
 * which gives one of them another name in the meantime.
 *
 * @param held the names that models have there, kept current with each update
 */
record Renaming(Set<String> held, FreeNames freeNames) {

    List<UpdateModel> ordered(List<UpdateModel> updates) {
        var waiting = new ArrayList<UpdateModel>(updates);
        var ordered = new ArrayList<UpdateModel>();
        while (!waiting.isEmpty()) {
            var next = waiting.stream().filter(this::possible).findFirst().orElse(null);
            if (next == null) {
                var blocked = waiting.get(0);
                next = aside(blocked, waiting);
                waiting.set(0, fromAside(next, blocked));
            } else {
                waiting.remove(next);
            }
            held.remove(next.before().name());
            held.add(next.after().name());
            ordered.add(next);
        }
        return ordered;
    }

    private boolean possible(UpdateModel update) {
        var name = update.after().name();
        return name.equals(update.before().name()) || !held.contains(name);
    }

    /** The update under a name that is used in the meantime only. It helps only if a waiting update frees the wanted name. */
    private UpdateModel aside(UpdateModel update, List<UpdateModel> waiting) {
        if (waiting.stream()
                .noneMatch(other -> other.before().name().equals(update.after().name()))) {
            throw new IllegalStateException("No update frees the name that model %d gets".formatted(update.modelId()));
        }
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
