package dev.duoconfig.store;

import java.sql.Connection;
import java.sql.SQLException;

import dev.duoconfig.audit.AuditEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import org.hibernate.Session;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Recognizes at start that the database was restored from a backup, and then continues with a revision that no backup can have
 * lost: revisions, and entity tags with them, never name two states. See docs/adr/0025-revisions-are-never-used-again.md.
 */
@ApplicationScoped
public class RestoredDatabase {

    private static final Logger LOG = Logger.getLogger(RestoredDatabase.class);

    /** The word is the one of {@code instance.RecordedModel} for a key of which nothing is known any more. */
    private static final String FORGET_SENT_KEYS =
            "update gitlab_instance_model set key_digest = 'unknown' where key_digest is not null";

    private final ConfigurationWriter writer;
    private final KnownSnapshot known;
    private final DatabaseIdentities identities;
    private final EntityManager entities;

    RestoredDatabase(
            ConfigurationWriter writer, KnownSnapshot known, DatabaseIdentities identities, EntityManager entities) {
        this.writer = writer;
        this.known = known;
        this.identities = identities;
        this.entities = entities;
    }

    /** Compares the database with what is known of it, and records which one it is. */
    public void recognize() {
        var present = identities.present();
        var unused = writer.write(WriteKind.CONFIGURATION, WriteOptions.system(), pending -> {
            var recorded = recorded();
            if (isRestored(pending, recorded, present)) {
                continueAfterRestore(pending);
            }
            if (!present.text().equals(recorded)) {
                record(present);
            }
            return pending.revision();
        });
    }

    /**
     * Forgets which API keys GitLab instances have: they may have got others since the backup, and a key of the backup that looks
     * like the one they got last would not be sent again.
     */
    static void forgetSentKeys(Connection connection) throws SQLException {
        try (var update = connection.prepareStatement(FORGET_SENT_KEYS)) {
            update.executeUpdate();
        }
    }

    private boolean isRestored(PendingChange pending, @Nullable String recorded, DatabaseIdentity present) {
        var recalled = known.recalled();
        return pending.isAfterRestore()
                || (recorded != null && !present.isSameAs(recorded))
                || (recalled != null && (recalled.isMissingFrom(pending.before()) || isOther(pending, recalled)));
    }

    /** Whether the database has used the number of the revision for another state, and has gone on since. */
    private boolean isOther(PendingChange pending, KnownSnapshot.Recalled recalled) {
        return recalled.revision() >= pending.firstRevision()
                && entities.unwrap(Session.class)
                        .doReturningWork(connection ->
                                RevisionTimes.isOther(connection, recalled.revision(), recalled.changedAt()));
    }

    private void continueAfterRestore(PendingChange pending) {
        var recalled = known.recalled();
        var restored = pending.before().revision();
        pending.continueAfterRestore(recalled == null ? 0 : recalled.revision());
        pending.change(
                pending.before(),
                new AuditEvent(
                        "database.restored",
                        "database",
                        null,
                        null,
                        new AtRevision(restored),
                        new AtRevision(pending.revision())));
        LOG.warnf(
                "THE DATABASE WAS RESTORED from a backup, or moved to another server. It is at revision %d and continues with"
                        + " revision %d, so that no revision from before the restore names other content",
                restored, pending.revision());
    }

    private @Nullable String recorded() {
        return (String) entities.createNativeQuery("select database_identity from configuration_state", String.class)
                .getSingleResult();
    }

    private void record(DatabaseIdentity present) {
        entities.createNativeQuery("update configuration_state set database_identity = ?1")
                .setParameter(1, present.text())
                .executeUpdate();
    }

    private record AtRevision(long revision) {}
}
