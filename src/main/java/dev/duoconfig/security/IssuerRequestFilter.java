package dev.duoconfig.security;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import dev.duoconfig.outbound.OutboundClient;
import io.quarkus.arc.Unremovable;
import io.quarkus.oidc.OIDCException;
import io.quarkus.oidc.common.OidcRequestFilter;
import io.quarkus.oidc.runtime.OidcUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;

/**
 * Applies the limits on responses, and the trust and the proxy of all connections, to the requests that OIDC sends to issuers.
 * Refuses them until {@link IssuerKeys} asks all issuers at once. See docs/framework.md.
 */
@Singleton
@Unremovable
class IssuerRequestFilter implements OidcRequestFilter {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Issuers issuers;
    private final Map<String, IssuerResponses> responses;

    IssuerRequestFilter(Vertx vertx, OutboundClient outbound, Issuers issuers) {
        this.issuers = issuers;
        this.responses = issuers.remote().stream()
                .collect(Collectors.toUnmodifiableMap(
                        issuer -> issuer.id().tenant(),
                        issuer -> new IssuerResponses(
                                vertx,
                                LIMIT,
                                outbound.egress(),
                                issuer.id().variable(IssuerVariables.ISSUER),
                                issuer.state()::failed)));
    }

    @Override
    public Uni<Void> filter(OidcRequestFilterContext context) {
        if (!issuers.canBeAsked()) {
            return Uni.createFrom().failure(new OIDCException("The issuers are asked later, all at once"));
        }
        var ofIssuer = Objects.requireNonNull(
                responses.get(context.contextProperties().getString(OidcUtils.TENANT_ID_ATTRIBUTE)));
        return Uni.createFrom()
                .completionStage(
                        () -> ofIssuer.applyTo(context.request().getDelegate()).toCompletionStage());
    }
}
