package dev.duoconfig.instance;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import dev.duoconfig.gitlab.GitLabException;
import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemType;
import dev.duoconfig.security.Caller;
import dev.duoconfig.security.CurrentCaller;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Compares GitLab instances with this configuration and applies it, on request and in the background. */
@ApplicationScoped
class Synchronization implements InstanceWork {

    private static final Duration TURN_POLL = Duration.ofMillis(100);

    private static final int MANY_MODELS = 1_000;
    private static final int MAX_TASKS_WITH_MANY_MODELS = 3;

    private final Instances instances;
    private final Comparisons comparisons;
    private final Applies applies;
    private final InstanceStatuses statuses;
    private final Leases leases;
    private final InstanceSettings settings;
    private final CurrentCaller caller;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Semaphore many = new Semaphore(MAX_TASKS_WITH_MANY_MODELS, true);

    Synchronization(
            Instances instances,
            Comparisons comparisons,
            Applies applies,
            InstanceStatuses statuses,
            Leases leases,
            InstanceSettings settings,
            CurrentCaller caller) {
        this.instances = instances;
        this.comparisons = comparisons;
        this.applies = applies;
        this.statuses = statuses;
        this.leases = leases;
        this.settings = settings;
        this.caller = caller;
    }

    /** Compares now, and keeps the plan. */
    StoredPlan plan(long instanceId, boolean sendKeys) {
        var target = comparisons.target(instanceId, caller.key());
        if (statuses.interrupted(instanceId).isPresent()) {
            leases.tryTake(instanceId).ifPresent(lease -> {
                try {
                    applies.recordInterrupted(target.instance(), lease);
                } finally {
                    leases.release(lease);
                }
            });
        }
        var comparison = weighed(target, () -> compareForRequest(target, sendKeys));
        // Keys that are sent on request are no difference.
        if (!sendKeys) {
            statuses.planned(instanceId, comparison.stored());
        }
        return comparison.stored();
    }

    private Comparison compareForRequest(Comparisons.Target target, boolean sendKeys) {
        try {
            return comparisons.compare(target, sendKeys, Patience.ofRequest(this::pause));
        } catch (GitLabException e) {
            statuses.failed(target.instance().id(), e.detail());
            throw GitLabFaults.problem(e);
        }
    }

    /** The newest plan; a 404 if there is none yet. */
    StoredPlan newestPlan(long instanceId) {
        instances.requireExistence(instanceId);
        return statuses.plan(instanceId)
                .orElseThrow(() -> new ApiException(
                        ProblemType.GITLAB_PLAN_NOT_FOUND,
                        "The instance has not been compared yet. Compare it with POST /gitlab-instances/%d/plan."
                                .formatted(instanceId)));
    }

    /** Applies the configuration, or ends the request with the problem that prevents it. */
    StoredPlan apply(long instanceId, ApplyOptions options) {
        requireEntitlement();
        if (options.dryRun()) {
            return dryRun(comparisons.target(instanceId, caller.key()), options);
        }
        instances.requireExistence(instanceId);
        var lease = lease(instanceId);
        try {
            return apply(instanceId, options, lease);
        } finally {
            leases.release(lease);
        }
    }

    private StoredPlan dryRun(Comparisons.Target target, ApplyOptions options) {
        try {
            var comparison = weighed(
                    target, () -> comparisons.compare(target, options.sendKeys(), Patience.ofRequest(this::pause)));
            requireSeen(options, comparison);
            return comparison.stored();
        } catch (GitLabException e) {
            throw GitLabFaults.problem(e);
        }
    }

    private StoredPlan apply(long instanceId, ApplyOptions options, Lease lease) {
        var work = Work.ofRequest(lease);
        var target = comparisons.target(instanceId, caller.key());
        applies.recordInterrupted(target.instance(), lease);
        var applied = weighed(target, () -> {
            var comparison = compare(target, options.sendKeys(), work);
            requireSeen(options, comparison);
            return applies.apply(target, comparison, caller.get(), work);
        });
        if (!applied.done()) {
            throw ApiException.applyIncomplete(
                    "Not all steps could be made in the GitLab. Those that are done stay done; apply again to continue. The first that was not done: "
                            + applied.firstReason(),
                    applied.steps());
        }
        return applied.shown();
    }

    /** Asks a running apply to stop before its next step. */
    void stop(long instanceId) {
        instances.requireExistence(instanceId);
        if (!statuses.requestStop(instanceId)) {
            throw new ApiException(ProblemType.GITLAB_NO_APPLY, "No apply is running for this instance.");
        }
    }

    /** Compares an instance that is followed and, if it is to be kept equal, applies the configuration. */
    @Override
    public void run(long instanceId, Lease lease) {
        try {
            var target = comparisons.target(instanceId, "gitlab-instance " + instanceId);
            applies.recordInterrupted(target.instance(), lease);
            if (target.instance().follow() != Follow.OFF) {
                weighed(target, () -> follow(target, Work.inTheBackground(lease)));
            }
        } catch (ApiException e) {
            if (e.type() == ProblemType.GITLAB_TOKEN_UNREADABLE) {
                statuses.failed(lease, String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    private boolean follow(Comparisons.Target target, Work work) {
        var comparison = compare(target, false, work);
        var hold = Hold.of(work.lease(), target.instance());
        if (target.instance().follow() != Follow.ENFORCE) {
            statuses.checked(hold, comparison.stored(), Outcome.of(comparison.inSync(), false));
            return true;
        }
        var entitlement = applies.entitlement();
        if (!comparison.inSync() && !entitlement.entitled()) {
            statuses.checked(hold, comparison.stored(), Outcome.notApplied(entitlement.sentence()));
            return true;
        }
        // One that is in sync is adopted, too. One that was changed meanwhile is due again.
        if (applies.isRejected(comparison)
                || !applies.apply(target, comparison, Caller.SYSTEM, work).isInSyncOrLost()) {
            throw new ApiException(ProblemType.GITLAB_APPLY_INCOMPLETE, "The GitLab still differs.");
        }
        return true;
    }

    private Comparison compare(Comparisons.Target target, boolean sendKeys, Work work) {
        try {
            return comparisons.compare(target, sendKeys, work.patience());
        } catch (GitLabException e) {
            statuses.failed(work.lease(), e.detail());
            throw GitLabFaults.problem(e);
        }
    }

    /** Lets only some of the tasks with many models run at once, because each needs much memory. */
    private <T> T weighed(Comparisons.Target target, Supplier<T> task) {
        if (target.desired().snapshot().models().size() < MANY_MODELS) {
            return task.get();
        }
        many.acquireUninterruptibly();
        try {
            return task.get();
        } finally {
            many.release();
        }
    }

    private static void requireSeen(ApplyOptions options, Comparison comparison) {
        options.condition()
                .requireExactly(
                        comparison.revision(),
                        comparison.stored().state(),
                        "The configuration or the GitLab has changed since that plan, or only one of the two requests has send_keys=true. Plan again, then apply.");
    }

    private void requireEntitlement() {
        var current = applies.entitlement();
        if (!current.entitled()) {
            throw new ApiException(
                    ProblemType.SUBSCRIPTION_REQUIRED,
                    current.sentence() + " Synchronize it with POST /subscription/sync, then apply again.");
        }
    }

    private Lease lease(long instanceId) {
        // A comparison in the background ends soon.
        var end = System.nanoTime() + settings.timeout().toNanos();
        var lease = leases.tryTake(instanceId);
        while (lease.isEmpty()) {
            if (System.nanoTime() - end > 0) {
                throw new ApiException(
                        ProblemType.GITLAB_APPLY_IN_PROGRESS,
                        "Another apply or a comparison is running for this instance. Try again in a few seconds; an apply can be followed in the instance's status, and stopped with DELETE /gitlab-instances/%d/apply."
                                .formatted(instanceId));
            }
            if (!pause(TURN_POLL)) {
                throw new ApiException(ProblemType.UNAVAILABLE, "The service is stopping.");
            }
            lease = leases.tryTake(instanceId);
        }
        return lease.get();
    }

    /** Waits, and returns whether the service still runs. */
    private boolean pause(Duration time) {
        try {
            return !stopping.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void end(@Observes ShutdownEvent event) {
        stopping.countDown();
    }
}
