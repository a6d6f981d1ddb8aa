package dev.duoconfig.snapshot.replica;

import java.time.Clock;

import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.store.BackgroundJobs;
import dev.duoconfig.store.ConfigurationReader;
import dev.duoconfig.store.SetBackDatabase;
import io.agroal.api.AgroalDataSource;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Checks once a second whether another instance has changed the configuration. */
@ApplicationScoped
class SnapshotPoll {

    private static final Logger LOG = Logger.getLogger(SnapshotPoll.class);

    private final BackgroundJobs jobs;
    private final ConfigurationReader reader;
    private final SetBackDatabase setBack;
    private final AgroalDataSource database;
    private final PollLog log;

    SnapshotPoll(
            BackgroundJobs jobs,
            ConfigurationReader reader,
            SetBackDatabase setBack,
            AgroalDataSource database,
            Clock clock) {
        this.jobs = jobs;
        this.reader = reader;
        this.setBack = setBack;
        this.database = database;
        this.log = new PollLog(clock);
    }

    @Scheduled(every = "1s", delayed = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void poll() {
        var unused = jobs.run(this::refresh);
    }

    /** The next poll tries again. */
    private void noteSetBack() {
        try {
            setBack.note();
        } catch (RuntimeException e) {
            LOG.debug("The database cannot be told which revisions it has lost", e);
        }
    }

    private void refresh() {
        try {
            reader.refresh();
            log.succeeded();
        } catch (ApiException e) {
            log.failed(PollLog.Fault.REFUSED, String.valueOf(e.getMessage()));
            noteSetBack();
        } catch (RuntimeException e) {
            log.failed(
                    PollLog.Fault.UNREADABLE,
                    "The revision cannot be read; responses stay at the last known revision: " + e.getMessage());
            // Idle connections are broken too; each would cost a caller a 503 once the database is available again. See
            // docs/framework.md.
            database.flush(AgroalDataSource.FlushMode.IDLE);
        }
    }
}
