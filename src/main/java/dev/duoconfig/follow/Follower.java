package dev.duoconfig.follow;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import dev.duoconfig.security.CallerKey;

/**
 * A caller that follows the configuration until its token expires.
 *
 * @param tokenExpiry the moment from which the token is no longer valid
 */
record Follower(CallerKey caller, Instant tokenExpiry) {

    /** Longer than any connection lasts, and short enough for every timer. */
    private static final Duration MAX_REMAINING = Duration.ofDays(365);

    /** The time for which the token remains valid, in milliseconds. */
    long remainingMillis(Clock clock) {
        var remaining = Duration.between(clock.instant(), tokenExpiry);
        return remaining.compareTo(MAX_REMAINING) > 0 ? MAX_REMAINING.toMillis() : Math.max(remaining.toMillis(), 0);
    }
}
