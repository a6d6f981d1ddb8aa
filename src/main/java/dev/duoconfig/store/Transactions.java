package dev.duoconfig.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import javax.sql.DataSource;

import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;
import org.jboss.logging.Logger;

/**
 * Begins and ends the transactions of this package; entities used inside take part in them.
 * None takes longer than {@link TransactionLimit} lets it.
 */
@ApplicationScoped
public class Transactions {

    private static final Logger LOG = Logger.getLogger(Transactions.class);

    private final UserTransaction transaction;
    private final DataSource database;
    private final TransactionLimit limit;
    private final DatabaseState state;

    Transactions(UserTransaction transaction, DataSource database, TransactionLimit limit, DatabaseState state) {
        this.transaction = transaction;
        this.database = database;
        this.limit = limit;
        this.state = state;
    }

    /** Runs the work and commits it. */
    <T> T commit(Work<T> work) {
        return commit(System.nanoTime(), work);
    }

    /** As {@link #commit(Work)}, for work that has waited since {@code begun}, a {@link System#nanoTime()}. */
    <T> T commit(long begun, Work<T> work) {
        return run(begun, work, true);
    }

    /** Runs the work, which has waited since {@code begun}, and undoes all of it. */
    <T> T discard(long begun, Work<T> work) {
        return run(begun, work, false);
    }

    /** Runs the work under the lock of all writes and commits it. The configuration keeps its revision. */
    public <T> T commitLocked(Work<T> work) {
        return commit(connection -> {
            var unused = ConfigurationState.lock(connection);
            return work.run(connection);
        });
    }

    /** Runs the work in a transaction that sees one state of the database throughout and can change nothing. */
    public <T> T read(Work<T> work) {
        return discard(System.nanoTime(), connection -> {
            try (var statement = connection.createStatement()) {
                statement.execute("set transaction isolation level repeatable read, read only");
            }
            return work.run(connection);
        });
    }

    private <T> T run(long begun, Work<T> work, boolean commit) {
        state.requireStarted();
        begin();
        var open = true;
        try {
            T result;
            try (var connection = connect()) {
                var watch = limit.watch(connection, begun);
                try {
                    result = work.run(connection);
                } finally {
                    watch.close();
                }
            }
            if (commit) {
                open = false;
                commit();
            }
            return result;
        } catch (SQLException e) {
            throw new PersistenceException(e);
        } finally {
            if (open) {
                rollback();
            }
        }
    }

    /** Whatever keeps a connection from being had, and however the driver calls it: the database is not there now. */
    private Connection connect() throws SQLTransientConnectionException {
        try {
            return database.getConnection();
        } catch (SQLException e) {
            throw new SQLTransientConnectionException(e);
        }
    }

    private void begin() {
        try {
            transaction.begin();
        } catch (NotSupportedException | SystemException e) {
            throw new IllegalStateException(e);
        }
    }

    private void commit() {
        try {
            transaction.commit();
        } catch (Exception e) {
            LOG.warn("A commit failed", e);
            throw new ApiException(
                    ProblemType.UNAVAILABLE,
                    "The database did not confirm the change, so it may or may not have been made. Read before repeating it.");
        }
    }

    private void rollback() {
        try {
            transaction.rollback();
        } catch (SystemException | IllegalStateException e) {
            LOG.debug("Nothing was left to roll back", e);
        }
    }

    /** Work on a connection. */
    public interface Work<T> {
        T run(Connection connection) throws SQLException;
    }
}
