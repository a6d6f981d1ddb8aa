package dev.duoconfig.instance;

import dev.duoconfig.instance.GitLabPlanStep.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * The result of a step.
 *
 * @param reason why it failed or was skipped; null if it was done
 * @param hasEffect whether it may have changed something, although it failed
 */
record StepResult(Step step, Outcome outcome, @Nullable String reason, boolean hasEffect) {

    static StepResult done(Step step) {
        return new StepResult(step, Outcome.DONE, null, true);
    }

    static StepResult failed(Step step, String reason, boolean hasEffect) {
        return new StepResult(step, Outcome.FAILED, reason, hasEffect);
    }

    static StepResult skipped(Step step, String reason) {
        return new StepResult(step, Outcome.SKIPPED, reason, false);
    }
}
