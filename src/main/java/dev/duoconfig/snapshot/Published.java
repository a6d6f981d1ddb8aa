package dev.duoconfig.snapshot;

import dev.duoconfig.resolve.Resolutions;
import dev.duoconfig.resolve.Snapshot;

/**
 * A snapshot with all that follows from it. One reference is swapped, so that nobody sees parts of two revisions.
 *
 * @param resolutions what each feature resolves to
 * @param answers what requests are answered with
 */
record Published(Snapshot snapshot, Resolutions resolutions, PreparedAnswers answers) {

    public long revision() {
        return snapshot.revision();
    }
}
