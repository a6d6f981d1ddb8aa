package dev.duoconfig.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;

import dev.duoconfig.http.problem.DatabaseErrors;
import dev.duoconfig.resolve.Snapshot;
import jakarta.enterprise.context.ApplicationScoped;

/** Reads from the database with a snapshot of the very same revision at hand. */
@ApplicationScoped
public class ConfigurationReader {

    private final Transactions transactions;
    private final SnapshotLoader loader;
    private final KnownSnapshot known;
    private final SnapshotPublisher publisher;
    private final DatabaseState database;

    ConfigurationReader(
            Transactions transactions,
            SnapshotLoader loader,
            KnownSnapshot known,
            SnapshotPublisher publisher,
            DatabaseState database) {
        this.transactions = transactions;
        this.loader = loader;
        this.known = known;
        this.publisher = publisher;
        this.database = database;
    }

    /**
     * Runs a query. Whatever it reads from the database belongs to the revision of the snapshot it is given.
     *
     * @return the query's answer with that revision
     */
    public <T> ReadResult<T> read(Function<Snapshot, T> query) {
        var doubted = known.isDoubted();
        try {
            var found = transactions.read(connection -> find(connection, query));
            // Not before: making answers would hold the connection.
            publisher.publish(found.snapshot());
            if (doubted) {
                known.trust();
            }
            return new ReadResult<>(found.body(), found.snapshot().revision());
        } catch (RuntimeException e) {
            if (DatabaseErrors.isUnavailable(e)) {
                known.doubt();
            }
            throw e;
        }
    }

    private <T> Found<T> find(Connection connection, Function<Snapshot, T> query) throws SQLException {
        var shown = known.get();
        var base = known.base();
        var state = ConfigurationState.read(connection);
        state.requireNotBefore(shown);
        var snapshot = loader.load(connection, state, base);
        return new Found<>(query.apply(snapshot), snapshot);
    }

    /** Brings the current snapshot up to the database's revision. While the start still tries to, that is its business. */
    public void refresh() {
        if (database.isStarted()) {
            var unused = read(Snapshot::revision);
        }
    }

    /** As {@link #refresh()}, but reads everything anew: after a loss, it may be another database that answers. */
    public void reload() {
        known.doubt();
        refresh();
    }

    private record Found<T>(T body, Snapshot snapshot) {}
}
