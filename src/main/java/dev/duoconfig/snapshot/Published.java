package dev.duoconfig.snapshot;

import dev.duoconfig.resolve.Snapshot;

/**
 * A snapshot with all that follows from it. One reference is swapped, so that nobody sees parts of two revisions.
 *
 * @param responses what requests are answered with
 */
public record Published(Snapshot snapshot, PreparedResponses responses) {

    public long revision() {
        return snapshot.revision();
    }
}
