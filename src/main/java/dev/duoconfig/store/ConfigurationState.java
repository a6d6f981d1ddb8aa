package dev.duoconfig.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

import dev.duoconfig.audit.AuditHead;
import dev.duoconfig.audit.StatementGroup;
import dev.duoconfig.resolve.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * The only row with the configuration's revision. Every write locks it first, see {@link WriteLock}.
 *
 * @param modelsRevision the revision at which a model was last changed; a snapshot of that or a later revision has the
 *     current models
 * @param firstRevision the revision from which on the revisions belong to the history of this database; those before it can
 *     have had other content before a restore
 * @param lostRevision the newest revision that an instance has served and that this database has lost; 0 if there is none
 * @param checksVersion the number of the newest check that was recorded, which changes without a revision
 */
record ConfigurationState(
        long revision,
        Instant changedAt,
        long modelsRevision,
        AuditHead auditHead,
        long firstRevision,
        long lostRevision,
        long checksVersion) {

    static final String SELECT = """
            select revision, changed_at, models_revision, audit_head_id, audit_head_hash, first_revision, lost_revision,
                checks_version
            from configuration_state where id = 1""";

    private static final String ADVANCE = """
            with advanced as (
                update configuration_state set revision = ?, changed_at = ?, audit_head_id = ?, audit_head_hash = ?
                where id = 1 returning revision)
            select pg_notify(?, revision::text) from advanced""";

    private static final String BEGIN_AGAIN = """
            update configuration_state set first_revision = ?, models_revision = ?, lost_revision = 0 where id = 1""";

    static ConfigurationState read(Connection connection) throws SQLException {
        return Rows.only(connection, "configuration_state", SELECT, ConfigurationState::from);
    }

    /** The state in the current row of the query. */
    static ConfigurationState from(ResultSet row) throws SQLException {
        return new ConfigurationState(
                row.getLong(1),
                row.getTimestamp(2).toInstant(),
                row.getLong(3),
                new AuditHead(row.getLong(4), row.getString(5)),
                row.getLong(6),
                row.getLong(7),
                row.getLong(8));
    }

    /**
     * Whether the database lacks a revision that this instance has served, because a backup or a lagging replica took its
     * place.
     *
     * @param served the snapshot that was published before this state was read, or null
     */
    boolean isBefore(@Nullable Snapshot served) {
        return served != null
                && (served.revision() > revision
                        || (served.revision() == revision && !served.changedAt().equals(changedAt)));
    }

    /** Whether numbers after this revision have been used for content that the database has lost. */
    boolean hasLostRevisions() {
        return lostRevision >= revision && lostRevision > 0;
    }

    /**
     * The next revision after a restore, above every revision that the database can have lost: nobody makes that many changes
     * after a backup.
     *
     * @param lost a revision that was lost, or 0
     */
    long revisionAfterRestore(long lost) {
        return Math.max(revision, Math.max(lost, lostRevision)) + Revisions.LEFT_OUT_BY_A_RESTORE;
    }

    /** Makes a revision, which is stored next, the first one of the history of this database. */
    static void beginAgainAt(Connection connection, long newRevision) throws SQLException {
        try (var update = connection.prepareStatement(BEGIN_AGAIN)) {
            update.setLong(1, newRevision);
            update.setLong(2, newRevision);
            update.executeUpdate();
        }
    }

    /**
     * Adds the statement that stores the next revision. PostgreSQL notifies all instances of it when the transaction commits.
     */
    static void advance(StatementGroup statements, long newRevision, Instant at, AuditHead newHead) {
        statements.add(ADVANCE, List.of(newRevision, at, newHead.id(), newHead.hash(), RevisionChannel.NAME));
    }
}
