package dev.duoconfig.lastcheck;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import dev.duoconfig.resolve.CheckRoute;
import dev.duoconfig.resolve.CheckStatus;
import dev.duoconfig.store.ConfigurationReader;
import dev.duoconfig.store.StoredChecks;
import dev.duoconfig.store.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import org.hibernate.Session;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Records checks, unless what they are about was changed meanwhile. A change holds the write lock, and so does the record, so
 * neither can miss the other.
 */
@ApplicationScoped
public class CheckRecords {

    private static final Logger LOG = Logger.getLogger(CheckRecords.class);

    private final Transactions transactions;
    private final ConfigurationReader reader;
    private final EntityManager entities;
    private final Clock clock;

    CheckRecords(Transactions transactions, ConfigurationReader reader, EntityManager entities, Clock clock) {
        this.transactions = transactions;
        this.reader = reader;
        this.entities = entities;
        this.clock = clock;
    }

    /** The gateway in its present state. Must be called within a read, so that a check has the same state. */
    public CheckSubject gateway() {
        return new CheckSubject(null, null, revisions(null, null));
    }

    /** A model in its present state. Must be called within a read, so that a check has the same state. */
    public CheckSubject model(long id, CheckRoute via) {
        return new CheckSubject(id, via, revisions(id, via));
    }

    /**
     * Records the result of a check. A failure to do so is logged, because the check itself is still good.
     *
     * @param subject what the check has read
     * @param requested whether somebody asked for this check alone; only then, a skipped check takes the place of a result
     */
    public void record(CheckSubject subject, CheckStatus status, String summary, boolean requested) {
        Optional<Recorded> recorded;
        try {
            recorded = transactions.commitLocked(connection -> store(connection, subject, status, summary, requested));
        } catch (RuntimeException e) {
            LOG.warnf("The result of the check of %s could not be stored: %s", subject.path(), e.getMessage());
            return;
        }
        recorded.ifPresent(made -> {
            if (made.before != null) {
                log(subject, made.before, status);
            }
            publish();
        });
    }

    /** Serves the check from now on. If this fails, the next poll does it. */
    private void publish() {
        try {
            reader.refresh();
        } catch (RuntimeException e) {
            LOG.debug("The newest checks cannot be read now", e);
        }
    }

    /** Stores a check; returns nothing if it says less than the one before, or is about an earlier state. */
    private Optional<Recorded> store(
            Connection connection, CheckSubject subject, CheckStatus status, String summary, boolean requested)
            throws SQLException {
        var present = entities.find(LastCheckEntity.class, subject.path());
        var before = present == null ? null : present.status();
        var saysLess = status == CheckStatus.SKIPPED && before != null && before != status && !requested;
        if (saysLess || !revisions(subject.modelId(), subject.via()).equals(subject.revisions())) {
            return Optional.empty();
        }
        var entity = present == null ? new LastCheckEntity() : present;
        fill(entity, subject, status, summary, before);
        // Numbers do not return after a restore, as long as they are not behind the clock.
        entity.version = StoredChecks.nextVersion(connection, Math.max(entity.version + 1, entity.at.toEpochMilli()));
        if (present == null) {
            entities.persist(entity);
        }
        entities.flush();
        return Optional.of(new Recorded(change(before, status)));
    }

    private void fill(
            LastCheckEntity entity,
            CheckSubject subject,
            CheckStatus status,
            String summary,
            @Nullable CheckStatus before) {
        var now = clock.instant();
        entity.subject = subject.path();
        entity.status = id(status);
        entity.summary = summary;
        entity.via = subject.via() == null ? null : id(subject.via());
        entity.at = now;
        if (before != status) {
            entity.since = now;
        }
    }

    private static @Nullable String change(@Nullable CheckStatus before, CheckStatus after) {
        if (before == after || (before == null && after != CheckStatus.FAILED)) {
            return null;
        }
        return before == null ? "there was none" : "it " + id(before);
    }

    private static void log(CheckSubject subject, String before, CheckStatus status) {
        var level = status == CheckStatus.FAILED ? Logger.Level.WARN : Logger.Level.INFO;
        LOG.logf(
                level,
                "The check of %s %s; before, %s. GET %s shows the result in last_check",
                subject.path(),
                status == CheckStatus.SKIPPED ? "was skipped" : id(status),
                before,
                subject.path());
    }

    private static String id(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** The revisions of the last changes of the rows that a check depends on; fewer if the model was deleted. */
    private List<Long> revisions(@Nullable Long modelId, @Nullable CheckRoute via) {
        var session = entities.unwrap(Session.class);
        var revisions = new ArrayList<Long>();
        if (modelId != null) {
            revisions.addAll(session.createNativeQuery("select revision from model where id = ?1", Long.class)
                    .setParameter(1, modelId)
                    .getResultList());
        }
        if (via != CheckRoute.DIRECT) {
            revisions.addAll(session.createNativeQuery("select revision from gateway", Long.class)
                    .getResultList());
        }
        return revisions;
    }

    /**
     * A check that was stored.
     *
     * @param before the status before, in words; null if the change is not worth a line in the log
     */
    private record Recorded(@Nullable String before) {}
}
