package dev.duoconfig.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;

import dev.duoconfig.audit.KnownHead;
import dev.duoconfig.http.problem.DatabaseErrors;
import dev.duoconfig.resolve.Snapshot;
import jakarta.enterprise.context.ApplicationScoped;

/** Reads from the database together with a snapshot of the same revision. */
@ApplicationScoped
public class ConfigurationReader {

    private final Transactions transactions;
    private final SnapshotLoader loader;
    private final KnownSnapshot known;
    private final SetBackDatabase setBack;
    private final SnapshotPublisher publisher;
    private final DatabaseState database;
    private final KnownHead auditHead;

    ConfigurationReader(
            Transactions transactions,
            SnapshotLoader loader,
            KnownSnapshot known,
            SetBackDatabase setBack,
            SnapshotPublisher publisher,
            DatabaseState database,
            KnownHead auditHead) {
        this.transactions = transactions;
        this.loader = loader;
        this.known = known;
        this.setBack = setBack;
        this.publisher = publisher;
        this.database = database;
        this.auditHead = auditHead;
    }

    /**
     * Runs a query. Everything that it reads from the database belongs to the revision of the snapshot that it receives.
     *
     * @return the query's result with that revision
     */
    public <T> ReadResult<T> read(Function<Snapshot, T> query) {
        var reloading = known.isReloadRequired();
        try {
            var found = transactions.read(connection -> find(connection, query));
            // After the transaction, because preparing responses would hold the connection.
            publisher.publish(found.snapshot());
            if (reloading) {
                known.endReload();
            }
            return new ReadResult<>(found.body(), found.snapshot().revision());
        } catch (RuntimeException e) {
            if (DatabaseErrors.isUnavailable(e)) {
                known.requireReload();
            }
            throw e;
        }
    }

    private <T> Found<T> find(Connection connection, Function<Snapshot, T> query) throws SQLException {
        var served = known.get();
        var base = known.base();
        var audited = auditHead.get();
        var state = ConfigurationState.read(connection);
        setBack.require(connection, state, served);
        auditHead.follow(connection, audited, state.auditHead());
        var snapshot = loader.load(connection, state, base);
        return new Found<>(query.apply(snapshot), snapshot);
    }

    /** Brings the current snapshot up to the database's revision. Does nothing during startup, which does so itself. */
    public void refresh() {
        if (database.isStarted()) {
            var unused = read(Snapshot::revision);
        }
    }

    /** Works like {@link #refresh()}, but reads everything again: after a lost connection, it may be another database. */
    public void reload() {
        known.requireReload();
        refresh();
    }

    private record Found<T>(T body, Snapshot snapshot) {}
}
