package dev.duoconfig.security;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that were verified a moment ago, with the callers they name. A token is recognized by the SHA-256 of the whole token,
 * which is itself not stored; tokens that fail verification are not remembered. docs/adr/0014-token-cache.md states the
 * consequences for security.
 */
@ApplicationScoped
@Startup
public class TokenCache {

    private static final Duration MAX_LIFETIME = Duration.ofMinutes(5);

    private final Cache<Hash, Verified> tokens;
    private final long lifetimeMillis;
    private final Clock clock;
    private final Counter hits;
    private final Counter misses;

    TokenCache(TokenCacheSettings settings, Clock clock, MeterRegistry meters) {
        var lifetime = settings.lifetime();
        if (lifetime.isNegative() || lifetime.compareTo(MAX_LIFETIME) > 0 || settings.maxTokens() < 1) {
            throw new ConfigurationException(
                    "DUO_TOKEN_CACHE_LIFETIME must be from 0s to 5m and DUO_TOKEN_CACHE_MAX_TOKENS at least 1.");
        }
        this.lifetimeMillis = lifetime.toMillis();
        this.clock = clock;
        this.tokens = Caffeine.newBuilder()
                .maximumSize(settings.maxTokens())
                .expireAfterWrite(lifetimeMillis, TimeUnit.MILLISECONDS)
                .build();
        this.hits = lookups("hit", meters);
        this.misses = lookups("miss", meters);
        Gauge.builder("duo.token.cache.size", tokens, Cache::estimatedSize)
                .description("Tokens remembered as verified")
                .register(meters);
    }

    private static Counter lookups(String result, MeterRegistry meters) {
        return Counter.builder("duo.token.cache.lookups")
                .description("Requests with a token, by whether the token was verified a moment ago")
                .tag("result", result)
                .register(meters);
    }

    /** The identity that the token names if it was verified a moment ago and is still valid, otherwise null. */
    public @Nullable SecurityIdentity find(String token) {
        var verified = verified(token);
        return verified == null ? null : verified.identity;
    }

    /** The same with the end of the time for which it holds. */
    @Nullable
    Verified verified(String token) {
        var verified = tokens.getIfPresent(Hash.of(token));
        return verified == null || !isValid(verified) ? null : verified;
    }

    /** Whether the verification of a token still holds. */
    boolean isValid(Verified verified) {
        return clock.millis() < verified.expiresAt && System.nanoTime() - verified.endNanos < 0;
    }

    /** Counts a request without a verification. A token is looked up more than once if its response is not prepared. */
    public void countHit() {
        hits.increment();
    }

    void countMiss() {
        misses.increment();
    }

    /** Remembers a token that was just verified: the caller, the roles, and the expiry only. */
    void remember(String token, SecurityIdentity identity) {
        if (lifetimeMillis == 0 || !(identity.getPrincipal() instanceof JsonWebToken claims)) {
            return;
        }
        var now = clock.millis();
        var expiry = TimeUnit.SECONDS.toMillis(claims.getExpirationTime());
        var expiresAt = Math.min(expiry, now + lifetimeMillis);
        if (expiresAt > now) {
            var caller = QuarkusSecurityIdentity.builder()
                    .setPrincipal(CallerPrincipal.of(identity))
                    .addAttribute(CurrentCaller.TOKEN_EXPIRY, claims.getExpirationTime())
                    .addRoles(identity.getRoles())
                    .build();
            tokens.put(
                    Hash.of(token),
                    new Verified(caller, expiresAt, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(lifetimeMillis)));
        }
    }

    /**
     * A caller whose token was verified.
     *
     * @param expiresAt when the token must be verified again, in milliseconds since 1970
     * @param endNanos the {@link System#nanoTime()} at which it must be, whatever happens to the clock
     */
    record Verified(SecurityIdentity identity, long expiresAt, long endNanos) {}

    /** A SHA-256 as four words, which compare faster than an array. */
    private record Hash(long first, long second, long third, long fourth) {

        static Hash of(String token) {
            try {
                var digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
                var words = ByteBuffer.wrap(digest);
                return new Hash(words.getLong(), words.getLong(), words.getLong(), words.getLong());
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
