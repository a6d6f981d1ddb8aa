package dev.duoconfig.model;

import java.util.concurrent.atomic.AtomicReference;

import dev.duoconfig.resolve.Snapshot;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** The index of the newest snapshot that was asked for. */
@ApplicationScoped
class ModelIndexes {

    private final AtomicReference<@Nullable Newest> newest = new AtomicReference<>();

    /** The index of a complete snapshot. */
    ModelIndex of(Snapshot snapshot) {
        var present = newest.get();
        if (present != null && present.snapshot.equals(snapshot)) {
            return present.index;
        }
        var made = new Newest(snapshot, ModelIndex.of(snapshot, present == null ? null : present.index));
        newest.compareAndSet(present, made);
        return made.index;
    }

    private record Newest(Snapshot snapshot, ModelIndex index) {}
}
