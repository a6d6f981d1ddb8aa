package dev.duoconfig.check;

import java.util.List;

import dev.duoconfig.check.CheckReport.CheckSuggestion;
import dev.duoconfig.resolve.CheckStatus;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one step.
 *
 * @param detail what happened
 * @param summary the meaning for the whole check, if this is its last step
 * @param serverMessage what the server said about its error, fit to be shown; null if it said nothing
 */
record StepOutcome(
        CheckStatus status,
        String detail,
        String summary,
        List<CheckSuggestion> suggestions,
        @Nullable String serverMessage) {

    static StepOutcome passed(String detail, String summary) {
        return new StepOutcome(CheckStatus.PASSED, detail, summary, List.of(), null);
    }

    static StepOutcome skipped(String detail) {
        return new StepOutcome(CheckStatus.SKIPPED, detail, detail, List.of(), null);
    }

    /** @param summary the meaning of the fault, and what to do about it */
    static StepOutcome failed(String detail, String summary) {
        return failed(detail, summary, List.of());
    }

    static StepOutcome failed(String detail, String summary, List<CheckSuggestion> suggestions) {
        return new StepOutcome(CheckStatus.FAILED, detail, summary, suggestions, null);
    }

    StepOutcome withServerMessage(@Nullable String message) {
        return new StepOutcome(status, detail, summary, suggestions, message);
    }

    /** The same failure with another meaning, which is known better now. */
    StepOutcome explained(String betterSummary, List<CheckSuggestion> betterSuggestions) {
        return new StepOutcome(status, detail, betterSummary, betterSuggestions, serverMessage);
    }
}
