package dev.duoconfig.security;

import java.time.Clock;
import java.time.Duration;

import io.quarkus.oidc.runtime.TenantConfigBean;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the issuer's keys at intervals. OIDC itself fetches them only when a token names an unknown key, and so would trust
 * a withdrawn key until a token of the next one arrives. While the issuer is unavailable, the last known keys remain in use.
 * See docs/framework.md.
 */
@ApplicationScoped
@Startup
class IssuerKeys {

    /** Keys can be fetched only together with a token to verify; this one never verifies. */
    private static final String NO_TOKEN = "e30.e30.e30";

    /** The time for which a failed attempt to fetch the first keys counts for all requests. */
    private static final Duration RETRY_INTERVAL = Duration.ofSeconds(1);

    /** The interval of the attempts to fetch the first keys. */
    static final String FIRST_KEYS_INTERVAL = "2s";

    private static final Duration MIN_REFRESH = Duration.ofSeconds(1);
    private static final Duration MAX_REFRESH = Duration.ofHours(1);

    private final TenantConfigBean tenants;
    private final OidcSettings settings;
    private final IssuerState state;
    private final Clock clock;

    private @Nullable Uni<Void> attempt;

    /** The time from which the next attempt is possible. */
    private volatile long nextAttemptMillis;

    IssuerKeys(TenantConfigBean tenants, OidcSettings settings, IssuerState state, Clock clock) {
        if (settings.keyRefresh().compareTo(MIN_REFRESH) < 0
                || settings.keyRefresh().compareTo(MAX_REFRESH) > 0) {
            throw new ConfigurationException("DUO_OIDC_KEY_REFRESH must be from 1s to 1h.");
        }
        this.tenants = tenants;
        this.settings = settings;
        this.state = state;
        this.clock = clock;
    }

    /** Refuses the start if the configured issuer cannot be the right one. OIDC has already asked it. */
    void requireAnIssuer(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent event) {
        var misconfiguration = state.misconfiguration();
        if (misconfiguration != null) {
            throw new ConfigurationException("The OIDC issuer cannot be used. " + misconfiguration);
        }
    }

    /**
     * Completes once keys are known. While there are none, all requests share one attempt to fetch them, so that they do not
     * multiply the responses that the issuer sends.
     */
    Uni<Void> available() {
        return tenants.getDefaultTenant().ready() ? Uni.createFrom().voidItem() : sharedAttempt();
    }

    private synchronized Uni<Void> sharedAttempt() {
        var shared = attempt;
        if (shared == null || clock.millis() >= nextAttemptMillis) {
            nextAttemptMillis = Long.MAX_VALUE;
            shared = Uni.createFrom()
                    .deferred(() -> tenants.getDefaultTenant().initialize())
                    .replaceWithVoid()
                    .onTermination()
                    .invoke(() -> nextAttemptMillis = clock.millis() + RETRY_INTERVAL.toMillis())
                    .memoize()
                    .indefinitely();
            attempt = shared;
        }
        return shared;
    }

    /** Fetches the first keys without a request: while there are none, the service is not ready and gets no requests. */
    @Scheduled(every = FIRST_KEYS_INTERVAL, delayed = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> fetchFirst() {
        return settings.issuer().isEmpty()
                ? Uni.createFrom().voidItem()
                : available().onFailure().recoverWithNull();
    }

    @Scheduled(
            every = "${duo.oidc.key-refresh}",
            delayed = "1s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> refresh() {
        var tenant = tenants.getDefaultTenant();
        if (settings.issuer().isEmpty() || !tenant.ready()) {
            return Uni.createFrom().voidItem();
        }
        return tenant.provider()
                .refreshJwksAndVerifyJwtToken(NO_TOKEN, false, false, null)
                // IssuerState knows what happened; the token that is not verified is a failure in any case.
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }
}
