package dev.duoconfig.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongFunction;

import dev.duoconfig.audit.AuditCheckpoints;
import dev.duoconfig.audit.AuditHead;
import dev.duoconfig.audit.AuditLog;
import dev.duoconfig.http.problem.DatabaseErrors;
import dev.duoconfig.resolve.Snapshot;
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
     * Makes a change, or finds out what it would do.
     *
     * @param kind what the change is about
     * @param change validates against {@link PendingChange#before()}, stores, and records what it did; if it throws, nothing is
     *     changed
     */
    public <T> WriteResult<T> write(WriteKind kind, WriteOptions options, Function<PendingChange, T> change) {
        return options.dryRun() ? tryOut(options, change) : commit(kind, options, change);
    }

    private <T> WriteResult<T> tryOut(WriteOptions options, Function<PendingChange, T> change) {
        return inTurn(begun -> transactions.rollBack(begun, connection -> makeChange(connection, options, change)))
                .result();
    }

    private <T> WriteResult<T> commit(WriteKind kind, WriteOptions options, Function<PendingChange, T> change) {
        var committed = commitInTurn(kind, options, change);
        publish(committed.snapshot());
        checkpoints.committed(committed.headBefore(), committed.head());
        metrics.committed(kind, committed.head().id() - committed.headBefore().id());
        return committed.result();
    }

    private <T> MadeChange<T> commitInTurn(WriteKind kind, WriteOptions options, Function<PendingChange, T> change) {
        try {
            return inTurn(begun -> {
                var made = transactions.commit(begun, connection -> makeChange(connection, options, change));
                known.record(made.snapshot());
                return made;
            });
        } catch (RuntimeException e) {
            if (DatabaseErrors.isUnavailable(e)) {
                known.doubt();
            }
            metrics.ended(kind, e);
            throw e;
        }
    }

    /** Waits for this instance's turn before a connection is taken, which others can use meanwhile. */
    private <T> T inTurn(LongFunction<T> work) {
        var begun = System.nanoTime();
        try {
            if (!turn.tryLock(TURN_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new PersistenceException(new SQLTransientException("Other changes are still under way"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PersistenceException(new SQLTransientException("The service is stopping", e));
        }
        try {
            return work.apply(begun);
        } finally {
            turn.unlock();
        }
    }

    /** Makes the change under the lock of all writes, with its audit events and the next revision. */
    private <T> MadeChange<T> makeChange(Connection connection, WriteOptions options, Function<PendingChange, T> change)
            throws SQLException {
        var shown = known.get();
        var state = ConfigurationState.lock(connection);
        state.requireNotBefore(shown);
        var pending = new PendingChange(loader.load(connection, state, known.base()), clock.instant(), options);
        var body = change.apply(pending);
        entities.flush();
        if (!pending.isChanged()) {
            return new MadeChange<>(
                    pending.before(),
                    new WriteResult<>(body, state.revision(), 0, options.dryRun()),
                    state.auditHead(),
                    state.auditHead());
        }
        var effectiveChanges = pending.effectiveChanges();
        var head = audit.append(
                connection,
                state.auditHead(),
                pending.revision(),
                pending.now(),
                options.caller(),
                pending.events(),
                effectiveChanges);
        state.advance(connection, pending.revision(), pending.now(), head);
        if (!options.dryRun()) {
            known.recordOwn(pending.revision());
        }
        var revision = options.dryRun() ? state.revision() : pending.revision();
        return new MadeChange<>(
                pending.after(),
                new WriteResult<>(body, revision, effectiveChanges.size(), options.dryRun()),
                state.auditHead(),
                head);
    }

    /** What is committed stays committed: the poll publishes it if this fails. */
    private void publish(Snapshot committed) {
        try {
            publisher.publish(committed);
        } catch (RuntimeException e) {
            LOG.errorf(e, "Revision %d is committed, but its responses could not be prepared", committed.revision());
        }
    }

    private record MadeChange<T>(Snapshot snapshot, WriteResult<T> result, AuditHead headBefore, AuditHead head) {}
}
