package dev.duoconfig.store;

import dev.duoconfig.audit.AuditEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Recognizes at start that the database was restored from a backup, and then continues with a revision that no backup can have
 * lost: revisions, and entity tags with them, never name two states. See docs/adr/0025-revisions-are-never-used-again.md.
 */
@ApplicationScoped
public class RestoredDatabase {

    private static final Logger LOG = Logger.getLogger(RestoredDatabase.class);

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

    private boolean isRestored(PendingChange pending, @Nullable String recorded, DatabaseIdentity present) {
        var recalled = known.recalled();
        return pending.isAfterRestore()
                || (recorded != null && !present.isSameAs(recorded))
                || (recalled != null && recalled.isMissingFrom(pending.before()));
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
