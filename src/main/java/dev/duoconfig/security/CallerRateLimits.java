package dev.duoconfig.security;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemType;
import io.github.bucket4j.Bucket;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;

/** Limits how often one caller can make the service call other servers, so that it cannot be used against them. */
@ApplicationScoped
@Startup
public class CallerRateLimits {

    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final int MAX_CALLERS = 10_000;

    /** The limited operations. Each kind has one bucket per caller. */
    public enum Kind {
        CHECK,
        SYNC
    }

    private final CurrentCaller caller;
    private final RateLimitSettings settings;

    /** A bucket that is unused for the period is full again, so evicting it changes nothing. */
    private final Cache<Key, Bucket> buckets = Caffeine.newBuilder()
            .expireAfterAccess(PERIOD)
            .maximumSize(MAX_CALLERS)
            .build();

    CallerRateLimits(CurrentCaller caller, RateLimitSettings settings) {
        this.caller = caller;
        this.settings = settings;
        if (settings.checks() < 1 || settings.syncs() < 1) {
            throw new ConfigurationException("DUO_RATE_LIMIT_CHECKS and DUO_RATE_LIMIT_SYNCS must be at least 1.");
        }
    }

    /** Counts the current request, or ends it with a 429 and {@code Retry-After} if the caller has reached the limit. */
    public void take(Kind kind) {
        var key = new Key(kind, caller.key());
        var probe = buckets.get(key, this::fullBucket).tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            var seconds = 1 + TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill());
            throw ApiException.retryAfter(
                    ProblemType.RATE_LIMITED,
                    "Limit: " + perMinute(kind) + " such requests per minute and caller; try again in " + seconds
                            + " s.",
                    seconds);
        }
    }

    private Bucket fullBucket(Key key) {
        var perMinute = perMinute(key.kind);
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, PERIOD))
                .build();
    }

    private int perMinute(Kind kind) {
        return switch (kind) {
            case CHECK -> settings.checks();
            case SYNC -> settings.syncs();
        };
    }

    private record Key(Kind kind, CallerKey caller) {}
}
