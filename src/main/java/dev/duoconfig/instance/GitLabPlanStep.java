package dev.duoconfig.instance;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * One step of a plan as the API returns it.
 *
 * @param subject the object that changes, such as the name of a model
 * @param before the present values; null if there are none
 * @param after the values to set; null if there are none afterward
 * @param apiKey what happens to the API key; null if there is none
 * @param outcome null in a plan
 * @param reason why the step failed or was skipped
 */
record GitLabPlanStep(
        Action action,
        String subject,
        @Nullable JsonNode before,
        @Nullable JsonNode after,
        Step.@Nullable KeyTransfer apiKey,
        @Nullable Outcome outcome,
        @Nullable String reason) {

    GitLabPlanStep with(Outcome newOutcome, @Nullable String newReason) {
        return new GitLabPlanStep(action, subject, before, after, apiKey, newOutcome, newReason);
    }

    /** The kind of change. */
    enum Action {
        SET_GATEWAY,
        CREATE_MODEL,
        UPDATE_MODEL,
        SET_FEATURES,
        DELETE_MODEL;

        @JsonValue
        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The outcome of a step. */
    enum Outcome {
        DONE,
        FAILED,
        SKIPPED;

        @JsonValue
        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
