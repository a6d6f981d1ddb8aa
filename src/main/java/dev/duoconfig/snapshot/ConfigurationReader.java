package dev.duoconfig.snapshot;

import java.util.function.Function;
import java.util.function.Supplier;

import dev.duoconfig.resolve.Snapshot;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Reads from the database with a snapshot of the very same revision at hand. */
@ApplicationScoped
public class ConfigurationReader {

    private final Transactions transactions;
    private final SnapshotLoader loader;
    private final CurrentSnapshot current;
    private final DatabaseState database;

    ConfigurationReader(
            Transactions transactions, SnapshotLoader loader, CurrentSnapshot current, DatabaseState database) {
        this.transactions = transactions;
        this.loader = loader;
        this.current = current;
        this.database = database;
    }

    /**
     * Runs a query. Whatever it reads from the database belongs to the revision of the snapshot it is given.
     *
     * @return the query's answer with that revision
     */
    public <T> Answer<T> read(Function<Snapshot, T> query) {
        return read(query, current::known);
    }

    private <T> Answer<T> read(Function<Snapshot, T> query, Supplier<@Nullable Snapshot> known) {
        return transactions.read(connection -> {
            var shown = current.known();
            var state = ConfigurationState.read(connection);
            state.requireNotBefore(shown);
            var snapshot = loader.load(connection, state, known.get());
            current.publish(snapshot);
            return new Answer<>(query.apply(snapshot), snapshot.revision());
        });
    }

    /** Brings the current snapshot up to the database's revision. While the start still tries to, that is its business. */
    void refresh() {
        refresh(current::known);
    }

    /** As {@link #refresh()}, but reads everything anew: after a loss, it may be another database that answers. */
    void reload() {
        refresh(() -> null);
    }

    private void refresh(Supplier<@Nullable Snapshot> known) {
        if (database.isStarted()) {
            var unused = read(Snapshot::revision, known);
        }
    }
}
