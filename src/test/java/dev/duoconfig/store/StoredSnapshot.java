package dev.duoconfig.store;

import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.snapshot.CurrentSnapshot;

import static org.assertj.core.api.Assertions.assertThat;

/** What is stored against what is held in memory. */
final class StoredSnapshot {

    private StoredSnapshot() {}

    /** The snapshot as an instance that has just started would load it. */
    static Snapshot load(Transactions transactions, SnapshotLoader loader) {
        return transactions.read(connection -> loader.load(connection, ConfigurationState.read(connection), null));
    }

    /** Holds the snapshot that the writes have led to against the one that the database leads to. */
    static void assertEqualsCurrent(Transactions transactions, SnapshotLoader loader, CurrentSnapshot current) {
        assertThat(current.get()).isEqualTo(load(transactions, loader));
    }
}
