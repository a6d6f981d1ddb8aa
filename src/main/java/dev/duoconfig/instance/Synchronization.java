package dev.duoconfig.instance;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import dev.duoconfig.gitlab.GitLabException;
import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemType;
import dev.duoconfig.instance.InstanceStatuses.Outcome;
import dev.duoconfig.instance.InstanceStatuses.StoredPlan;
import dev.duoconfig.security.Caller;
import dev.duoconfig.security.CurrentCaller;
import jakarta.enterprise.context.ApplicationScoped;

/** Compares GitLab instances with this configuration and applies it, on request and in the background. */
@ApplicationScoped
class Synchronization implements InstanceWork {

    private static final Duration TURN_POLL = Duration.ofMillis(100);

    private final Instances instances;
    private final Comparisons comparisons;
    private final Applies applies;
    private final InstanceStatuses statuses;
    private final Leases leases;
    private final InstanceSettings settings;
    private final CurrentCaller caller;

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
                    applies.recordInterrupted(target.instance());
                } finally {
                    leases.release(lease);
                }
            });
        }
        var comparison = compare(target, sendKeys, Patience.ofRequest(), false);
        statuses.planned(instanceId, comparison.stored(), Outcome.of(comparison.inSync(), false));
        return comparison.stored();
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
            var target = comparisons.target(instanceId, caller.key());
            var comparison = compare(target, options.sendKeys(), Patience.ofRequest(), false);
            requireSeen(options, comparison);
            return comparison.stored();
        }
        instances.requireExistence(instanceId);
        var lease = lease(instanceId);
        try {
            return apply(instanceId, options, lease);
        } finally {
            leases.release(lease);
        }
    }

    private StoredPlan apply(long instanceId, ApplyOptions options, Lease lease) {
        var patience = Patience.of(lease);
        var target = comparisons.target(instanceId, caller.key());
        applies.recordInterrupted(target.instance());
        var comparison = compare(target, options.sendKeys(), patience, true);
        requireSeen(options, comparison);
        var applied = applies.apply(target, comparison, caller.get(), lease, patience);
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
        var patience = Patience.of(lease);
        var target = comparisons.target(instanceId, "gitlab-instance " + instanceId);
        applies.recordInterrupted(target.instance());
        var comparison = compare(target, false, patience, true);
        if (target.instance().follow() != Follow.ENFORCE || comparison.inSync()) {
            statuses.checked(instanceId, comparison.stored(), Outcome.of(comparison.inSync(), false));
            return;
        }
        var entitlement = applies.entitlement();
        if (!entitlement.entitled()) {
            statuses.checked(instanceId, comparison.stored(), Outcome.notApplied(entitlement.sentence()));
            return;
        }
        var applied = applies.apply(target, comparison, Caller.SYSTEM, lease, patience);
        if (!applied.after().plan().inSync()) {
            throw new ApiException(ProblemType.GITLAB_APPLY_INCOMPLETE, "The GitLab still differs.");
        }
    }

    private Comparison compare(Comparisons.Target target, boolean sendKeys, Patience patience, boolean leased) {
        try {
            return comparisons.compare(target, sendKeys, patience);
        } catch (GitLabException e) {
            statuses.failed(target.instance().id(), e.detail(), leased);
            throw GitLabFaults.problem(e);
        }
    }

    private static void requireSeen(ApplyOptions options, Comparison comparison) {
        options.condition()
                .requireExactly(
                        comparison.revision(),
                        comparison.stored().state(),
                        "The configuration or the GitLab has changed since that plan. Plan again, then apply.");
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
                        "Another apply is running for this instance. Follow it in the instance's status, or stop it with DELETE /gitlab-instances/%d/apply."
                                .formatted(instanceId));
            }
            pause();
            lease = leases.tryTake(instanceId);
        }
        return lease.get();
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(TURN_POLL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiException(ProblemType.UNAVAILABLE, "The service is stopping.");
        }
    }
}
