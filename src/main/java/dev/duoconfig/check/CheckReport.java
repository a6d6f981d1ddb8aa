package dev.duoconfig.check;

import java.util.List;

/**
 * What a check found out.
 *
 * @param status skipped when there was nothing that could be asked
 * @param summary what it means and what to do
 * @param steps as far as the check came; a failed one is the last
 */
record CheckReport(
        CheckStatus status,
        String summary,
        long durationMs,
        List<CheckStep> steps,
        List<CheckSuggestion> suggestions) {}
