package dev.duoconfig.security;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemType;
import dev.duoconfig.limit.ConcurrencyLimit;
import io.github.bucket4j.Bucket;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Limits how often, and how often at once, callers can make the service call other servers, so that it cannot be used against
 * them, and no caller can take the threads and connections of all others.
 */
@ApplicationScoped
@Startup
public class CallerRateLimits {

    /** The number of operations of one kind that run at once for one caller. */
    public static final int MAX_AT_ONCE_PER_CALLER = 4;

    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final int MAX_CALLERS = 10_000;

    /** The number of operations of one kind that run at once for all callers. */
    private static final int MAX_AT_ONCE = 16;

    /** The limited operations. Each kind has its own places, and each rate one bucket per caller. */
    public enum Kind {
        CHECK(Rate.CHECKS, ProblemType.TOO_MANY_CHECKS),
        SYNC(Rate.SYNCS, ProblemType.RATE_LIMITED),
        IMPORT(Rate.SYNCS, ProblemType.RATE_LIMITED),
        GITLAB(Rate.SYNCS, ProblemType.RATE_LIMITED);

        private final Rate rate;
        private final ProblemType tooManyAtOnce;

        Kind(Rate rate, ProblemType tooManyAtOnce) {
            this.rate = rate;
            this.tooManyAtOnce = tooManyAtOnce;
        }
    }

    private enum Rate {
        CHECKS,
        SYNCS
    }

    private final CurrentCaller caller;
    private final RateLimitSettings settings;

    /** A bucket that is unused for the period is full again, so evicting it changes nothing. */
    private final Cache<Key, Bucket> buckets = Caffeine.newBuilder()
            .expireAfterAccess(PERIOD)
            .maximumSize(MAX_CALLERS)
            .build();

    private final Map<Kind, ConcurrencyLimit> places = new EnumMap<>(Kind.class);

    CallerRateLimits(CurrentCaller caller, RateLimitSettings settings) {
        this.caller = caller;
        this.settings = settings;
        if (settings.checks() < 1 || settings.syncs() < 1) {
            throw new ConfigurationException("DUO_RATE_LIMIT_CHECKS and DUO_RATE_LIMIT_SYNCS must be at least 1.");
        }
        for (var kind : Kind.values()) {
            places.put(kind, new ConcurrencyLimit(MAX_AT_ONCE_PER_CALLER, MAX_AT_ONCE));
        }
    }

    /**
     * Counts the current request and runs it, or ends it with a 429 and {@code Retry-After} if the caller has reached a limit.
     * Count before validating, so that requests cannot be tried out for free.
     */
    public <T> T run(Kind kind, Supplier<T> request) {
        count(kind);
        var key = caller.key();
        var places = places(kind);
        if (!places.tryEnter(key)) {
            throw tooManyAtOnce(kind);
        }
        try {
            return request.get();
        } finally {
            places.leave(key);
        }
    }

    /** Counts the current request, or ends it with a 429 and {@code Retry-After} if the caller has reached the limit. */
    public void count(Kind kind) {
        var probe =
                buckets.get(new Key(kind.rate, caller.key()), this::fullBucket).tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            var seconds = 1 + TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill());
            throw ApiException.retryAfter(
                    ProblemType.RATE_LIMITED,
                    "Limit: " + perMinute(kind.rate) + " such requests per minute and caller; try again in " + seconds
                            + " s.",
                    seconds);
        }
    }

    /** Runs a part of a request that was counted, as soon as fewer operations run for its caller. */
    public <T> T runInTurn(Kind kind, CallerKey key, Supplier<T> part) throws InterruptedException {
        var places = places(kind);
        places.enter(key);
        try {
            return part.get();
        } finally {
            places.leave(key);
        }
    }

    private ConcurrencyLimit places(Kind kind) {
        return Objects.requireNonNull(places.get(kind));
    }

    private static ApiException tooManyAtOnce(Kind kind) {
        return new ApiException(
                kind.tooManyAtOnce,
                "Limit: " + MAX_AT_ONCE_PER_CALLER + " such requests at once per caller, and " + MAX_AT_ONCE
                        + " in total; try again when one of them has finished.");
    }

    private Bucket fullBucket(Key key) {
        var perMinute = perMinute(key.rate);
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, PERIOD))
                .build();
    }

    private int perMinute(Rate rate) {
        return switch (rate) {
            case CHECKS -> settings.checks();
            case SYNCS -> settings.syncs();
        };
    }

    private record Key(Rate rate, CallerKey caller) {}
}
