package dev.duoconfig.instance;

import java.time.Clock;
import java.util.List;
import java.util.Objects;

import dev.duoconfig.apikey.StoredApiKeys;
import dev.duoconfig.gitlab.GitLabException;
import dev.duoconfig.gitlab.GitLabMutations;
import dev.duoconfig.resolve.Entitlement;
import dev.duoconfig.security.Caller;
import dev.duoconfig.store.ConfigurationReader;
import dev.duoconfig.store.CurrentEntitlement;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Makes GitLab instances equal to this configuration, and records what was done. The caller holds the lease on the instance. */
@ApplicationScoped
class Applies {

    private static final String STOPPED = "The apply was stopped by a request. Apply again to continue.";

    private static final String UNEXPLAINED = "GitLab accepted all changes, but differs afterward in: ";

    private final Comparisons comparisons;
    private final InstanceStatuses statuses;
    private final StoredApiKeys apiKeys;
    private final ConfigurationReader reader;
    private final ApplyAudit audit;
    private final CurrentEntitlement entitlement;
    private final InstanceSettings settings;
    private final InstanceMetrics metrics;
    private final Clock clock;

    Applies(
            Comparisons comparisons,
            InstanceStatuses statuses,
            StoredApiKeys apiKeys,
            ConfigurationReader reader,
            ApplyAudit audit,
            CurrentEntitlement entitlement,
            InstanceSettings settings,
            InstanceMetrics metrics,
            Clock clock) {
        this.comparisons = comparisons;
        this.statuses = statuses;
        this.apiKeys = apiKeys;
        this.reader = reader;
        this.audit = audit;
        this.entitlement = entitlement;
        this.settings = settings;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** The entitlement at this moment, without which nothing is sent to a GitLab. */
    Entitlement entitlement() {
        return reader.read(snapshot -> entitlement.at(clock.instant())).body();
    }

    /**
     * Makes the steps of a plan.
     *
     * @param caller the one who wants it, for the audit
     * @param work the right to work on the instance, and its limits
     */
    Applied apply(Comparisons.Target target, Comparison comparison, Caller caller, Work work) {
        var hold = Hold.of(work.lease(), comparison.instance());
        comparison.known().found(comparison.plan(), comparison.there());
        if (comparison.inSync()) {
            statuses.checked(hold, comparison.stored(), Outcome.of(true, false));
            return new Applied(List.of(), true, comparison.stored());
        }
        var planned = comparison.plan().steps();
        var results = statuses.applying(hold, comparison.stored(), caller.name())
                ? runner(target, comparison, hold, work).run(planned)
                : skipped(planned);
        var steps = PlanSteps.made(results);
        if (results.stream().anyMatch(StepResult::hasEffect) && work.lease().isHeld()) {
            audit.record(comparison, caller, steps, work.lease());
        }
        var done = all(results, GitLabPlanStep.Outcome.DONE);
        var applied = results.stream().anyMatch(result -> result.outcome() == GitLabPlanStep.Outcome.DONE);
        metrics.applied(
                done
                        ? InstanceMetrics.ApplyOutcome.DONE
                        : applied ? InstanceMetrics.ApplyOutcome.INCOMPLETE : InstanceMetrics.ApplyOutcome.FAILED);
        return new Applied(steps, done, after(target, comparison, applied, firstFailure(results), hold, work));
    }

    private static List<StepResult> skipped(List<Step> steps) {
        return steps.stream()
                .map(step -> StepResult.skipped(step, StepRunner.LOST))
                .toList();
    }

    private static boolean all(List<StepResult> results, GitLabPlanStep.Outcome outcome) {
        return results.stream().allMatch(result -> result.outcome() == outcome);
    }

    /** Whether a GitLab has accepted this plan before and was not equal afterward, so that it would never end. */
    boolean isRejected(Comparison comparison) {
        return statuses.isRejected(comparison.instance().id(), comparison.stored(), UNEXPLAINED);
    }

    /** Records an apply that another replica began and did not finish, so that the audit has it. */
    void recordInterrupted(InstanceConnection instance, Lease lease) {
        statuses.interrupted(instance.id()).ifPresent(interrupted -> {
            var plan = interrupted.plan().plan();
            audit.recordInterrupted(instance, interrupted);
            statuses.failed(
                    lease,
                    "An apply was interrupted after %d of %d steps. Apply again to continue."
                            .formatted(interrupted.stepsDone(), plan.steps().size()));
        });
    }

    private StepRunner runner(Comparisons.Target target, Comparison comparison, Hold hold, Work work) {
        var models = comparison.desired().snapshot().models();
        return new StepRunner(
                new GitLabMutations(target.newClient(), settings.timeout()),
                comparison.there().offered(),
                comparison.known(),
                modelId -> String.valueOf(apiKeys.open(Objects.requireNonNull(models.get(modelId)))),
                work.patience(),
                new StepRunner.Progress() {

                    @Override
                    public @Nullable String reasonToStop(int done) {
                        return Applies.this.reasonToStop(hold, done, work);
                    }

                    @Override
                    public boolean mayCall() {
                        return work.lease().isHeld();
                    }
                });
    }

    private @Nullable String reasonToStop(Hold hold, int done, Work work) {
        if (work.isOver()) {
            return "The apply has taken as long as one request may take. Apply again to continue.";
        }
        var current = entitlement();
        if (!current.entitled()) {
            return current.sentence();
        }
        return switch (statuses.progress(hold, done)) {
            case GOES_ON -> work.lease().isHeld() ? null : StepRunner.LOST;
            case STOPPED -> STOPPED;
            case LOST -> StepRunner.LOST;
        };
    }

    /** Reads the GitLab again: only that shows whether it is as it should be. */
    private StoredPlan after(
            Comparisons.Target target,
            Comparison before,
            boolean applied,
            @Nullable String failure,
            Hold hold,
            Work work) {
        if (failure != null && failure.equals(StepRunner.LOST)) {
            statuses.failed(work.lease(), failure);
            return before.stored();
        }
        try {
            var now = comparisons.compare(target, false, work.patience());
            var error = failure != null || now.inSync() ? failure : unexplained(now);
            statuses.checked(hold, now.stored(), outcome(applied, error));
            return now.stored();
        } catch (GitLabException e) {
            statuses.checked(hold, before.stored(), outcome(applied, failure == null ? e.detail() : failure));
            return before.stored();
        }
    }

    /** The outcome of an apply. That somebody stopped it is no failure. */
    private static Outcome outcome(boolean applied, @Nullable String error) {
        if (error == null) {
            return Outcome.of(true, applied);
        }
        return error.equals(STOPPED) ? Outcome.stopped(applied, error) : Outcome.failed(applied, error);
    }

    private static String unexplained(Comparison now) {
        return UNEXPLAINED
                + String.join(
                        ", ",
                        now.stored().plan().steps().stream()
                                .map(GitLabPlanStep::subject)
                                .toList())
                + ".";
    }

    private static @Nullable String firstFailure(List<StepResult> results) {
        return results.stream()
                .map(StepResult::reason)
                .filter(reason -> reason != null)
                .findFirst()
                .orElse(null);
    }
}
