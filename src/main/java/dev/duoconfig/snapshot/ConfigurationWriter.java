package dev.duoconfig.snapshot;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.function.Function;

import dev.duoconfig.audit.AuditCheckpoints;
import dev.duoconfig.audit.AuditHead;
import dev.duoconfig.audit.AuditLog;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;

/**
 * The one way to change the configuration. A change, its audit events and the next revision are one transaction, under one
 * lock; the snapshot that follows from it is published when it is committed. Nothing can fail after the commit.
 */
@ApplicationScoped
public class ConfigurationWriter {

    private final Transactions transactions;
    private final EntityManager entities;
    private final SnapshotLoader loader;
    private final CurrentSnapshot current;
    private final AuditLog audit;
    private final AuditCheckpoints checkpoints;
    private final Clock clock;

    ConfigurationWriter(
            Transactions transactions,
            EntityManager entities,
            SnapshotLoader loader,
            CurrentSnapshot current,
            AuditLog audit,
            AuditCheckpoints checkpoints,
            Clock clock) {
        this.transactions = transactions;
        this.entities = entities;
        this.loader = loader;
        this.current = current;
        this.audit = audit;
        this.checkpoints = checkpoints;
        this.clock = clock;
    }

    /**
     * Makes a change, or with {@code dryRun} only finds out what it would do.
     *
     * @param change validates against {@link Draft#before()}, stores, and records what it did; if it throws, nothing is
     *     changed
     */
    public <T> Written<T> write(Caller caller, boolean dryRun, Function<Draft, T> change) {
        var outcome = dryRun
                ? transactions.discard(connection -> write(connection, caller, true, change))
                : transactions.commit(connection -> write(connection, caller, false, change));
        if (!dryRun) {
            current.publish(outcome.snapshot());
            checkpoints.committed(outcome.headBefore(), outcome.head());
        }
        return outcome.written();
    }

    private <T> Outcome<T> write(Connection connection, Caller caller, boolean dryRun, Function<Draft, T> change)
            throws SQLException {
        limitLockWait(connection);
        var state = ConfigurationState.lock(connection);
        var draft = new Draft(loader.load(connection, state, current.peek()), clock.instant(), caller);
        var body = change.apply(draft);
        entities.flush();
        if (!draft.isChanged()) {
            var written = new Written<>(body, state.revision(), 0, dryRun);
            return new Outcome<>(draft.before(), written, state.auditHead(), state.auditHead());
        }
        var effectiveChanges = draft.effectiveChanges();
        var head = audit.append(
                connection, state.auditHead(), draft.revision(), draft.now(), caller, draft.events(), effectiveChanges);
        state.advance(connection, draft.revision(), draft.now(), head);
        var revision = dryRun ? state.revision() : draft.revision();
        var written = new Written<>(body, revision, effectiveChanges.size(), dryRun);
        return new Outcome<>(draft.after(), written, state.auditHead(), head);
    }

    static void limitLockWait(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("set local lock_timeout = '1500ms'");
        }
    }

    private record Outcome<T>(Snapshot snapshot, Written<T> written, AuditHead headBefore, AuditHead head) {}
}
