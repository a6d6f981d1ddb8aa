package dev.duoconfig.store;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduler;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import org.jboss.logging.Logger;

/**
 * Runs background jobs only between the end of startup and the beginning of shutdown, and makes shutdown wait for a running
 * job. Outside that time, parts that a job needs are missing, and it would end with stack traces.
 */
@ApplicationScoped
public class BackgroundJobs {

    private static final Logger LOG = Logger.getLogger(BackgroundJobs.class);

    /** Longer than the longest job: a request to the subscription source. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private final Scheduler scheduler;

    /** Shared by the running jobs; shutdown acquires it exclusively and never releases it. */
    private final ReadWriteLock open = new ReentrantReadWriteLock();

    /** Set before shutdown waits, so that no further job starts. */
    private volatile boolean stopping;

    BackgroundJobs(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /**
     * Runs the job now, unless the service is stopping.
     *
     * @return whether it ran
     */
    public boolean run(Runnable job) {
        var running = open.readLock();
        if (stopping || !running.tryLock()) {
            return false;
        }
        try {
            job.run();
            return true;
        } finally {
            running.unlock();
        }
    }

    /** Resumes the scheduler, unless its own setting disables it. */
    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) StartupEvent event) {
        if (scheduler.isStarted()) {
            scheduler.resume();
        }
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        if (scheduler.isStarted()) {
            scheduler.pause();
        }
        if (!open.writeLock().tryLock(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            LOG.warnf(
                    "A background job is still running after %d s; shutdown continues without waiting for it",
                    STOP_LIMIT.toSeconds());
        }
    }
}
