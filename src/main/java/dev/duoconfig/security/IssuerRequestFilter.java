package dev.duoconfig.security;

import java.time.Duration;

import io.quarkus.arc.Unremovable;
import io.quarkus.oidc.common.OidcRequestFilter;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;

/** Limits the responses to all requests that OIDC sends to the issuer. */
@Singleton
@Unremovable
class IssuerRequestFilter implements OidcRequestFilter {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final IssuerResponses responses;

    IssuerRequestFilter(Vertx vertx) {
        this.responses = new IssuerResponses(vertx, LIMIT);
    }

    @Override
    public Uni<Void> filter(OidcRequestFilterContext context) {
        return Uni.createFrom()
                .voidItem()
                .invoke(() -> responses.applyTo(context.request().getDelegate()));
    }
}
