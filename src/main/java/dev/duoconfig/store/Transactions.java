package dev.duoconfig.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
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
 * {@link TransactionLimit} limits their duration.
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

    /**
     * Runs work in a transaction and commits it.
     *
     * @param start the {@link System#nanoTime()} at which the work started to wait
     * @param limit the time from then to the commit
     * @throws TooLongException if the limit is reached
     */
    <T> T commit(long start, Duration limit, Work<T> work) {
        return transact(start, limit, work, true);
    }

    /**
     * Runs work in a transaction and rolls it back.
     *
     * @param start the {@link System#nanoTime()} at which the work started to wait
     * @param limit the time from then to the end
     * @throws TooLongException if the limit is reached
     */
    <T> T rollBack(long start, Duration limit, Work<T> work) {
        return transact(start, limit, work, false);
    }

    /** Runs work under the write lock and commits it. The configuration keeps its revision. */
    public <T> T commitLocked(Work<T> work) {
        return commit(System.nanoTime(), TransactionLimit.USUAL, connection -> {
            var unused = WriteLock.take(connection);
            return work.run(connection);
        });
    }

    /** Runs work that changes no part of the configuration in a transaction, without the write lock, and commits it. */
    public <T> T commitUnlocked(Work<T> work) {
        return commit(System.nanoTime(), TransactionLimit.USUAL, work);
    }

    /** Takes the next number of a sequence, without a lock. */
    public long next(String sequence) {
        return commit(
                System.nanoTime(),
                TransactionLimit.USUAL,
                connection ->
                        Rows.only(connection, sequence, "select nextval('" + sequence + "')", row -> row.getLong(1)));
    }

    /** Runs work in a transaction that sees one state of the database throughout and cannot change anything. */
    public <T> T read(Work<T> work) {
        return rollBack(System.nanoTime(), TransactionLimit.USUAL, connection -> {
            try (var statement = connection.createStatement()) {
                statement.execute("set transaction isolation level repeatable read, read only");
            }
            return work.run(connection);
        });
    }

    private <T> T transact(long start, Duration time, Work<T> work, boolean commit) {
        state.requireStarted();
        beginTransaction();
        var open = true;
        try {
            T result;
            try (var connection = connect()) {
                result = run(work, connection, start, time);
            }
            if (commit) {
                open = false;
                commitTransaction();
                state.stored();
            }
            return result;
        } catch (SQLException e) {
            state.failed(e);
            throw new PersistenceException(e);
        } catch (RuntimeException e) {
            state.failed(e);
            throw e;
        } finally {
            if (open) {
                rollBackTransaction();
            }
        }
    }

    private <T> T run(Work<T> work, Connection connection, long start, Duration time) throws SQLException {
        var watch = limit.watch(connection, start, time);
        try {
            return work.run(connection);
        } catch (SQLException | RuntimeException e) {
            if (watch.isAborted()) {
                throw new TooLongException(time, e);
            }
            throw e;
        } finally {
            watch.close();
        }
    }

    /** Reports every failure to get a connection as an unavailable database, regardless of the driver's exception. */
    private Connection connect() throws SQLTransientConnectionException {
        try {
            return database.getConnection();
        } catch (SQLException e) {
            throw new SQLTransientConnectionException(e);
        }
    }

    private void beginTransaction() {
        try {
            transaction.begin();
        } catch (NotSupportedException | SystemException e) {
            throw new IllegalStateException(e);
        }
    }

    private void commitTransaction() {
        try {
            transaction.commit();
        } catch (Exception e) {
            LOG.warn("The commit failed", e);
            throw new ApiException(
                    ProblemType.UNAVAILABLE,
                    "The database did not confirm the change, so it may or may not have been made. Read the current state before you repeat the request.");
        }
    }

    private void rollBackTransaction() {
        try {
            transaction.rollback();
        } catch (SystemException | IllegalStateException e) {
            LOG.debug("There was no transaction left to roll back", e);
        }
    }

    /** Work on a connection. */
    public interface Work<T> {
        T run(Connection connection) throws SQLException;
    }
}
