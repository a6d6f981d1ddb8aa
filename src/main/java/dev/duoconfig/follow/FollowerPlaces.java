package dev.duoconfig.follow;

import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemType;
import dev.duoconfig.limit.ConcurrencyLimit;
import dev.duoconfig.security.CallerKey;

/** A number of places for requests that stay open. One caller gets at most half of them. */
final class FollowerPlaces {

    private static final int RETRY_SECONDS = 5;

    private final String requests;
    private final int maxOfCaller;
    private final ConcurrencyLimit places;

    /**
     * Creates the places, all of them free.
     *
     * @param requests the name of the requests in problems, in the plural
     */
    FollowerPlaces(String requests, int max) {
        this.requests = requests;
        this.maxOfCaller = Math.max(1, max / 2);
        this.places = new ConcurrencyLimit(maxOfCaller, max);
    }

    /** Takes a place. Ends the request with a 429 if the caller has all it can have, or with a 503 if no place is free. */
    void take(CallerKey caller) {
        if (!places.tryEnter(caller)) {
            throw places.hasAll(caller) ? callerHasAll() : noneIsFree();
        }
    }

    /** Gives back a place that the caller took. */
    void release(CallerKey caller) {
        places.leave(caller);
    }

    private ApiException callerHasAll() {
        return ApiException.retryAfter(
                ProblemType.RATE_LIMITED,
                "Limit: %d %s per caller at the same time; end one, or try again in %d s."
                        .formatted(maxOfCaller, requests, RETRY_SECONDS),
                RETRY_SECONDS);
    }

    private ApiException noneIsFree() {
        return new ApiException(
                ProblemType.UNAVAILABLE, "This instance has no place for more %s; try again.".formatted(requests));
    }
}
