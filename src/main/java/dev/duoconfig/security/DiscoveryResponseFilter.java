package dev.duoconfig.security;

import io.quarkus.arc.Unremovable;
import io.quarkus.oidc.common.OidcEndpoint;
import io.quarkus.oidc.common.OidcResponseFilter;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Refuses a discovery document of another issuer than the configured one. */
@OidcEndpoint(OidcEndpoint.Type.DISCOVERY)
@Singleton
@Unremovable
class DiscoveryResponseFilter implements OidcResponseFilter {

    private final OidcSettings settings;

    DiscoveryResponseFilter(OidcSettings settings) {
        this.settings = settings;
    }

    @Override
    public Uni<Void> filter(OidcResponseFilterContext context) {
        return Uni.createFrom()
                .voidItem()
                .invoke(() -> IssuerDocuments.checkDiscovery(
                        settings.issuer().orElse(""), context.responseBody().getBytes()));
    }
}
