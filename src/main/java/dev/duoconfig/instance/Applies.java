package dev.duoconfig.instance;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.duoconfig.apikey.StoredApiKeys;
import dev.duoconfig.audit.AuditEvent;
import dev.duoconfig.gitlab.GitLabException;
import dev.duoconfig.gitlab.GitLabMutations;
import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.instance.InstanceStatuses.Outcome;
import dev.duoconfig.instance.InstanceStatuses.StoredPlan;
import dev.duoconfig.resolve.Entitlement;
import dev.duoconfig.security.Caller;
import dev.duoconfig.store.ConfigurationReader;
import dev.duoconfig.store.ConfigurationWriter;
import dev.duoconfig.store.CurrentEntitlement;
import dev.duoconfig.store.WriteKind;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Makes GitLab instances equal to this configuration, and records what was done. The caller holds the lease on the instance. */
@ApplicationScoped
class Applies {

    private static final String STOPPED = "The apply was stopped by a request. Apply again to continue.";

    private static final String UNEXPLAINED = "GitLab accepted all changes, but differs afterward in: ";

    private static final int MAX_AUDITED_STEPS = 200;

    /** Connections without data for 90 s are closed, also while a response is awaited. */
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(45);

    private static final Duration RECORD_PAUSE = Duration.ofMillis(500);

    private final Comparisons comparisons;
    private final InstanceStatuses statuses;
    private final StoredApiKeys apiKeys;
    private final ConfigurationReader reader;
    private final ConfigurationWriter writer;
    private final CurrentEntitlement entitlement;
    private final InstanceSettings settings;
    private final InstanceMetrics metrics;
    private final Clock clock;

    Applies(
            Comparisons comparisons,
            InstanceStatuses statuses,
            StoredApiKeys apiKeys,
            ConfigurationReader reader,
            ConfigurationWriter writer,
            CurrentEntitlement entitlement,
            InstanceSettings settings,
            InstanceMetrics metrics,
            Clock clock) {
        this.comparisons = comparisons;
        this.statuses = statuses;
        this.apiKeys = apiKeys;
        this.reader = reader;
        this.writer = writer;
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
            recordWhileHeld(comparison, caller, steps, work.lease());
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

    /** Whether a GitLab has accepted this plan before and was not equal afterwards, so that it would never end. */
    boolean isRejected(Comparison comparison) {
        return statuses.isRejected(comparison.instance().id(), comparison.stored(), UNEXPLAINED);
    }

    /** Records an apply that another replica began and did not finish, so that the audit has it. */
    void recordInterrupted(InstanceConnection instance, Lease lease) {
        statuses.interrupted(instance.id()).ifPresent(interrupted -> {
            var plan = interrupted.plan().plan();
            var after = new LinkedHashMap<String, @Nullable Object>();
            after.put("interrupted_after_steps", interrupted.stepsDone());
            after.put("begun_by", interrupted.actor());
            record(instance, Caller.SYSTEM, plan, after);
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

    /** Waits for a long write of another caller. What was done has to be in the audit. */
    private void recordWhileHeld(Comparison comparison, Caller caller, List<GitLabPlanStep> steps, Lease lease) {
        var plan = comparison.stored().plan();
        while (true) {
            try {
                record(comparison.instance(), caller, plan, shown(steps));
                return;
            } catch (ApiException e) {
                if (!e.isTransient() || !lease.pause(RECORD_PAUSE)) {
                    throw e;
                }
            }
        }
    }

    private void record(InstanceConnection instance, Caller caller, GitLabPlan plan, Object after) {
        writer.record(
                WriteKind.GITLAB_INSTANCE,
                caller,
                plan.revision(),
                new AuditEvent(
                        "gitlab_instance.applied",
                        "gitlab_instance",
                        Long.toString(instance.id()),
                        instance.name(),
                        shown(plan.steps()),
                        after));
    }

    /** The first steps and the number of all, because a page of events has to fit into the memory. */
    private static Map<String, Object> shown(List<GitLabPlanStep> steps) {
        return Map.of("steps", steps.subList(0, Math.min(steps.size(), MAX_AUDITED_STEPS)), "step_count", steps.size());
    }

    /**
     * The right to work on an instance, and the limits of one task.
     *
     * @param end the {@link System#nanoTime()} at which no further step begins; null for no limit
     */
    record Work(Lease lease, Patience patience, @Nullable Long end) {

        /** The work of a request, which ends before proxies give it up. */
        static Work ofRequest(Lease lease) {
            return new Work(lease, Patience.ofRequest(lease), System.nanoTime() + REQUEST_LIMIT.toNanos());
        }

        static Work inTheBackground(Lease lease) {
            return new Work(lease, Patience.of(lease), null);
        }

        private boolean isOver() {
            return end != null && System.nanoTime() - end > 0;
        }
    }

    /**
     * The result of an apply.
     *
     * @param steps the steps with their outcomes
     * @param done whether all steps were done
     * @param after the state afterwards
     */
    record Applied(List<GitLabPlanStep> steps, boolean done, StoredPlan after) {

        /** Whether the GitLab is as it should be now, or the instance was changed or taken over meanwhile. */
        boolean isInSyncOrLost() {
            return after.plan().inSync() || steps.stream().anyMatch(step -> StepRunner.LOST.equals(step.reason()));
        }

        /** The state afterward, with the steps that led to it. */
        StoredPlan shown() {
            var plan = after.plan();
            return new StoredPlan(
                    new GitLabPlan(
                            plan.instance(),
                            plan.revision(),
                            plan.gitlab(),
                            plan.inSync(),
                            steps,
                            plan.manual(),
                            plan.notPossible()),
                    after.state());
        }

        /** Why the first step that was not done was not done. */
        String firstReason() {
            return steps.stream()
                    .filter(step -> step.outcome() != GitLabPlanStep.Outcome.DONE)
                    .map(step -> step.subject() + ": " + step.reason())
                    .findFirst()
                    .orElse("");
        }
    }
}
