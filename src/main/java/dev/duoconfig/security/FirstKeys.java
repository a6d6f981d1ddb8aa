package dev.duoconfig.security;

import java.time.Clock;
import java.time.Duration;

import io.quarkus.oidc.runtime.TenantConfigContext;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/**
 * The attempts to fetch the first keys of an issuer. While there are none, all requests share one, so that they do not multiply the
 * responses that the issuer sends.
 */
final class FirstKeys {

    /** The time for which a failed attempt counts for all requests. */
    private static final Duration RETRY_INTERVAL = Duration.ofSeconds(1);

    private final TenantConfigContext tenant;
    private final Clock clock;

    private @Nullable Uni<Void> attempt;

    /** The time from which the next attempt is possible. */
    private volatile long nextAttemptMillis;

    FirstKeys(TenantConfigContext tenant, Clock clock) {
        this.tenant = tenant;
        this.clock = clock;
    }

    /** Completes once keys are known. */
    Uni<Void> available() {
        return tenant.ready() ? Uni.createFrom().voidItem() : sharedAttempt();
    }

    private synchronized Uni<Void> sharedAttempt() {
        var shared = attempt;
        if (shared == null || clock.millis() >= nextAttemptMillis) {
            nextAttemptMillis = Long.MAX_VALUE;
            shared = Uni.createFrom()
                    .deferred(tenant::initialize)
                    .replaceWithVoid()
                    .onTermination()
                    .invoke(() -> nextAttemptMillis = clock.millis() + RETRY_INTERVAL.toMillis())
                    .memoize()
                    .indefinitely();
            attempt = shared;
        }
        return shared;
    }
}
