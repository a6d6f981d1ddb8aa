package dev.duoconfig.instance;

import java.time.Duration;

import dev.duoconfig.snapshot.CurrentSnapshot;
import dev.duoconfig.store.BackgroundJobs;
import dev.duoconfig.store.DatabaseState;
import dev.duoconfig.store.SetBackDatabase;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduler;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import org.jboss.logging.Logger;

/**
 * Looks for GitLab instances that are due, once a second and with each new revision, while background jobs run and the database is
 * not refused.
 */
@ApplicationScoped
@Startup
class InstanceScheduler {

    private static final Logger LOG = Logger.getLogger(InstanceScheduler.class);

    private static final Duration MIN_EVERY = Duration.ofSeconds(1);
    private static final Duration MAX_EVERY = Duration.ofHours(24);
    private static final Duration MIN_TIMEOUT = Duration.ofSeconds(1);

    /** Leaves enough of a lease for one renewal that fails. */
    private static final Duration MAX_TIMEOUT = Duration.ofSeconds(30);

    private final Leases leases;
    private final BackgroundJobs jobs;
    private final InstanceFollower follower;

    InstanceScheduler(
            Leases leases,
            InstanceWork work,
            InstanceSettings settings,
            BackgroundJobs jobs,
            Scheduler scheduler,
            DatabaseState database,
            SetBackDatabase setBack,
            CurrentSnapshot current) {
        requireValid(settings);
        this.leases = leases;
        this.jobs = jobs;
        this.follower = new InstanceFollower(
                leases,
                work,
                settings,
                jobs,
                () -> scheduler.isRunning() && database.isStarted() && !setBack.isSetBack());
        current.follow(snapshot -> follower.wake());
    }

    static void requireValid(InstanceSettings settings) {
        if (!isBetween(settings.every(), MIN_EVERY, MAX_EVERY)
                || !isBetween(settings.timeout(), MIN_TIMEOUT, MAX_TIMEOUT)) {
            throw new ConfigurationException(
                    "DUO_GITLAB_EVERY must be from 1s to 24h and DUO_GITLAB_TIMEOUT from 1s to 30s.");
        }
    }

    private static boolean isBetween(Duration value, Duration min, Duration max) {
        return value.compareTo(min) >= 0 && value.compareTo(max) <= 0;
    }

    @Scheduled(every = "1s", delayed = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void claim() {
        follower.claim();
    }

    @Scheduled(every = "10s", delayed = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void renew() {
        var unused = jobs.run(this::renewOrLog);
    }

    private void renewOrLog() {
        try {
            leases.renew();
        } catch (RuntimeException e) {
            LOG.debugf("The leases on GitLab instances could not be renewed: %s", e.getMessage());
        }
    }

    /** Before the end of the background jobs, which waits for the running ones. */
    void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) ShutdownEvent event) {
        leases.stop();
    }

    @PreDestroy
    void close() {
        follower.close();
    }
}
