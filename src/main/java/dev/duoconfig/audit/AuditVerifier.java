package dev.duoconfig.audit;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Semaphore;

import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/**
 * Recomputes the whole chain, in one state of the database and one batch of rows at a time. The total time is not
 * limited: each batch is a separate response of the database, so the time limit for a response applies to each batch
 * only.
 */
@ApplicationScoped
class AuditVerifier {

    private static final Logger LOG = Logger.getLogger(AuditVerifier.class);

    /** The largest rows, with allowlists of 1000 entries before and after, have half a megabyte each. */
    private static final int BATCH_SIZE = 50;

    private final Semaphore running = new Semaphore(1);

    private final AuditDatabase database;

    AuditVerifier(AuditDatabase database) {
        this.database = database;
    }

    /**
     * Ends the request with a 429 if a verification is already running, because each holds a connection until it
     * finishes.
     */
    AuditVerification verify() {
        if (!running.tryAcquire()) {
            throw new ApiException(
                    ProblemType.RATE_LIMITED, "The audit is already being verified; try again when that has finished.");
        }
        try {
            return verifyAlone();
        } finally {
            running.release();
        }
    }

    private AuditVerification verifyAlone() {
        var start = System.nanoTime();
        var result = database.read(AuditVerifier::verify);
        var duration = Duration.ofNanos(System.nanoTime() - start);
        LOG.infof("Verified %d audit events in %d ms", result.events(), duration.toMillis());
        if (!result.valid()) {
            LOG.warnf("The audit event %d is missing or was tampered with", result.firstBrokenId());
        }
        return result;
    }

    /** Reads in batches, which the driver does only within a transaction. The pool ends the transaction. */
    private static AuditVerification verify(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute("set transaction isolation level repeatable read, read only");
            // Sorting all rows would take longer than one response may take; the index has them in order.
            statement.execute("set local enable_sort = off");
            var head = AuditHead.read(connection);
            statement.setFetchSize(BATCH_SIZE);
            try (var row = statement.executeQuery("select " + AuditRow.COLUMNS + " from audit_event order by id")) {
                return verify(row, head);
            }
        }
    }

    private static AuditVerification verify(ResultSet row, AuditHead head) throws SQLException {
        var last = new AuditHead(0, HashChain.START);
        while (row.next()) {
            var event = AuditRow.from(row);
            var current = new AuditHead(event.id(), event.hash(last.hash()));
            var next = last.id() + 1;
            if (current.id() != next
                    || current.id() > head.id()
                    || !current.hash().equals(AuditRow.storedHash(row))
                    || (current.id() == head.id() && !current.equals(head))) {
                var missing = next < current.id() && next <= head.id();
                return broken(last, missing ? next : current.id());
            }
            last = current;
        }
        return last.equals(head) ? new AuditVerification(true, last.id(), null) : broken(last, last.id() + 1);
    }

    private static AuditVerification broken(AuditHead last, long id) {
        return new AuditVerification(false, last.id(), id);
    }
}
