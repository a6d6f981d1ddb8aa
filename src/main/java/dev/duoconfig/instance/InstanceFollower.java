package dev.duoconfig.instance;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import dev.duoconfig.gitlab.GitLabException;
import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.DatabaseErrors;
import dev.duoconfig.http.problem.ProblemType;
import dev.duoconfig.store.BackgroundJobs;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Works on the GitLab instances that follow the configuration, one for each replica. It claims as many as it can begin with, so
 * that the others are left to other replicas. Those that failed last time get a part of the workers only, because they can fail
 * slowly.
 */
final class InstanceFollower implements AutoCloseable {

    static final int MAX_WORKERS = 32;
    static final int MAX_WORKERS_FOR_FAILED = 8;

    private static final Logger LOG = Logger.getLogger(InstanceFollower.class);
    private static final Duration IDLE_LIMIT = Duration.ofSeconds(30);

    /** Between two claims for new revisions. Hundreds of changes a second would otherwise cost as many transactions here. */
    private static final Duration CLAIM_PAUSE = Duration.ofMillis(100);

    private final Leases leases;
    private final InstanceWork work;
    private final InstanceSettings settings;
    private final BackgroundJobs jobs;
    private final BooleanSupplier open;
    private final ThreadPoolExecutor workers;
    private final Set<Lease> running = ConcurrentHashMap.newKeySet();
    private final Lock claiming = new ReentrantLock();
    private final AtomicBoolean claimPending = new AtomicBoolean();

    /** The {@link System#nanoTime()} of the last claim for a new revision. */
    private volatile long claimedNanos = System.nanoTime() - CLAIM_PAUSE.toNanos();

    private boolean closed;

    /**
     * A follower.
     *
     * @param open whether instances can be claimed now
     */
    InstanceFollower(
            Leases leases, InstanceWork work, InstanceSettings settings, BackgroundJobs jobs, BooleanSupplier open) {
        this.leases = leases;
        this.work = work;
        this.settings = settings;
        this.jobs = jobs;
        this.open = open;
        var threads = new AtomicInteger();
        workers = new ThreadPoolExecutor(
                MAX_WORKERS,
                MAX_WORKERS,
                IDLE_LIMIT.toSeconds(),
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> thread(task, threads.incrementAndGet()),
                // After the end, only calls of wake() come, which have nothing left to do.
                new ThreadPoolExecutor.DiscardPolicy());
        workers.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable task, int number) {
        var thread = new Thread(task, "gitlab-instance-" + number);
        thread.setDaemon(true);
        return thread;
    }

    /** Claims instances soon, without a wait of the caller. Calls in the meantime share one claim. */
    void wake() {
        if (open.getAsBoolean() && claimPending.compareAndSet(false, true)) {
            var pause = CLAIM_PAUSE.toNanos() - (System.nanoTime() - claimedNanos);
            CompletableFuture.delayedExecutor(pause, TimeUnit.NANOSECONDS, workers)
                    .execute(() -> {
                        claimedNanos = System.nanoTime();
                        claimPending.set(false);
                        claim();
                    });
        }
    }

    /** Claims instances that are due for the workers that are free, and starts the work on them. */
    void claim() {
        claiming.lock();
        try {
            if (!closed && open.getAsBoolean()) {
                var unused = jobs.run(this::claimOrLog);
            }
        } finally {
            claiming.unlock();
        }
    }

    private void claimOrLog() {
        var failed =
                (int) running.stream().filter(lease -> lease.failures() > 0).count();
        try {
            leases.claim(MAX_WORKERS - running.size(), MAX_WORKERS_FOR_FAILED - failed)
                    .forEach(this::start);
        } catch (RuntimeException e) {
            LOG.debugf("No GitLab instance could be claimed: %s", e.getMessage());
        }
    }

    private void start(Lease lease) {
        running.add(lease);
        workers.execute(() -> {
            try {
                var unused = jobs.run(() -> follow(lease));
            } finally {
                leases.forget(lease);
                running.remove(lease);
            }
            wake();
        });
    }

    private void follow(Lease lease) {
        var failure = attempt(lease);
        try {
            if (!lease.isHeld()) {
                // For another replica to continue, if this one was stopped.
                leases.release(lease, lease.failures(), Duration.ZERO);
            } else if (failure == null) {
                leases.release(lease, 0, Pauses.afterSuccess(settings.every()));
            } else if (!isOurs(failure)) {
                log(lease, failure);
                leases.release(lease, lease.failures() + 1, Pauses.afterFailure(lease.failures() + 1));
            }
        } catch (RuntimeException e) {
            LOG.debugf("The lease on GitLab instance %d runs out: %s", lease.instanceId(), e.getMessage());
        }
    }

    private @Nullable RuntimeException attempt(Lease lease) {
        try {
            work.run(lease.instanceId(), lease);
            return null;
        } catch (RuntimeException e) {
            return e;
        }
    }

    /** Whether the database of this service was the reason, and not the GitLab. The lease then runs out. */
    private static boolean isOurs(RuntimeException failure) {
        return DatabaseErrors.isUnavailable(failure)
                || (failure instanceof ApiException problem && problem.type() == ProblemType.UNAVAILABLE);
    }

    /** Logs the first of several failures. The status of the instance shows the others. */
    private static void log(Lease lease, RuntimeException failure) {
        if (!(failure instanceof ApiException) && !(failure instanceof GitLabException)) {
            LOG.errorf(failure, "The work on GitLab instance %d failed", lease.instanceId());
        } else if (lease.failures() == 0) {
            LOG.warnf(
                    "GitLab instance %d cannot follow the configuration; it is tried again: %s",
                    lease.instanceId(), failure.getMessage());
        }
    }

    /** Interrupts the work that is still running, after a claim that is: its leases would be held by nobody. */
    @Override
    public void close() {
        claiming.lock();
        try {
            closed = true;
            workers.shutdownNow();
        } finally {
            claiming.unlock();
        }
    }
}
