package dev.duoconfig.check;

import java.util.List;

import dev.duoconfig.check.CheckReport.CheckStatus;
import dev.duoconfig.check.CheckReport.CheckSuggestion;

/**
 * The outcome of one step.
 *
 * @param detail what happened
 * @param summary the meaning for the whole check, if this is its last step
 */
record StepOutcome(CheckStatus status, String detail, String summary, List<CheckSuggestion> suggestions) {

    static StepOutcome passed(String detail, String summary) {
        return new StepOutcome(CheckStatus.PASSED, detail, summary, List.of());
    }

    static StepOutcome skipped(String detail) {
        return new StepOutcome(CheckStatus.SKIPPED, detail, detail, List.of());
    }

    /** @param summary the meaning of the fault, and what to do about it */
    static StepOutcome failed(String detail, String summary) {
        return failed(detail, summary, List.of());
    }

    static StepOutcome failed(String detail, String summary, List<CheckSuggestion> suggestions) {
        return new StepOutcome(CheckStatus.FAILED, detail, summary, suggestions);
    }
}
