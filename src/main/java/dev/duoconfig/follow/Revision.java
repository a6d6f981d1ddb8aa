package dev.duoconfig.follow;

import java.time.Instant;

import dev.duoconfig.resolve.Snapshot;

/** Where the configuration stands. */
record Revision(long revision, Instant changedAt) {

    static Revision of(Snapshot snapshot) {
        return new Revision(snapshot.revision(), snapshot.changedAt());
    }
}
