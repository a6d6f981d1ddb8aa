package dev.duoconfig.http.problem;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The parts of a problem that only some types have.
 *
 * @param usedBy the features that use the model
 * @param featureStatus the status of the feature's resolution
 * @param reason the reason of the feature's resolution
 * @param steps the steps of an apply with their outcomes
 * @param retryAfterSeconds the value of {@code Retry-After}; sent for transient problems only
 */
record ProblemExtras(
        @Nullable List<String> usedBy,
        @Nullable String featureStatus,
        @Nullable String reason,
        @Nullable List<?> steps,
        long retryAfterSeconds) {

    /** Transient problems are usually over by then. */
    private static final long SOON_SECONDS = 2;

    static final ProblemExtras NONE = new ProblemExtras(null, null, null, null, SOON_SECONDS);

    static ProblemExtras usedBy(List<String> features) {
        return new ProblemExtras(List.copyOf(features), null, null, null, SOON_SECONDS);
    }

    static ProblemExtras feature(String status, String reason) {
        return new ProblemExtras(null, status, reason, null, SOON_SECONDS);
    }

    static ProblemExtras steps(List<?> steps) {
        return new ProblemExtras(null, null, null, List.copyOf(steps), SOON_SECONDS);
    }

    static ProblemExtras retryAfter(long seconds) {
        return new ProblemExtras(null, null, null, null, seconds);
    }
}
