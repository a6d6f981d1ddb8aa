package dev.duoconfig.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;

import dev.duoconfig.audit.AuditHead;
import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemType;
import dev.duoconfig.resolve.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * The only row with the configuration's revision. Every write locks it first.
 *
 * @param modelsRevision the revision at which a model was last changed; a snapshot of that or a later revision has the
 *     current models
 */
record ConfigurationState(long revision, Instant changedAt, long modelsRevision, AuditHead auditHead) {

    private static final String SELECT = """
            select revision, changed_at, models_revision, audit_head_id, audit_head_hash from configuration_state where id = 1""";

    private static final String ADVANCE = """
            with advanced as (
                update configuration_state set revision = ?, changed_at = ?, audit_head_id = ?, audit_head_hash = ?
                where id = 1 returning revision)
            select pg_notify(?, revision::text) from advanced""";

    static ConfigurationState read(Connection connection) throws SQLException {
        return query(connection, SELECT);
    }

    /** Takes the lock of all writes until the end of the transaction, and waits for it for at most 1.5 s. */
    static ConfigurationState lock(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("set local lock_timeout = '1500ms'");
        }
        return query(connection, SELECT + " for update");
    }

    private static ConfigurationState query(Connection connection, String sql) throws SQLException {
        return Rows.only(
                connection,
                "configuration_state",
                sql,
                row -> new ConfigurationState(
                        row.getLong(1),
                        row.getTimestamp(2).toInstant(),
                        row.getLong(3),
                        new AuditHead(row.getLong(4), row.getString(5))));
    }

    /**
     * Refuses a database that lacks a revision which this instance has served, because a backup or a lagging replica took its
     * place. Serving it would move the revision back and reuse numbers for different content.
     *
     * @param served the snapshot that was published before this state was read, or null
     */
    void requireNotBefore(@Nullable Snapshot served) {
        if (served == null
                || served.revision() < revision
                || (served.revision() == revision && served.changedAt().equals(changedAt))) {
            return;
        }
        throw new ApiException(
                ProblemType.UNAVAILABLE,
                "The database is at revision %d of %s, but this instance has already served revision %d of %s: the database was set back. Restart this instance to continue with the state of the database."
                        .formatted(revision, changedAt, served.revision(), served.changedAt()));
    }

    /** Stores the next revision. PostgreSQL notifies all instances of it when the transaction commits. */
    void advance(Connection connection, long newRevision, Instant at, AuditHead newHead) throws SQLException {
        try (var update = connection.prepareStatement(ADVANCE)) {
            update.setLong(1, newRevision);
            update.setTimestamp(2, Timestamp.from(at));
            update.setLong(3, newHead.id());
            update.setString(4, newHead.hash());
            update.setString(5, RevisionChannel.NAME);
            update.execute();
        }
    }
}
