package dev.duoconfig.security;

import java.security.cert.CertPathBuilderException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The state of an issuer: when its keys were last read, and whether it can be used. For local tokens, all is well. See docs/framework.md. */
public final class IssuerState {

    private static final Logger LOG = Logger.getLogger(IssuerState.class);

    /** The time in which a lasting failure is logged once. */
    private static final Duration LOG_INTERVAL = Duration.ofMinutes(10);

    private static final int MAX_CAUSES = 20;

    private final IssuerId id;
    private final Clock clock;

    private volatile boolean failing;
    private volatile boolean keysKnown;
    private volatile long keysReadMillis;
    private volatile @Nullable String misconfiguration;
    private volatile @Nullable String tokenOrigin;
    private long nextLogMillis;
    private long nextEmptyLogMillis;

    IssuerState(IssuerId id, Clock clock) {
        this.id = id;
        this.clock = clock;
    }

    /** The issuer, as the settings name it. */
    public IssuerId id() {
        return id;
    }

    /** The origins that a page calls to get a token: that of the issuer and, once known, that of its token endpoint. */
    public Set<String> signInOrigins() {
        return Stream.of(IssuerDocuments.origin(id.url()), tokenOrigin)
                .flatMap(Stream::ofNullable)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Whether tokens can be verified, because the keys have been read at least once. */
    public boolean canVerifyTokens() {
        return keysKnown || id.url() == null;
    }

    /** Whether the latest attempt to read the issuer's documents succeeded. */
    public boolean isResponding() {
        return canVerifyTokens() && !failing;
    }

    /** The time since the keys were last read; zero if they never were. */
    public Duration keysAge() {
        return keysKnown ? Duration.ofMillis(Math.max(0, clock.millis() - keysReadMillis)) : Duration.ZERO;
    }

    /** The reason why the issuer cannot be the right one; null if there is none. */
    @Nullable
    String misconfiguration() {
        return misconfiguration;
    }

    /** Records the origin of the token endpoint; null if there is none. */
    void tokenOriginRead(@Nullable String origin) {
        tokenOrigin = origin;
    }

    /** Records that a well-formed key set was read. */
    synchronized void keysRead(int number) {
        keysReadMillis = clock.millis();
        keysKnown = true;
        misconfiguration = null;
        if (number == 0 && clock.millis() >= nextEmptyLogMillis) {
            nextEmptyLogMillis = clock.millis() + LOG_INTERVAL.toMillis();
            LOG.warnf("The key set of the OIDC issuer%s is empty, so every token of it is refused.", name());
        }
        if (failing) {
            failing = false;
            LOG.infof("The OIDC issuer%s responds again.", name());
        }
    }

    /** Records that a document of the issuer could not be read. Logged once, and then rarely. */
    synchronized void failed(Throwable failure) {
        misconfiguration = failure instanceof MisconfiguredIssuerException ? failure.getMessage() : null;
        if (failing && clock.millis() < nextLogMillis) {
            return;
        }
        failing = true;
        nextLogMillis = clock.millis() + LOG_INTERVAL.toMillis();
        if (keysKnown) {
            LOG.warnf(
                    "The keys of the OIDC issuer %s cannot be read. Tokens are verified with the last known keys, and tokens signed"
                            + " with newer keys are refused, until they can. %s",
                    id.issuer(), reason(failure));
        } else {
            LOG.errorf(
                    "THE OIDC ISSUER %s CANNOT BE USED, so no token of it can be verified, and the service is not ready unless another"
                            + " issuer responds. It tries again every %s. %s",
                    id.issuer(), IssuerKeys.FIRST_KEYS_INTERVAL, reason(failure));
        }
    }

    private String name() {
        return id.name() == null ? "" : " " + id.issuer();
    }

    private static String reason(Throwable failure) {
        var reason = String.valueOf(failure.getMessage());
        var cause = failure;
        for (var i = 0; cause != null && i < MAX_CAUSES; i++) {
            if (cause instanceof CertPathBuilderException) {
                return reason
                        + ": its certificate was not issued by a trusted authority; for a private authority, add its"
                        + " certificate to the file that DUO_OUTBOUND_CA_BUNDLE names.";
            }
            cause = cause.getCause();
        }
        return reason;
    }
}
