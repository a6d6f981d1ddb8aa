package dev.duoconfig.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongFunction;

import dev.duoconfig.audit.AuditCheckpoints;
import dev.duoconfig.audit.AuditContext;
import dev.duoconfig.audit.AuditEvent;
import dev.duoconfig.audit.AuditHead;
import dev.duoconfig.audit.AuditLog;
import dev.duoconfig.audit.AuditOrigin;
import dev.duoconfig.audit.KnownHead;
import dev.duoconfig.audit.StatementGroup;
import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.DatabaseErrors;
import dev.duoconfig.http.problem.ProblemType;
import dev.duoconfig.resolve.EffectiveChange;
import dev.duoconfig.resolve.KnownChecks;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.secret.SecurityForms;
import dev.duoconfig.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import org.jboss.logging.Logger;

/**
 * The only way to change the configuration. A change, its audit events, and the next revision are one transaction under one
 * lock; the resulting snapshot is published after the commit. Nothing can fail after the commit.
 */
@ApplicationScoped
public class ConfigurationWriter {

    private static final Logger LOG = Logger.getLogger(ConfigurationWriter.class);

    /** The same as the limit on the wait for the database lock. */
    private static final Duration TURN_LIMIT = Duration.ofMillis(1500);

    /**
     * Makes the writers of this instance take turns before they request the database lock. Each writer then already has the
     * snapshot that the previous one committed, and loads nothing.
     */
    private final ReentrantLock turn = new ReentrantLock(true);

    private final Transactions transactions;
    private final EntityManager entities;
    private final SnapshotLoader loader;
    private final SecurityForms forms;
    private final KnownSnapshot known;
    private final SetBackDatabase setBack;
    private final SnapshotPublisher publisher;
    private final AuditLog audit;
    private final KnownHead auditHead;
    private final AuditCheckpoints checkpoints;
    private final WriteMetrics metrics;
    private final CurrentEntitlement entitlement;
    private final Clock clock;

    ConfigurationWriter(
            Transactions transactions,
            EntityManager entities,
            SnapshotLoader loader,
            SecurityForms forms,
            KnownSnapshot known,
            SetBackDatabase setBack,
            SnapshotPublisher publisher,
            AuditLog audit,
            KnownHead auditHead,
            AuditCheckpoints checkpoints,
            WriteMetrics metrics,
            CurrentEntitlement entitlement,
            Clock clock) {
        this.transactions = transactions;
        this.entities = entities;
        this.loader = loader;
        this.forms = forms;
        this.known = known;
        this.setBack = setBack;
        this.publisher = publisher;
        this.audit = audit;
        this.auditHead = auditHead;
        this.checkpoints = checkpoints;
        this.metrics = metrics;
        this.entitlement = entitlement;
        this.clock = clock;
    }

    /**
     * Makes a change or, in a dry run, computes its effects.
     *
     * @param kind the kind of object that changes
     * @param change validates against {@link PendingChange#before()}, stores, and records its effects; if it throws, nothing
     *     changes
     */
    public <T> WriteResult<T> write(WriteKind kind, WriteOptions options, Function<PendingChange, T> change) {
        try {
            return options.dryRun() ? dryRun(kind, options, change) : commit(kind, options, change);
        } catch (TooLongException e) {
            throw new ApiException(
                    ProblemType.UNAVAILABLE,
                    "The change was not complete after %d ms, which is the limit, and nothing was changed. Try again when there is less to do, or split the change."
                            .formatted(e.limit().toMillis()));
        }
    }

    /**
     * Records what was done in a GitLab. The configuration stays as it is, and keeps its revision.
     *
     * @param revision the revision that was carried to the GitLab
     */
    public void record(WriteKind kind, Caller caller, long revision, AuditEvent event) {
        var heads = commitOrCount(kind, start -> {
            var made =
                    transactions.commit(start, kind.limit(), connection -> append(connection, caller, revision, event));
            auditHead.record(made.after());
            return made;
        });
        checkpoints.committed(heads.before(), heads.after());
        metrics.committed(kind, 1);
    }

    private Heads append(Connection connection, Caller caller, long revision, AuditEvent event) throws SQLException {
        var served = known.get();
        var lock = WriteLock.take(connection);
        var state = lock.state();
        setBack.require(connection, state, served);
        auditHead.requireContinued(connection, state.auditHead());
        var statements = new StatementGroup();
        var head = audit.append(
                connection,
                state.auditHead(),
                new AuditContext(revision, clock.instant(), caller, AuditOrigin.GITLAB_APPLY),
                List.of(event),
                List.of(),
                auditHead.requiresCodes(lock.form()),
                statements);
        ConfigurationState.advance(statements, state.revision(), state.changedAt(), head);
        statements.execute(connection);
        return new Heads(state.auditHead(), head);
    }

    private <T> WriteResult<T> dryRun(WriteKind kind, WriteOptions options, Function<PendingChange, T> change) {
        return inTurn(start -> transactions.rollBack(
                        start, kind.limit(), connection -> makeChange(connection, options, change)))
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
        return commitOrCount(kind, start -> {
            var made = transactions.commit(start, kind.limit(), connection -> makeChange(connection, options, change));
            known.record(made.snapshot());
            auditHead.record(made.head());
            return made;
        });
    }

    private <T> T commitOrCount(WriteKind kind, LongFunction<T> work) {
        try {
            return inTurn(work);
        } catch (RuntimeException e) {
            if (DatabaseErrors.isUnavailable(e)) {
                known.requireReload();
            }
            metrics.notCommitted(kind, e);
            throw e;
        }
    }

    /** Waits for its turn before it takes a connection, so that other requests can use the connection meanwhile. */
    private <T> T inTurn(LongFunction<T> work) {
        var start = System.nanoTime();
        try {
            if (!turn.tryLock(TURN_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw WriteLock.otherChangeInProgress();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PersistenceException(new SQLTransientException("The service is stopping", e));
        }
        try {
            return work.apply(start);
        } finally {
            turn.unlock();
        }
    }

    /** Makes the change under the write lock, with its audit events and the next revision. */
    private <T> MadeChange<T> makeChange(Connection connection, WriteOptions options, Function<PendingChange, T> change)
            throws SQLException {
        var served = known.get();
        var lock = WriteLock.take(connection);
        var state = lock.state();
        setBack.require(connection, state, served);
        auditHead.requireContinued(connection, state.auditHead());
        var codesRequired = auditHead.requiresCodes(lock.form());
        var rows = new PendingRows(connection, entities);
        var pending = new PendingChange(
                loader.load(connection, state, known.base()),
                lock,
                rows,
                clock.instant(),
                options,
                forms.learn(lock.form()),
                entitlement);
        var body = change.apply(pending);
        var statements = rows.last();
        var effectiveChanges = pending.effectiveChanges();
        var head = pending.isChanged()
                ? record(connection, state, pending, effectiveChanges, codesRequired, statements)
                : state.auditHead();
        statements.execute(connection);
        var after = pending.isChanged() ? pending.after().withChecks(checks(connection, pending)) : pending.after();
        // The last step, because those before it can wait for the database.
        pending.requireUnexpiredEntitlement(clock.instant());
        var stored = pending.isChanged() && !options.dryRun();
        if (stored) {
            known.recordOwn(pending.revision());
        }
        return new MadeChange<>(
                after,
                new WriteResult<>(
                        body,
                        stored ? pending.revision() : state.revision(),
                        effectiveChanges.size(),
                        options.dryRun()),
                state.auditHead(),
                head);
    }

    /** The newest checks without those that the database has forgotten because of the change. */
    private static KnownChecks checks(Connection connection, PendingChange pending) throws SQLException {
        var before = pending.before();
        var after = pending.after();
        if (!before.gateway().equals(after.gateway())) {
            return StoredChecks.all(connection, before.checks().version());
        }
        var changed = before.models() == after.models()
                ? List.<String>of()
                : before.models().values().stream()
                        .filter(model -> !model.equals(after.models().get(model.id())))
                        .map(model -> KnownChecks.pathOf(model.id()))
                        .toList();
        return StoredChecks.after(connection, before.checks(), changed);
    }

    /**
     * Stores the audit events of a change and the next revision, and returns the new head of the chain. The last statements are
     * only added.
     */
    private AuditHead record(
            Connection connection,
            ConfigurationState state,
            PendingChange pending,
            List<EffectiveChange> effectiveChanges,
            boolean codesRequired,
            StatementGroup statements)
            throws SQLException {
        if (pending.isAfterRestore()) {
            ConfigurationState.beginAgainAt(connection, pending.revision());
            RestoredDatabase.forgetSentKeys(connection);
        }
        var head = audit.append(
                connection,
                state.auditHead(),
                new AuditContext(pending.revision(), pending.now(), pending.caller(), pending.origin()),
                pending.events(),
                effectiveChanges,
                codesRequired,
                statements);
        ConfigurationState.advance(statements, pending.revision(), pending.now(), head);
        return head;
    }

    /** Publishes a committed snapshot. If this fails, the next poll publishes it. */
    private void publish(Snapshot committed) {
        try {
            publisher.publish(committed);
        } catch (RuntimeException e) {
            LOG.errorf(e, "Revision %d is committed, but its responses could not be prepared", committed.revision());
        }
    }

    private record Heads(AuditHead before, AuditHead after) {}

    private record MadeChange<T>(Snapshot snapshot, WriteResult<T> result, AuditHead headBefore, AuditHead head) {}
}
