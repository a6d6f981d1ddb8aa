package dev.duoconfig.console;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;

import dev.duoconfig.http.edge.FrameworkPaths;
import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemType;
import dev.duoconfig.http.request.PublicUrls;
import dev.duoconfig.security.LocalSigning;
import dev.duoconfig.security.Roles;
import io.quarkus.vertx.http.HttpServer;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Signs the user of this machine in: logs a link with a one-time code at the start, and exchanges the code for a local token.
 * See docs/adr/0027-bearer-tokens-in-the-console.md.
 */
@ApplicationScoped
class SignIn {

    /** The validity of a token that was exchanged for a code. */
    static final Duration TOKEN_LIFETIME = Duration.ofHours(12);

    private static final Logger LOG = Logger.getLogger(SignIn.class);

    private final ConsoleSettings settings;
    private final LocalSigning signing;
    private final PublicUrls urls;
    private final Clock clock;
    private final String root;
    private final SecureRandom random = new SecureRandom();

    private volatile @Nullable OneTimeCode code;

    SignIn(
            ConsoleSettings settings,
            LocalSigning signing,
            PublicUrls urls,
            Clock clock,
            @ConfigProperty(name = "quarkus.http.root-path") String root) {
        this.settings = settings;
        this.signing = signing;
        this.urls = urls;
        this.clock = clock;
        this.root = FrameworkPaths.withoutSlash(root);
    }

    /** Logs the link once the port is known. */
    void started(@ObservesAsync HttpServerStart event, HttpServer server) {
        logLink("http://127.0.0.1:" + server.getPort());
    }

    /** Logs the link once the port is known, with TLS of the service itself. */
    void started(@ObservesAsync HttpsServerStart event, HttpServer server) {
        logLink("https://127.0.0.1:" + server.getSecurePort());
    }

    private void logLink(String origin) {
        if (settings.console() && signing.isPossible()) {
            LOG.infof(
                    "To sign in to the console, open this link within %d minutes; it works once: %s",
                    OneTimeCode.LIFETIME.toMinutes(), link(origin));
        }
    }

    /** A link with a new code, which replaces the one before. */
    String link(String origin) {
        var base = urls.areConfigured() ? urls.of("") : origin + root;
        return base + "/console/#/sign-in/" + newCode();
    }

    private String newCode() {
        var text = OneTimeCode.random(random);
        code = new OneTimeCode(text, clock.instant());
        return text;
    }

    /** Exchanges a code for a token of the local administrator, or ends the request with a problem. */
    IssuedToken exchange(String attempt) {
        if (!settings.console() || !signing.isPossible()) {
            throw new ApiException(
                    ProblemType.NOT_FOUND,
                    settings.console()
                            ? "There are no sign-in codes, because an OIDC issuer is configured. Get a token from the issuer."
                            : "There are no sign-in codes, because the service has no console (DUO_CONSOLE).");
        }
        var known = code;
        if (known != null) {
            count(known);
        }
        var now = clock.instant();
        if (known == null || !known.redeem(attempt, now)) {
            throw new ApiException(
                    ProblemType.SIGN_IN_CODE_INVALID,
                    "The sign-in code is unknown, was used, or is older than " + OneTimeCode.LIFETIME.toMinutes()
                            + " minutes. Restart the service for a new sign-in link, or use the token in the file tokens/admin of"
                            + " the data directory.");
        }
        // Tokens state their times in seconds.
        var begin = now.truncatedTo(ChronoUnit.SECONDS);
        var token = new IssuedToken(signing.token(Roles.ADMIN, begin, TOKEN_LIFETIME), begin.plus(TOKEN_LIFETIME));
        LOG.infof(
                "The sign-in link was used for a token of the local administrator, valid until %s", token.expiresAt());
        return token;
    }

    private static void count(OneTimeCode known) {
        var probe = known.count();
        if (!probe.isConsumed()) {
            var seconds = 1 + TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill());
            throw ApiException.retryAfter(
                    ProblemType.RATE_LIMITED,
                    "Limit: " + OneTimeCode.MAX_ATTEMPTS + " attempts to sign in per minute; try again in " + seconds
                            + " s.",
                    seconds);
        }
    }
}
