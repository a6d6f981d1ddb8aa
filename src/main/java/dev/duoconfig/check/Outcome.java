package dev.duoconfig.check;

import java.util.List;

/**
 * What came of one step.
 *
 * @param detail what happened
 * @param summary what that means for the whole check, should this be its last step
 */
record Outcome(CheckStatus status, String detail, String summary, List<CheckSuggestion> suggestions) {

    static Outcome passed(String detail, String summary) {
        return new Outcome(CheckStatus.PASSED, detail, summary, List.of());
    }

    static Outcome skipped(String detail) {
        return new Outcome(CheckStatus.SKIPPED, detail, detail, List.of());
    }

    /** @param summary what the fault means, and what to do about it */
    static Outcome failed(String detail, String summary) {
        return failed(detail, summary, List.of());
    }

    static Outcome failed(String detail, String summary, List<CheckSuggestion> suggestions) {
        return new Outcome(CheckStatus.FAILED, detail, summary, suggestions);
    }
}
