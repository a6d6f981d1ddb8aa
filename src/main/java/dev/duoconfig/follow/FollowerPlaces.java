package dev.duoconfig.follow;

import java.util.HashMap;
import java.util.Map;

import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemType;
import dev.duoconfig.security.CallerKey;

/** A number of places for requests that stay open. One caller gets at most half of them. */
final class FollowerPlaces {

    private static final int RETRY_SECONDS = 5;

    private final String requests;
    private final int max;
    private final int maxOfCaller;

    /** The number of places that each caller has; callers without a place have no entry. */
    private final Map<CallerKey, Integer> taken = new HashMap<>();

    private int total;

    /**
     * Creates the places, all of them free.
     *
     * @param requests the name of the requests in problems, in the plural
     */
    FollowerPlaces(String requests, int max) {
        this.requests = requests;
        this.max = max;
        this.maxOfCaller = Math.max(1, max / 2);
    }

    /** Takes a place. Ends the request with a 429 if the caller has all it can have, or with a 503 if no place is free. */
    synchronized void take(CallerKey caller) {
        if (taken.getOrDefault(caller, 0) >= maxOfCaller) {
            throw ApiException.retryAfter(
                    ProblemType.RATE_LIMITED,
                    "Limit: %d %s per caller at the same time; end one, or try again in %d s."
                            .formatted(maxOfCaller, requests, RETRY_SECONDS),
                    RETRY_SECONDS);
        }
        if (total >= max) {
            throw new ApiException(
                    ProblemType.UNAVAILABLE, "This instance has no place for more %s; try again.".formatted(requests));
        }
        taken.merge(caller, 1, Integer::sum);
        total++;
    }

    /** Gives back a place that the caller took. */
    synchronized void release(CallerKey caller) {
        taken.computeIfPresent(caller, (key, own) -> own == 1 ? null : own - 1);
        total--;
    }
}
