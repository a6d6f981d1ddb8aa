package dev.duoconfig.instance;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.duoconfig.apikey.StoredApiKeys;
import dev.duoconfig.audit.AuditEvent;
import dev.duoconfig.gitlab.GitLabException;
import dev.duoconfig.gitlab.GitLabMutations;
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
     * @param lease the lease on the instance
     */
    Applied apply(Comparisons.Target target, Comparison comparison, Caller caller, Lease lease, Patience patience) {
        var instance = comparison.instance();
        comparison.known().found(comparison.plan(), comparison.there());
        statuses.applying(instance.id(), comparison.stored());
        var results = runner(target, comparison, patience)
                .run(comparison.plan().steps(), done -> reasonToStop(instance.id(), done, lease));
        var steps = PlanSteps.made(results);
        if (results.stream().anyMatch(result -> result.outcome() != GitLabPlanStep.Outcome.SKIPPED)) {
            record(instance, caller, comparison.stored().plan(), Map.of("steps", steps));
        }
        var done = results.stream().allMatch(result -> result.outcome() == GitLabPlanStep.Outcome.DONE);
        var applied = results.stream().anyMatch(result -> result.outcome() == GitLabPlanStep.Outcome.DONE);
        metrics.applied(
                done
                        ? InstanceMetrics.ApplyOutcome.DONE
                        : applied ? InstanceMetrics.ApplyOutcome.INCOMPLETE : InstanceMetrics.ApplyOutcome.FAILED);
        return new Applied(steps, done, after(target, comparison, applied, firstFailure(results), patience));
    }

    /** Records an apply that another replica began and did not finish, so that the audit has it. */
    void recordInterrupted(InstanceConnection instance) {
        statuses.interrupted(instance.id()).ifPresent(interrupted -> {
            var plan = interrupted.plan().plan();
            record(instance, Caller.SYSTEM, plan, Map.of("interrupted_after_steps", interrupted.stepsDone()));
            statuses.failed(
                    instance.id(),
                    "An apply was interrupted after %d of %d steps. Apply again to continue."
                            .formatted(interrupted.stepsDone(), plan.steps().size()),
                    true);
        });
    }

    private StepRunner runner(Comparisons.Target target, Comparison comparison, Patience patience) {
        var models = comparison.desired().snapshot().models();
        return new StepRunner(
                new GitLabMutations(target.newClient(), settings.timeout()),
                comparison.there().offered(),
                comparison.known(),
                modelId -> String.valueOf(apiKeys.open(Objects.requireNonNull(models.get(modelId)))),
                patience);
    }

    private @Nullable String reasonToStop(long instanceId, int done, Lease lease) {
        if (statuses.progress(instanceId, done)) {
            return "The apply was stopped by a request.";
        }
        if (!lease.isHeld()) {
            return "Another replica has taken over the instance.";
        }
        var current = entitlement();
        return current.entitled() ? null : current.sentence();
    }

    /** Reads the GitLab again: only that shows whether it is as it should be. */
    private StoredPlan after(
            Comparisons.Target target,
            Comparison before,
            boolean applied,
            @Nullable String failure,
            Patience patience) {
        var id = before.instance().id();
        try {
            var now = comparisons.compare(target, false, patience);
            var error = failure != null || now.inSync() ? failure : unexplained(now);
            statuses.checked(
                    id, now.stored(), error == null ? Outcome.of(true, applied) : Outcome.failed(applied, error));
            return now.stored();
        } catch (GitLabException e) {
            statuses.checked(id, before.stored(), Outcome.failed(applied, failure == null ? e.detail() : failure));
            return before.stored();
        }
    }

    private static String unexplained(Comparison now) {
        return "GitLab accepted all changes, but differs afterwards in: "
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
                        Map.of("steps", plan.steps()),
                        after));
    }

    /**
     * The result of an apply.
     *
     * @param steps the steps with their outcomes
     * @param done whether all steps were done
     * @param after the state afterwards
     */
    record Applied(List<GitLabPlanStep> steps, boolean done, StoredPlan after) {

        /** The state afterwards, with the steps that led to it. */
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
