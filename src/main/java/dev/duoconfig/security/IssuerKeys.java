package dev.duoconfig.security;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.quarkus.oidc.runtime.TenantConfigBean;
import io.quarkus.oidc.runtime.TenantConfigContext;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

/**
 * Fetches the issuers' keys at the start, all at once, and then at intervals. OIDC itself fetches them only when a token names an
 * unknown key, and so would trust a withdrawn key until a token of the next one arrives. While an issuer is unavailable, its last
 * known keys remain in use. See docs/framework.md.
 */
@ApplicationScoped
@Startup
class IssuerKeys {

    /** Keys can be fetched only together with a token to verify; this one never verifies. */
    private static final String NO_TOKEN = "e30.e30.e30";

    /** The interval of the attempts to fetch the first keys. */
    static final String FIRST_KEYS_INTERVAL = "2s";

    /** The longest time that the start waits for issuers. */
    private static final Duration START_LIMIT = Duration.ofSeconds(10);

    private static final Duration MIN_REFRESH = Duration.ofSeconds(1);
    private static final Duration MAX_REFRESH = Duration.ofHours(1);

    private final TenantConfigBean tenants;
    private final Issuers issuers;
    private final Map<Issuer, FirstKeys> firstKeys;

    IssuerKeys(TenantConfigBean tenants, OidcSettings settings, Issuers issuers, Clock clock) {
        if (settings.keyRefresh().compareTo(MIN_REFRESH) < 0
                || settings.keyRefresh().compareTo(MAX_REFRESH) > 0) {
            throw new ConfigurationException("DUO_OIDC_KEY_REFRESH must be from 1s to 1h.");
        }
        this.tenants = tenants;
        this.issuers = issuers;
        this.firstKeys = issuers.all().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Function.identity(), issuer -> new FirstKeys(tenant(issuer), clock)));
    }

    private TenantConfigContext tenant(Issuer issuer) {
        return issuer.id().name() == null
                ? tenants.getDefaultTenant()
                : tenants.getStaticTenant(issuer.id().tenant());
    }

    /** Asks all issuers at once, and refuses the start if one of them cannot be the right one. */
    void askAll(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent event) {
        issuers.letAsk();
        try {
            fetchFirst().await().atMost(START_LIMIT);
        } catch (TimeoutException e) {
            // The attempts go on, and the state of each issuer says what became of its.
        }
        for (var issuer : issuers.remote()) {
            var misconfiguration = issuer.state().misconfiguration();
            if (misconfiguration != null) {
                throw new ConfigurationException("The OIDC issuer cannot be used. " + misconfiguration);
            }
        }
    }

    /** Completes once the keys of an issuer are known. */
    Uni<Void> available(Issuer issuer) {
        return Objects.requireNonNull(firstKeys.get(issuer)).available();
    }

    /** Fetches the first keys without a request: while there are none, the service is not ready and gets no requests. */
    @Scheduled(every = FIRST_KEYS_INTERVAL, delayed = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> fetchFirst() {
        return forEach(issuer -> available(issuer).onFailure().recoverWithNull());
    }

    @Scheduled(
            every = "${duo.oidc.key-refresh}",
            delayed = "1s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> refresh() {
        return forEach(this::refresh);
    }

    private Uni<Void> refresh(Issuer issuer) {
        var tenant = tenant(issuer);
        if (!tenant.ready()) {
            return Uni.createFrom().voidItem();
        }
        return tenant.provider()
                .refreshJwksAndVerifyJwtToken(NO_TOKEN, false, false, null)
                // IssuerState knows what happened; the token that is not verified is a failure in any case.
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    /** Does something for all issuers at once, so that one that hangs delays no other. */
    private Uni<Void> forEach(Function<Issuer, Uni<Void>> action) {
        List<Uni<Void>> actions = issuers.remote().stream().map(action).toList();
        return actions.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.join().all(actions).andFailFast().replaceWithVoid();
    }
}
