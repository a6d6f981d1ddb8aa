package dev.duoconfig.snapshot;

import java.util.function.Function;

import dev.duoconfig.resolve.Snapshot;
import jakarta.enterprise.context.ApplicationScoped;

/** Reads from the database with a snapshot of the very same revision at hand. */
@ApplicationScoped
public class ConfigurationReader {

    private final Transactions transactions;
    private final SnapshotLoader loader;
    private final CurrentSnapshot current;

    ConfigurationReader(Transactions transactions, SnapshotLoader loader, CurrentSnapshot current) {
        this.transactions = transactions;
        this.loader = loader;
        this.current = current;
    }

    /**
     * Runs a query. Whatever it reads from the database belongs to the revision of the snapshot it is given.
     *
     * @return the query's answer with that revision
     */
    public <T> Answer<T> read(Function<Snapshot, T> query) {
        return transactions.read(connection -> {
            var state = ConfigurationState.read(connection);
            var snapshot = loader.load(connection, state, current.known());
            current.publish(snapshot);
            return new Answer<>(query.apply(snapshot), snapshot.revision());
        });
    }

    /** Brings the current snapshot up to the database's revision. */
    void refresh() {
        var unused = read(Snapshot::revision);
    }
}
