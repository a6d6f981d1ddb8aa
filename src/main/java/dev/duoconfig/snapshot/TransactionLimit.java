package dev.duoconfig.snapshot;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;
import org.postgresql.PGConnection;

/**
 * Ends transactions that are not over in time by breaking their connection. The driver bounds the wait for one answer; a
 * slow database could give many such answers in a row.
 */
@ApplicationScoped
class TransactionLimit {

    private static final Logger LOG = Logger.getLogger(TransactionLimit.class);

    /** From the transaction's begin, the wait for a connection included; nobody waits longer than 5 s. */
    private static final Duration LIMIT = Duration.ofMillis(4_500);

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
        var breaking = watch.schedule(() -> abort(physical), left, TimeUnit.NANOSECONDS);
        return () -> breaking.cancel(false);
    }

    private static void abort(Connection connection) {
        try {
            LOG.warnf("A transaction is not over after %d ms; it loses its connection", LIMIT.toMillis());
            connection.abort(Runnable::run);
        } catch (SQLException alreadyBroken) {
            LOG.debug("The connection was broken already", alreadyBroken);
        }
    }

    @PreDestroy
    void stop() {
        watch.shutdownNow();
    }

    /** A watch over one transaction. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }
}
