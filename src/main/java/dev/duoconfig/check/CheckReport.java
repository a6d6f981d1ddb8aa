package dev.duoconfig.check;

import java.util.List;

import dev.duoconfig.resolve.CheckStatus;
import org.jspecify.annotations.Nullable;

/**
 * The result of a check.
 *
 * @param status {@code skipped} if there was nothing to run
 * @param summary the meaning of the result, and what to do
 * @param durationMs milliseconds, for all steps together
 * @param steps up to the last one that was run; a failed step is always the last
 */
record CheckReport(
        CheckStatus status, String summary, long durationMs, List<CheckStep> steps, List<CheckSuggestion> suggestions) {

    /** The steps, in the order in which they are run. */
    enum StepName {
        OUTBOUND_POLICY,
        CONNECT,
        TLS,
        LIST_MODELS,
        COMPLETION,
        GATEWAY_HEALTH,
        GATEWAY_PROMPT,
        TOOL_CALL,
        AGENT_PLATFORM_CONNECT,
        AGENT_PLATFORM_TLS
    }

    /**
     * One step of a check.
     *
     * @param detail what happened, without any text that another server sent
     * @param serverMessage what the server said about its error, redacted; null if it said nothing, or there was no response
     * @param durationMs milliseconds
     */
    record CheckStep(
            StepName name,
            CheckStatus status,
            String detail,
            @Nullable String serverMessage,
            long durationMs) {}

    /**
     * A value that would probably help.
     *
     * @param field the property of the model, {@code url} of the gateway, or {@code outbound_allowlist} of the gateway for an entry to
     *     add to it
     * @param reason the reason for the suggestion
     */
    record CheckSuggestion(String field, String value, String reason) {}
}
