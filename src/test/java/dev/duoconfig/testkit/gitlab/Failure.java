package dev.duoconfig.testkit.gitlab;

import org.jspecify.annotations.Nullable;

/**
 * Bad behavior of a {@link GitLabDouble} in one call.
 *
 * @param status the status of the response; 0 if there is no response
 * @param text the header {@code Retry-After} of a status, or the error of a refused mutation; null for none
 */
public record Failure(Kind kind, int status, @Nullable String text) {

    /** How a call fails. */
    public enum Kind {
        /** There is a response with a status other than 200, and nothing is done. */
        STATUS,
        /** The result of the mutation has an error, and nothing is done. */
        REFUSED,
        /** There is no response until the double is closed, and nothing is done. */
        HANG,
        /** The connection ends without a response, and nothing is done. */
        CUT_BEFORE,
        /** The connection ends without a response, but the call is done. */
        CUT_AFTER
    }

    public static Failure status(int status) {
        return new Failure(Kind.STATUS, status, null);
    }

    public static Failure tooManyRequests(String retryAfter) {
        return new Failure(Kind.STATUS, 429, retryAfter);
    }

    /**
     * A refused mutation.
     *
     * @param error the error in the result of the mutation
     */
    public static Failure refused(String error) {
        return new Failure(Kind.REFUSED, 200, error);
    }

    public static Failure hangs() {
        return new Failure(Kind.HANG, 0, null);
    }

    public static Failure cutBefore() {
        return new Failure(Kind.CUT_BEFORE, 0, null);
    }

    public static Failure cutAfter() {
        return new Failure(Kind.CUT_AFTER, 0, null);
    }
}
