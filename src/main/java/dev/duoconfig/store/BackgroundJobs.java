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
 * Lets what nobody asked for run only from the end of the start to the beginning of the stop, and has the stop wait for it.
 * Before and after, what such work needs is not all there, and it would end with stack traces.
 */
@ApplicationScoped
public class BackgroundJobs {

    private static final Logger LOG = Logger.getLogger(BackgroundJobs.class);

    /** Longer than the longest job takes: asking the source of the subscription. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private final Scheduler scheduler;

    /** Jobs share it while they run; the stop takes it for good. */
    private final ReadWriteLock open = new ReentrantReadWriteLock();

    /** Set before the stop waits, so that no job slips in ahead of it. */
    private volatile boolean stopping;

    BackgroundJobs(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /**
     * Runs the job now, or not at all while the service stops.
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

    /** Where the scheduler is switched off by its own setting, there is nothing to let run. */
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
            LOG.warnf("A background job still runs after %d s; the stop goes on without it", STOP_LIMIT.toSeconds());
        }
    }
}
