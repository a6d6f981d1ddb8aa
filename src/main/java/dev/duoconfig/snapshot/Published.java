package dev.duoconfig.snapshot;

import dev.duoconfig.resolve.Snapshot;

/**
 * A snapshot with everything derived from it. Both are replaced together, so that no reader sees parts of two
 * revisions.
 *
 * @param responses the responses prepared from the snapshot
 */
public record Published(Snapshot snapshot, PreparedResponses responses) {

    public long revision() {
        return snapshot.revision();
    }
}
