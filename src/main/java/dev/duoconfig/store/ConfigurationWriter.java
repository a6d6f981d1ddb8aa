package dev.duoconfig.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import dev.duoconfig.audit.AuditCheckpoints;
import dev.duoconfig.audit.AuditHead;
import dev.duoconfig.audit.AuditLog;
import dev.duoconfig.http.problem.DatabaseErrors;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import org.jboss.logging.Logger;

/**
 * The one way to change the configuration. A change, its audit events and the next revision are one transaction, under one
 * lock; the snapshot that follows from it is published when it is committed. Nothing can fail after the commit.
 */
@ApplicationScoped
public class ConfigurationWriter {

    private static final Logger LOG = Logger.getLogger(ConfigurationWriter.class);

    /** As long as the database would let an instance wait for the lock. */
    private static final Duration TURN_LIMIT = Duration.ofMillis(1500);

    /**
     * Writers of this instance take turns before they ask for the lock. Whoever gets it then knows what the one before has
     * committed, and loads nothing.
     */
    private final ReentrantLock turn = new ReentrantLock(true);

    private final Transactions transactions;
    private final EntityManager entities;
    private final SnapshotLoader loader;
    private final KnownSnapshot known;
    private final SnapshotPublisher publisher;
    private final AuditLog audit;
    private final AuditCheckpoints checkpoints;
    private final WriteMetrics metrics;
    private final Clock clock;

    ConfigurationWriter(
            Transactions transactions,
            EntityManager entities,
            SnapshotLoader loader,
            KnownSnapshot known,
            SnapshotPublisher publisher,
            AuditLog audit,
            AuditCheckpoints checkpoints,
            WriteMetrics metrics,
            Clock clock) {
        this.transactions = transactions;
        this.entities = entities;
        this.loader = loader;
        this.known = known;
        this.publisher = publisher;
        this.audit = audit;
        this.checkpoints = checkpoints;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * Makes a change, or with {@code dryRun} only finds out what it would do.
     *
     * @param kind what the change is about
     * @param change validates against {@link PendingChange#before()}, stores, and records what it did; if it throws, nothing is
     *     changed
     */
    public <T> WriteResult<T> write(WriteKind kind, Caller caller, boolean dryRun, Function<PendingChange, T> change) {
        if (dryRun) {
            return inTurn(caller, true, change).written();
        }
        var outcome = commit(kind, caller, change);
        publish(outcome.snapshot());
        checkpoints.committed(outcome.headBefore(), outcome.head());
        metrics.committed(kind, outcome.head().id() - outcome.headBefore().id());
        return outcome.written();
    }

    /** What is committed stays committed; the poll will try again. */
    private void publish(Snapshot committed) {
        try {
            publisher.publish(committed);
        } catch (RuntimeException e) {
            LOG.errorf(e, "Revision %d is committed, but its answers could not be made", committed.revision());
        }
    }

    private <T> Outcome<T> commit(WriteKind kind, Caller caller, Function<PendingChange, T> change) {
        try {
            return inTurn(caller, false, change);
        } catch (RuntimeException e) {
            if (DatabaseErrors.isUnavailable(e)) {
                known.doubt();
            }
            metrics.ended(kind, e);
            throw e;
        }
    }

    private <T> Outcome<T> inTurn(Caller caller, boolean dryRun, Function<PendingChange, T> change) {
        var begun = System.nanoTime();
        takeTurn();
        try {
            if (dryRun) {
                return transactions.discard(begun, connection -> write(connection, caller, true, change));
            }
            var outcome = transactions.commit(begun, connection -> write(connection, caller, false, change));
            known.record(outcome.snapshot());
            return outcome;
        } finally {
            turn.unlock();
        }
    }

    private <T> Outcome<T> write(
            Connection connection, Caller caller, boolean dryRun, Function<PendingChange, T> change)
            throws SQLException {
        var shown = known.get();
        var state = ConfigurationState.lock(connection);
        state.requireNotBefore(shown);
        var pending = new PendingChange(loader.load(connection, state, known.base()), clock.instant(), caller);
        var body = change.apply(pending);
        entities.flush();
        if (!pending.isChanged()) {
            var written = new WriteResult<>(body, state.revision(), 0, dryRun);
            return new Outcome<>(pending.before(), written, state.auditHead(), state.auditHead());
        }
        var effectiveChanges = pending.effectiveChanges();
        var head = audit.append(
                connection,
                state.auditHead(),
                pending.revision(),
                pending.now(),
                caller,
                pending.events(),
                effectiveChanges);
        state.advance(connection, pending.revision(), pending.now(), head);
        if (!dryRun) {
            known.recordOwn(pending.revision());
        }
        var revision = dryRun ? state.revision() : pending.revision();
        var written = new WriteResult<>(body, revision, effectiveChanges.size(), dryRun);
        return new Outcome<>(pending.after(), written, state.auditHead(), head);
    }

    /** Before a connection is taken, which others have use for meanwhile. */
    private void takeTurn() {
        try {
            if (!turn.tryLock(TURN_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new PersistenceException(new SQLTransientException("Other changes are still under way"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PersistenceException(new SQLTransientException("The service stops", e));
        }
    }

    private record Outcome<T>(Snapshot snapshot, WriteResult<T> written, AuditHead headBefore, AuditHead head) {}
}
