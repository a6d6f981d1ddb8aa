package dev.duoconfig.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Ends transactions that take too long by aborting their connection while they hold it, which is before their commit or
 * rollback. The driver limits the wait for one response; a slow database could send many slow responses in a row.
 */
@ApplicationScoped
class TransactionLimit {

    private static final Logger LOG = Logger.getLogger(TransactionLimit.class);

    /**
     * The time from the start of a transaction to its commit, including the wait for a connection. With the 2 s of the commit
     * itself, no request waits longer than 5 s.
     */
    static final Duration USUAL = Duration.ofMillis(2_900);

    /**
     * The time for a document of the largest size on a slow database. It ends before the transaction manager's own limit, and
     * before the usual timeouts of proxies, both 60 s.
     */
    static final Duration DOCUMENT = Duration.ofSeconds(45);

    /** A separate thread, because all request threads may be waiting for the database. */
    private final ScheduledThreadPoolExecutor watch =
            new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "transaction-limit"));

    TransactionLimit() {
        watch.setRemoveOnCancelPolicy(true);
    }

    /**
     * Starts to watch a transaction's connection, until the watch is closed.
     *
     * @param start the {@link System#nanoTime()} at which the transaction started
     * @param limit the time from then to the commit
     */
    Watch watch(Connection connection, long start, Duration limit) throws SQLException {
        var physical = (Connection) connection.unwrap(PGConnection.class);
        var left = limit.toNanos() - (System.nanoTime() - start);
        var watched = new Watch(physical, limit);
        watched.end = watch.schedule(watched::abort, left, TimeUnit.NANOSECONDS);
        return watched;
    }

    @PreDestroy
    void stop() {
        watch.shutdownNow();
    }

    /** A watch over one transaction. Once closed, it leaves the connection alone, which another transaction may then hold. */
    static final class Watch {

        private final Connection connection;
        private final Duration limit;
        private @Nullable Future<?> end;
        private boolean aborted;
        private boolean closed;

        Watch(Connection connection, Duration limit) {
            this.connection = connection;
            this.limit = limit;
        }

        private synchronized void abort() {
            if (closed) {
                return;
            }
            try {
                aborted = true;
                connection.abort(Runnable::run);
                LOG.warnf("A transaction took longer than %d ms; its connection was aborted", limit.toMillis());
            } catch (SQLException e) {
                LOG.debug("The connection was already broken", e);
            }
        }

        /** Whether the limit was reached. */
        synchronized boolean isAborted() {
            return aborted;
        }

        void close() {
            if (end != null) {
                end.cancel(false);
            }
            synchronized (this) {
                closed = true;
            }
        }
    }
}
