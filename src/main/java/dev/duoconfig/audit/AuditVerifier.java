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
 * Computes the whole chain anew, in one state of the database and with a window of rows at a time. It takes as long as it
 * takes: each window is an answer of its own, so that the limit on waiting for one is not one on the whole.
 */
@ApplicationScoped
class AuditVerifier {

    private static final Logger LOG = Logger.getLogger(AuditVerifier.class);

    /** The widest rows, with allowlists of 1000 entries before and after, take half a megabyte each. */
    private static final int BATCH_SIZE = 50;

    private final Semaphore running = new Semaphore(1);

    private final AuditDatabase database;

    AuditVerifier(AuditDatabase database) {
        this.database = database;
    }

    /** Ends the request with a 429 while another one runs: each holds a connection for as long as it takes. */
    AuditVerification verify() {
        if (!running.tryAcquire()) {
            throw new ApiException(
                    ProblemType.RATE_LIMITED, "The audit is being verified already; try again when that is over.");
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

    /** The driver reads in windows only while a transaction is open; the pool ends it. */
    private static AuditVerification verify(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute("set transaction isolation level repeatable read, read only");
            // To sort them all would be one long answer; the index has them in order.
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
