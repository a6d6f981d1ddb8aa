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
    private final IssuerState state;

    DiscoveryResponseFilter(OidcSettings settings, IssuerState state) {
        this.settings = settings;
        this.state = state;
    }

    @Override
    public Uni<Void> filter(OidcResponseFilterContext context) {
        return Uni.createFrom()
                .voidItem()
                .invoke(() -> discovered(
                        settings.issuer().orElse(""), context.responseBody().getBytes()))
                .onFailure()
                .invoke(state::failed);
    }

    private void discovered(String issuer, byte[] document) {
        IssuerDocuments.checkDiscovery(issuer, document);
        state.tokenOriginRead(IssuerDocuments.tokenOrigin(issuer, document));
    }
}
