package dev.duoconfig.snapshot.lastknowngood;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import dev.duoconfig.audit.KnownHead;
import dev.duoconfig.catalogue.Catalogue;
import dev.duoconfig.secret.SecretBox;
import dev.duoconfig.snapshot.CurrentSnapshot;
import dev.duoconfig.snapshot.lastknowngood.SnapshotFile.UnusableFileException;
import dev.duoconfig.store.BackgroundJobs;
import dev.duoconfig.store.DatabaseState;
import dev.duoconfig.store.KnownSnapshot;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Saves the newest snapshot to a file, and starts from it while the database is unavailable. The file is written in
 * the background, at most once a second. See docs/adr/0016-last-known-good-file.md.
 */
@ApplicationScoped
@Startup
public class LastKnownGood {

    private static final Logger LOG = Logger.getLogger(LastKnownGood.class);

    /** The age at which a file that is still current is written again, to update the time in it. */
    private static final Duration REFRESH = Duration.ofHours(1);

    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMinutes(1);

    private final @Nullable SnapshotFile file;
    private final Duration maxAge;
    private final CurrentSnapshot current;
    private final KnownSnapshot known;
    private final DatabaseState database;
    private final Catalogue catalogue;
    private final KnownHead auditHead;
    private final BackgroundJobs jobs;
    private final Clock clock;
    private @Nullable SavedSnapshot saved;
    private volatile @Nullable Instant fileKnownGoodAt;
    private Instant nextAttempt = Instant.MIN;

    LastKnownGood(
            LastKnownGoodSettings settings,
            SecretBox secrets,
            CurrentSnapshot current,
            KnownSnapshot known,
            DatabaseState database,
            Catalogue catalogue,
            KnownHead auditHead,
            BackgroundJobs jobs,
            Clock clock) {
        if (settings.maxAge().compareTo(Duration.ZERO) <= 0) {
            throw new ConfigurationException("DUO_LAST_KNOWN_GOOD_MAX_AGE must be more than 0s.");
        }
        this.file = settings.file().map(path -> new SnapshotFile(path, secrets)).orElse(null);
        this.maxAge = settings.maxAge();
        this.current = current;
        this.known = known;
        this.database = database;
        this.catalogue = catalogue;
        this.auditHead = auditHead;
        this.jobs = jobs;
        this.clock = clock;
    }

    /** Recalls the revision and the audit event that were known before the start, whatever the age of the file. */
    public void recall() {
        if (file == null || !file.exists()) {
            return;
        }
        try {
            var found = file.read();
            fileKnownGoodAt = found.knownGoodAt();
            known.recall(found.revision(), found.changedAt());
            var earlier = found.auditHead();
            if (earlier != null) {
                auditHead.recall(earlier);
            }
        } catch (UnusableFileException e) {
            LOG.warnf(
                    "The database cannot be compared with that of before the start, because the last-known-good file %s cannot be used. %s",
                    file.path(), e.getMessage());
        }
    }

    /**
     * Publishes the snapshot in the file if it can be used, and logs the outcome prominently.
     *
     * @return whether a snapshot was published
     */
    public boolean restore() {
        if (file == null) {
            return false;
        }
        try {
            var found = file.read();
            var age = since(found.knownGoodAt());
            if (age.compareTo(maxAge) > 0) {
                throw new UnusableFileException("It is %s old, older than DUO_LAST_KNOWN_GOOD_MAX_AGE, %s."
                        .formatted(age.truncatedTo(ChronoUnit.SECONDS), maxAge));
            }
            if (!found.catalogue().equals(catalogue.version())) {
                throw new UnusableFileException("It was written with catalogue %s, and DUO_CATALOGUE is %s."
                        .formatted(found.catalogue(), catalogue.version()));
            }
            current.publish(found.toSnapshot(catalogue), age);
            LOG.warnf(
                    "STARTED WITHOUT THE DATABASE from %s: revision %d, known good %s ago (%s). Until the database is available, the instance serves only this revision and refuses all other requests",
                    file.path(), found.revision(), age.truncatedTo(ChronoUnit.SECONDS), found.knownGoodAt());
            return true;
        } catch (UnusableFileException e) {
            LOG.errorf("THE LAST-KNOWN-GOOD FILE %s IS IGNORED. %s", file.path(), e.getMessage());
            return false;
        }
    }

    /** The time since the state in the file was last known to be current; zero without a file. */
    Duration fileAge() {
        var time = fileKnownGoodAt;
        return time == null ? Duration.ZERO : since(time);
    }

    /** The time since a moment; zero if the clock has been set back. */
    private Duration since(Instant time) {
        var age = Duration.between(time, clock.instant());
        return age.isNegative() ? Duration.ZERO : age;
    }

    @Scheduled(every = "1s", delayed = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void save() {
        var unused = jobs.run(this::saveIfNewer);
    }

    /** Saves the changes of the last second, and those of the pause after a failure. */
    synchronized void stop(@Observes ShutdownEvent event) {
        nextAttempt = Instant.MIN;
        saveIfNewer();
    }

    private synchronized void saveIfNewer() {
        if (file == null || !database.isStarted() || clock.instant().isBefore(nextAttempt)) {
            return;
        }
        var knownGoodAt = clock.instant().minus(current.age());
        var snapshot = current.get();
        var audited = auditHead.toKeep();
        if (saved != null
                && saved.revision() == snapshot.revision()
                && audited.equals(saved.auditHead())
                && saved.knownGoodAt().plus(REFRESH).isAfter(knownGoodAt)) {
            return;
        }
        try {
            var newest = SavedSnapshot.of(snapshot, knownGoodAt, audited);
            file.write(newest);
            saved = newest;
            fileKnownGoodAt = knownGoodAt;
        } catch (IOException | RuntimeException e) {
            nextAttempt = clock.instant().plus(PAUSE_AFTER_FAILURE);
            LOG.errorf(
                    "The last-known-good file %s cannot be written; the next attempt is in %d s. Until then, a start without the database uses an older file or fails: %s",
                    file.path(), PAUSE_AFTER_FAILURE.toSeconds(), e);
        }
    }
}
