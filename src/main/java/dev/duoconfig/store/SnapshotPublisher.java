package dev.duoconfig.store;

import dev.duoconfig.resolve.Snapshot;

/** Serves requests from the newest snapshot that the database has. */
public interface SnapshotPublisher {

    /**
     * Publishes a snapshot that the database has at the moment. When this returns, its revision or a later one is published.
     */
    void publish(Snapshot snapshot);
}
