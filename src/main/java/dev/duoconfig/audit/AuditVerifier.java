package dev.duoconfig.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Semaphore;

import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemType;
import dev.duoconfig.secret.AuditKeys;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/**
 * Verifies the whole chain, in one state of the database and one batch of rows at a time. The total time is not
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
    private final AuditKeys keys;
    private final KnownHead known;

    AuditVerifier(AuditDatabase database, AuditKeys keys, KnownHead known) {
        this.database = database;
        this.keys = keys;
        this.known = known;
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
        var result = database.read(this::verify);
        var duration = Duration.ofNanos(System.nanoTime() - start);
        LOG.infof("Verified %d audit events in %d ms", result.events(), duration.toMillis());
        if (!result.valid()) {
            LOG.warnf("The verification of the audit events failed. %s", result.detail());
        }
        return result;
    }

    /** Reads in batches, which the driver does only within a transaction. The pool ends the transaction. */
    private AuditVerification verify(Connection connection) throws SQLException {
        var anchors = known.anchors();
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute("set transaction isolation level repeatable read, read only");
            // Sorting all rows would take longer than one response may take; the index has them in order.
            statement.execute("set local enable_sort = off");
            var chain = new ChainVerification(
                    AuditHead.read(connection), known.requiresCodes(connection), keys.all(connection), anchors);
            statement.setFetchSize(BATCH_SIZE);
            try (var row = statement.executeQuery("select " + AuditRow.COLUMNS + " from audit_event order by id")) {
                return chain.run(row);
            }
        }
    }
}
