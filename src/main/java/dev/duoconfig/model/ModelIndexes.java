package dev.duoconfig.model;

import dev.duoconfig.resolve.Snapshot;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** The index of the newest snapshot that was asked for. */
@ApplicationScoped
class ModelIndexes {

    private volatile @Nullable Newest newest;

    /** The index of a complete snapshot. */
    ModelIndex of(Snapshot snapshot) {
        var present = newest;
        return present != null && present.snapshot.equals(snapshot) ? present.index : make(snapshot);
    }

    private synchronized ModelIndex make(Snapshot snapshot) {
        var present = newest;
        if (present != null && present.snapshot.equals(snapshot)) {
            return present.index;
        }
        var made = new Newest(snapshot, ModelIndex.of(snapshot, present == null ? null : present.index));
        if (present == null || snapshot.revision() >= present.snapshot.revision()) {
            newest = made;
        }
        return made.index;
    }

    private record Newest(Snapshot snapshot, ModelIndex index) {}
}
