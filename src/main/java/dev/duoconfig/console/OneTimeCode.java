package dev.duoconfig.console;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;

/** A secret that can be redeemed once, for a short time. Only its hash is kept. */
final class OneTimeCode {

    /** The time for which a code is valid. */
    static final Duration LIFETIME = Duration.ofMinutes(10);

    /** The number of attempts to redeem it per minute. */
    static final int MAX_ATTEMPTS = 10;

    private static final int BYTES = 32;

    private final byte[] hash;
    private final Instant expiry;
    private final Bucket attempts = Bucket.builder()
            .addLimit(limit -> limit.capacity(MAX_ATTEMPTS).refillGreedy(MAX_ATTEMPTS, Duration.ofMinutes(1)))
            .build();

    private boolean isUsed;

    /** Keeps the hash of a code that is valid from now on. */
    OneTimeCode(String code, Instant now) {
        this.hash = hash(code);
        this.expiry = now.plus(LIFETIME);
    }

    /** A new code of 256 bits, in characters that a URL takes as they are. */
    static String random(SecureRandom random) {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Counts an attempt. Count before redeeming, so that codes cannot be tried out for free. */
    ConsumptionProbe count() {
        return attempts.tryConsumeAndReturnRemaining(1);
    }

    /** Whether this is the code, and it is valid; it is then used up. */
    synchronized boolean redeem(String attempt, Instant now) {
        // In constant time, and before anything else is looked at.
        var isTheCode = MessageDigest.isEqual(hash, hash(attempt));
        if (!isTheCode || isUsed || !now.isBefore(expiry)) {
            return false;
        }
        isUsed = true;
        return true;
    }

    private static byte[] hash(String code) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(code.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
