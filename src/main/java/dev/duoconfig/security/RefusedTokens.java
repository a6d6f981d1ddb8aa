package dev.duoconfig.security;

import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.lang.UnresolvableKeyException;

/** Logs why tokens are refused: each reason at most once in ten minutes, and never a token or a claim's value. */
@ApplicationScoped
class RefusedTokens {

    /** The time in which a reason is logged once. */
    static final Duration INTERVAL = Duration.ofMinutes(10);

    private static final Logger LOG = Logger.getLogger(RefusedTokens.class);
    private static final int MAX_CAUSES = 20;

    /** No error code of the library. */
    private static final int NONE = -1;

    /** The reasons, in the order in which they are looked for. */
    enum Reason {
        UNKNOWN_KEY("it is signed with a key that the issuer does not publish"),
        SIGNATURE(
                "its signature is invalid or missing, or uses an algorithm that is not accepted",
                ErrorCodes.SIGNATURE_INVALID,
                ErrorCodes.SIGNATURE_MISSING),
        ISSUER(
                "its issuer (iss) is not the one in the discovery document of DUO_OIDC_ISSUER",
                ErrorCodes.ISSUER_INVALID,
                ErrorCodes.ISSUER_MISSING),
        AUDIENCE(
                "its audience (aud) does not contain the value of DUO_OIDC_AUDIENCE",
                ErrorCodes.AUDIENCE_INVALID,
                ErrorCodes.AUDIENCE_MISSING),
        EXPIRED("it has expired", ErrorCodes.EXPIRED),
        NO_EXPIRY("it has no expiry (exp)", ErrorCodes.EXPIRATION_MISSING),
        NOT_YET_VALID("it is not valid yet; compare the clocks", ErrorCodes.NOT_YET_VALID),
        KIND("its type is not that of an access token, or its name is not a text", ErrorCodes.MISCELLANEOUS),
        NO_CLAIM("it has no claim with roles"),
        NO_VALUE("its claim with roles grants none"),
        NO_CALLER("it names no caller; it needs a sub or a name"),
        OTHER("it is malformed, or a claim that it needs is missing or invalid");

        private final String text;
        private final int invalid;
        private final int missing;

        Reason(String text) {
            this(text, NONE, NONE);
        }

        Reason(String text, int errorCode) {
            this(text, errorCode, errorCode);
        }

        Reason(String text, int invalid, int missing) {
            this.text = text;
            this.invalid = invalid;
            this.missing = missing;
        }

        private boolean isThatOf(InvalidJwtException failure) {
            return failure.hasErrorCode(invalid) || failure.hasErrorCode(missing);
        }
    }

    private final Clock clock;
    private final Map<Reason, Long> nextMillis = new EnumMap<>(Reason.class);

    RefusedTokens(Clock clock) {
        this.clock = clock;
    }

    /** Logs that a token could not be verified. */
    void unverified(Throwable failure) {
        refused(reason(failure));
    }

    /** Logs that a token was refused. */
    void refused(Reason reason) {
        if (isDue(reason)) {
            LOG.warnf(
                    "A token is refused: %s. Further ones with this reason are not logged for %d minutes.",
                    reason.text, INTERVAL.toMinutes());
        }
    }

    /**
     * Logs that a token grants no role.
     *
     * @param claim the name of the claim with the roles
     * @param isPresent whether the token has the claim
     */
    void withoutRole(String claim, boolean isPresent) {
        if (isDue(isPresent ? Reason.NO_VALUE : Reason.NO_CLAIM)) {
            LOG.warnf(
                    "A token grants no role: %s '%s', which DUO_OIDC_ROLE_CLAIM names. Further ones with this reason are not logged"
                            + " for %d minutes.",
                    isPresent
                            ? "DUO_OIDC_ADMIN_VALUES, DUO_OIDC_VIEWER_VALUES, and DUO_OIDC_RESOLVER_VALUES list none of the values"
                                    + " in its claim"
                            : "it has no claim",
                    claim,
                    INTERVAL.toMinutes());
        }
    }

    private synchronized boolean isDue(Reason reason) {
        var now = clock.millis();
        if (now < nextMillis.getOrDefault(reason, Long.MIN_VALUE)) {
            return false;
        }
        nextMillis.put(reason, now + INTERVAL.toMillis());
        return true;
    }

    private static Reason reason(Throwable failure) {
        var cause = failure;
        InvalidJwtException invalid = null;
        for (var i = 0; cause != null && i < MAX_CAUSES; i++) {
            if (cause instanceof UnresolvableKeyException) {
                return Reason.UNKNOWN_KEY;
            }
            if (cause instanceof InvalidJwtException found) {
                invalid = found;
            }
            cause = cause.getCause();
        }
        if (invalid != null) {
            for (var reason : Reason.values()) {
                if (reason.isThatOf(invalid)) {
                    return reason;
                }
            }
        }
        return Reason.OTHER;
    }
}
