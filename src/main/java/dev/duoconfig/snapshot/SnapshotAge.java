package dev.duoconfig.snapshot;

/** The header with the time, in whole seconds, since the database was last known to have no newer revision. */
public final class SnapshotAge {

    public static final String NAME = "Snapshot-Age";

    private SnapshotAge() {}
}
