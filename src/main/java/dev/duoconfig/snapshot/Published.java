package dev.duoconfig.snapshot;

import dev.duoconfig.resolve.Snapshot;

/**
 * A snapshot with all that follows from it. One reference is swapped, so that nobody sees parts of two revisions.
 *
 * @param answers what requests are answered with
 */
record Published(Snapshot snapshot, PreparedAnswers answers) {

    public long revision() {
        return snapshot.revision();
    }
}
