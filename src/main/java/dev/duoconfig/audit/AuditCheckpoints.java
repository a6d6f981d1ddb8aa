package dev.duoconfig.audit;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import jakarta.persistence.PersistenceException;
import org.jboss.logging.Logger;

/**
 * Logs the newest event and its hash at start, at stop, and at a configured interval. A database owner who replaces
 * the database by an earlier state passes verification, but cannot rewrite the log: an event that a checkpoint names is then
 * missing, or has a different hash.
 */
@ApplicationScoped
public class AuditCheckpoints {

    private static final Logger LOG = Logger.getLogger(AuditCheckpoints.class);

    private final AuditSettings settings;
    private final AuditDatabase database;
    private final KnownHead known;

    AuditCheckpoints(AuditSettings settings, AuditDatabase database, KnownHead known) {
        this.settings = settings;
        this.database = database;
        this.known = known;
    }

    /** Called after each commit, but never for a change that was not committed. */
    public void committed(AuditHead before, AuditHead head) {
        var every = settings.checkpointEvery();
        if (before.id() / every < head.id() / every) {
            log(head);
        }
    }

    /** Called at start, before it changes anything. Compares the chain with the one of before the start. */
    public void start() {
        if (settings.checkpointEvery() < 1) {
            throw new ConfigurationException("DUO_AUDIT_CHECKPOINT_EVERY cannot be used. It must be 1 or more.");
        }
        log(database.read(known::start));
    }

    /** Runs when no more changes are made. */
    void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER + 1) ShutdownEvent event) {
        try {
            log(database.read(AuditHead::read));
        } catch (PersistenceException e) {
            LOG.warnf("The audit checkpoint at the stop is missing: %s", e.getMessage());
        }
    }

    private static void log(AuditHead head) {
        LOG.infof("Audit checkpoint: event %d has the hash %s", head.id(), head.id() == 0 ? "-" : head.hash());
    }
}
