package dev.duoconfig.instance;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.duoconfig.audit.AuditEvent;
import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.instance.InstanceStatuses.Interrupted;
import dev.duoconfig.security.Caller;
import dev.duoconfig.store.ConfigurationWriter;
import dev.duoconfig.store.WriteKind;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Records applies as audit events of the revision that was applied: the plan before, and the outcome of each step after. */
@ApplicationScoped
class ApplyAudit {

    private static final int MAX_STEPS = 200;

    private static final Duration PAUSE = Duration.ofMillis(500);

    private final ConfigurationWriter writer;

    ApplyAudit(ConfigurationWriter writer) {
        this.writer = writer;
    }

    /** Records the steps of an apply. Waits for a long write of another caller, because what was done has to be in the audit. */
    void record(Comparison comparison, Caller caller, List<GitLabPlanStep> steps, Lease lease) {
        var plan = comparison.stored().plan();
        while (true) {
            try {
                record(comparison.instance(), caller, plan, shown(steps));
                return;
            } catch (ApiException e) {
                if (!e.isTransient() || !lease.pause(PAUSE)) {
                    throw e;
                }
            }
        }
    }

    /** Records an apply of which nobody knows how it ended. */
    void recordInterrupted(InstanceConnection instance, Interrupted interrupted) {
        var after = new LinkedHashMap<String, @Nullable Object>();
        after.put("interrupted_after_steps", interrupted.stepsDone());
        after.put("begun_by", interrupted.actor());
        record(instance, Caller.SYSTEM, interrupted.plan().plan(), after);
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
        return Map.of("steps", steps.subList(0, Math.min(steps.size(), MAX_STEPS)), "step_count", steps.size());
    }
}
