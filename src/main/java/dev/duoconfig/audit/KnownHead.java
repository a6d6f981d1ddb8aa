package dev.duoconfig.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemType;
import dev.duoconfig.secret.SecurityForm;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The newest event that this instance knows to be in the chain. A database owner can cut off the end of the chain without
 * breaking it; compared with this event, the cut shows. The last-known-good file keeps it while the instance does not run.
 */
@ApplicationScoped
public class KnownHead {

    private static final Logger LOG = Logger.getLogger(KnownHead.class);

    private static final AuditHead NONE = new AuditHead(0, HashChain.START);

    private volatile AuditHead newest = NONE;

    private volatile boolean keyed;

    /** An event of before the start that the database did not have at the start. */
    private volatile @Nullable AuditHead lost;

    /** The head that was last logged, so that each is logged once. */
    private final AtomicReference<@Nullable AuditHead> logged = new AtomicReference<>();

    /** The newest event that is known. Read it before the transaction whose state is compared with it. */
    public AuditHead get() {
        return newest;
    }

    /** The event to find again after a restart: one that was lost earlier, otherwise the newest one. */
    public AuditHead toKeep() {
        return Objects.requireNonNullElse(lost, newest);
    }

    /** The events that must be in the chain. */
    List<AuditHead> anchors() {
        var earlier = lost;
        return earlier == null ? List.of(newest) : List.of(earlier, newest);
    }

    /**
     * Whether events have to be authenticated. Once an instance has seen that they have to, the database cannot take it back.
     *
     * @param form as stored, read before a transaction begins the authentication, because it may be rolled back
     */
    public boolean requiresCodes(SecurityForm form) {
        if (form.auditKeyed()) {
            keyed = true;
        }
        return keyed;
    }

    /** Takes over the event that was known before the start. */
    public synchronized void recall(AuditHead earlier) {
        newest = earlier;
        keyed = false;
    }

    /** Records the end of the chain after a commit. */
    public synchronized void record(AuditHead head) {
        if (head.id() > newest.id()) {
            newest = head;
        }
    }

    /**
     * Compares the database at start with the event that is known from before, and continues with the state of the database.
     */
    AuditHead start(Connection connection) throws SQLException {
        var head = AuditHead.read(connection);
        var earlier = newest;
        if (!continues(connection, earlier, head)) {
            lost = earlier;
            LOG.errorf(
                    "THE AUDIT EVENTS WERE TAMPERED WITH, or the database was restored from a backup: before the start, event %d"
                            + " had the hash %s; now the chain ends with event %d and the hash %s. Verification reports this"
                            + " until the last-known-good file is removed while the instance is stopped",
                    earlier.id(), earlier.hash(), head.id(), head.hash());
        }
        newest = head;
        return head;
    }

    /** Whether a chain with this end contains the newest event that is known. */
    public boolean isContinuedBy(Connection connection, AuditHead head) throws SQLException {
        return continues(connection, newest, head);
    }

    /** Ends the request with a 503 if the chain in the database does not continue the one that this instance knows. */
    public void requireContinued(Connection connection, AuditHead head) throws SQLException {
        var known = newest;
        if (!continues(connection, known, head)) {
            log(known, head);
            throw new ApiException(
                    ProblemType.UNAVAILABLE,
                    "The database no longer has audit event %d as this instance knows it: audit events were tampered with, or the database was set back. First make sure that DUO_DATABASE_URL leads to the database that you mean, and verify the events with GET /audit-events/verification. Restart this instance to continue with the state of the database."
                            .formatted(known.id()));
        }
    }

    /** Logs the difference if a state of the database does not continue the chain, and otherwise follows the chain. */
    public void follow(Connection connection, AuditHead known, AuditHead head) throws SQLException {
        if (continues(connection, known, head)) {
            advance(known, head);
        } else {
            log(known, head);
        }
    }

    /** Does nothing if another thread has advanced since, or the event that was known is no longer the one to compare with. */
    private synchronized void advance(AuditHead known, AuditHead head) {
        if (newest.equals(known)) {
            newest = head;
        }
    }

    private void log(AuditHead known, AuditHead head) {
        if (!head.equals(logged.getAndSet(head))) {
            LOG.errorf(
                    "THE AUDIT EVENTS WERE TAMPERED WITH, or the database was set back: this instance knows event %d with the"
                            + " hash %s, and the chain ends with event %d and the hash %s. Changes are refused until a restart",
                    known.id(), known.hash(), head.id(), head.hash());
        }
    }

    private static boolean continues(Connection connection, AuditHead known, AuditHead head) throws SQLException {
        if (known.equals(head) || known.id() == 0) {
            return true;
        }
        return known.id() < head.id() && known.hash().equals(hash(connection, known.id()));
    }

    private static @Nullable String hash(Connection connection, long id) throws SQLException {
        try (var query = connection.prepareStatement("select hash from audit_event where id = ?")) {
            query.setLong(1, id);
            try (var row = query.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }
}
