package dev.duoconfig.store;

import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.snapshot.CurrentSnapshot;

import static org.assertj.core.api.Assertions.assertThat;

/** Compares the stored configuration with the snapshot in memory. */
final class StoredSnapshot {

    private StoredSnapshot() {}

    /** Loads the snapshot as an instance does at startup. */
    static Snapshot load(Transactions transactions, SnapshotLoader loader) {
        return transactions.read(connection -> loader.load(connection, ConfigurationState.read(connection), null));
    }

    /** Checks that the snapshot derived by the writes equals the one loaded from the database. */
    static void assertEqualsCurrent(Transactions transactions, SnapshotLoader loader, CurrentSnapshot current) {
        assertThat(current.get()).isEqualTo(load(transactions, loader));
    }
}
