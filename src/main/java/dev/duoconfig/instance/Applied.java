package dev.duoconfig.instance;

import java.util.List;

/**
 * The result of an apply.
 *
 * @param steps the steps with their outcomes
 * @param done whether all steps were done
 * @param after the state afterward
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
