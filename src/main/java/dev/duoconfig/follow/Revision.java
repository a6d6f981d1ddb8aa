package dev.duoconfig.follow;

import java.time.Instant;

import dev.duoconfig.resolve.Snapshot;

/** The current revision of the configuration. */
record Revision(long revision, Instant changedAt) {

    static Revision of(Snapshot snapshot) {
        return new Revision(snapshot.revision(), snapshot.changedAt());
    }
}
