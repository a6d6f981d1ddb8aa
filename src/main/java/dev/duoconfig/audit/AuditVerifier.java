package dev.duoconfig.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Semaphore;

import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemType;
import dev.duoconfig.secret.AuditKeys;
import dev.duoconfig.secret.SecurityForm;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * Verifies the whole chain, in one state of the database and one row at a time. The total time is not limited: the limit for a
 * response of the database applies to each wait for a row, and the database waits for this instance while it verifies.
 */
@ApplicationScoped
class AuditVerifier {

    private static final Logger LOG = Logger.getLogger(AuditVerifier.class);

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

    /** Reads in a transaction, which sees one state. The pool ends it. */
    private AuditVerification verify(Connection connection) throws SQLException {
        var anchors = known.anchors();
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute("set transaction isolation level repeatable read, read only");
            // Sorting all rows would take longer than one response may take; the index has them in order.
            statement.execute("set local enable_sort = off");
        }
        var chain = new ChainVerification(
                AuditHead.read(connection),
                known.requiresCodes(SecurityForm.read(connection)),
                keys.all(connection),
                anchors);
        var events = connection.unwrap(PGConnection.class).getCopyAPI().copyOut(StoredEvent.COPY);
        var finished = false;
        try {
            var result = verify(chain, events);
            finished = true;
            return result;
        } finally {
            if (!finished) {
                // The rest of the COPY is still on its way, and would be read as the response to a later statement.
                connection.abort(Runnable::run);
            }
        }
    }

    /** Reads to the end in any case: a request to cancel the {@code COPY} could reach the database after it, in a later statement. */
    private static AuditVerification verify(ChainVerification chain, CopyOut events) throws SQLException {
        var event = new StoredEvent();
        @Nullable AuditVerification broken = null;
        for (var message = events.readFromCopy(); message != null; message = events.readFromCopy()) {
            if (broken == null && event.read(message)) {
                broken = chain.next(event);
            }
        }
        return broken == null ? chain.end() : broken;
    }
}
