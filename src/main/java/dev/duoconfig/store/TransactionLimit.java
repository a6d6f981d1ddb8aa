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
 * Ends transactions that take too long by breaking their connection, as long as they have it: before they are committed or
 * rolled back. The driver bounds the wait for one answer; a slow database could give many such answers in a row.
 */
@ApplicationScoped
class TransactionLimit {

    private static final Logger LOG = Logger.getLogger(TransactionLimit.class);

    /**
     * From the transaction's begin to its commit, the wait for a connection included. With the commit's own 2 s nobody waits
     * longer than 5 s.
     */
    private static final Duration LIMIT = Duration.ofMillis(2_900);

    /** A thread of its own: those of requests may all be waiting for the database. */
    private final ScheduledThreadPoolExecutor watch =
            new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "transaction-limit"));

    TransactionLimit() {
        watch.setRemoveOnCancelPolicy(true);
    }

    /**
     * Starts the watch over a transaction's connection; closing it ends the watch.
     *
     * @param begun the {@link System#nanoTime()} of the transaction's begin
     */
    Watch watch(Connection connection, long begun) throws SQLException {
        var physical = (Connection) connection.unwrap(PGConnection.class);
        var left = LIMIT.toNanos() - (System.nanoTime() - begun);
        var watched = new Watch(physical);
        watched.end = watch.schedule(watched::abort, left, TimeUnit.NANOSECONDS);
        return watched;
    }

    @PreDestroy
    void stop() {
        watch.shutdownNow();
    }

    /** A watch over one transaction. Once it is closed the connection is left alone, whoever has it then. */
    static final class Watch {

        private final Connection connection;
        private @Nullable Future<?> end;
        private boolean over;

        Watch(Connection connection) {
            this.connection = connection;
        }

        private synchronized void abort() {
            if (over) {
                return;
            }
            try {
                connection.abort(Runnable::run);
                LOG.warnf("A transaction takes longer than %d ms; it has lost its connection", LIMIT.toMillis());
            } catch (SQLException e) {
                LOG.debug("The connection was broken already", e);
            }
        }

        void close() {
            if (end != null) {
                end.cancel(false);
            }
            synchronized (this) {
                over = true;
            }
        }
    }
}
