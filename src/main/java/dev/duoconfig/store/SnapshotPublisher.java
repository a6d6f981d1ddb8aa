package dev.duoconfig.store;

import dev.duoconfig.resolve.Snapshot;

/** Serves requests from the newest snapshot in the database. */
public interface SnapshotPublisher {

    /**
     * Publishes a snapshot that is currently in the database. When this returns, its revision or a later one is published.
     */
    void publish(Snapshot snapshot);
}
