package dev.duoconfig.security;

import java.time.Duration;

import dev.duoconfig.outbound.OutboundClient;
import io.quarkus.arc.Unremovable;
import io.quarkus.oidc.common.OidcRequestFilter;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;

/** Applies the limits on responses, and the trust and the proxy of all connections, to the requests that OIDC sends to the issuer. */
@Singleton
@Unremovable
class IssuerRequestFilter implements OidcRequestFilter {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final IssuerResponses responses;

    IssuerRequestFilter(Vertx vertx, OutboundClient outbound, IssuerState state) {
        this.responses = new IssuerResponses(vertx, LIMIT, outbound.egress(), state::failed);
    }

    @Override
    public Uni<Void> filter(OidcRequestFilterContext context) {
        return Uni.createFrom()
                .completionStage(
                        () -> responses.applyTo(context.request().getDelegate()).toCompletionStage());
    }
}
