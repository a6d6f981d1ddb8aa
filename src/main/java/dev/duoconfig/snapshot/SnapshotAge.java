package dev.duoconfig.snapshot;

/** The header that tells how long ago, in whole seconds, the database was last known to have nothing newer. */
public final class SnapshotAge {

    public static final String NAME = "Snapshot-Age";

    private SnapshotAge() {}
}
