package dev.duoconfig.security;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.lang.UnresolvableKeyException;
import org.jspecify.annotations.Nullable;

/** Logs why tokens are refused: each reason at most once in ten minutes for an issuer, and never a token or a claim's value. */
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
                "its issuer (iss) is not the one in the discovery document of %sISSUER",
                ErrorCodes.ISSUER_INVALID, ErrorCodes.ISSUER_MISSING),
        NO_ISSUER("its issuer (iss) is none of those that DUO_OIDC_ISSUER or DUO_OIDC_<NAME>_ISSUER name"),
        AUDIENCE(
                "its audience (aud) does not contain the value of %sAUDIENCE",
                ErrorCodes.AUDIENCE_INVALID, ErrorCodes.AUDIENCE_MISSING),
        EXPIRED("it has expired", ErrorCodes.EXPIRED),
        NO_EXPIRY("it has no expiry (exp)", ErrorCodes.EXPIRATION_MISSING),
        NOT_YET_VALID("it is not valid yet; compare the clocks", ErrorCodes.NOT_YET_VALID),
        KIND("its type is not that of an access token, or its name is not a text", ErrorCodes.MISCELLANEOUS),
        NO_JWT("it is not a signed JWT"),
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
    private final Map<Key, Long> nextMillis = new HashMap<>();

    RefusedTokens(Clock clock) {
        this.clock = clock;
    }

    /** Logs that a token of an issuer could not be verified. */
    void unverified(Throwable failure, IssuerId issuer) {
        refused(reason(failure), issuer);
    }

    /**
     * Logs that a token was refused.
     *
     * @param issuer null if the token is of none of the issuers
     */
    void refused(Reason reason, @Nullable IssuerId issuer) {
        var variables = issuer == null ? "" : issuer.variable("");
        if (isDue(reason, variables)) {
            LOG.warnf(
                    "A token is refused: %s. Further ones with this reason are not logged for %d minutes.",
                    reason.text.formatted(variables), INTERVAL.toMinutes());
        }
    }

    /**
     * Logs that a token grants no role.
     *
     * @param claim the name of the claim with the roles
     * @param isPresent whether the token has the claim
     */
    void withoutRole(IssuerId issuer, String claim, boolean isPresent) {
        if (isDue(isPresent ? Reason.NO_VALUE : Reason.NO_CLAIM, issuer.variable(""))) {
            LOG.warnf(
                    "A token grants no role: %s '%s', which %s names, and no claims in %s hold. Further ones with this reason are not"
                            + " logged for %d minutes.",
                    isPresent
                            ? variables(issuer, IssuerVariables::values) + " list none of the values in its claim"
                            : "it has no claim",
                    claim,
                    issuer.variable(IssuerVariables.ROLE_CLAIM),
                    variables(issuer, IssuerVariables::claims),
                    INTERVAL.toMinutes());
        }
    }

    private static String variables(IssuerId issuer, UnaryOperator<String> setting) {
        return Roles.ALL.stream()
                .map(role -> issuer.variable(setting.apply(role)))
                .collect(Collectors.joining(", "));
    }

    private synchronized boolean isDue(Reason reason, String issuer) {
        var now = clock.millis();
        var key = new Key(reason, issuer);
        if (now < nextMillis.getOrDefault(key, Long.MIN_VALUE)) {
            return false;
        }
        nextMillis.put(key, now + INTERVAL.toMillis());
        return true;
    }

    /** What is logged once: a reason, for the variables of one issuer. */
    private record Key(Reason reason, String issuer) {}

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
