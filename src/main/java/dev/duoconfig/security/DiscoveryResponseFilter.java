package dev.duoconfig.security;

import io.quarkus.arc.Unremovable;
import io.quarkus.oidc.common.OidcEndpoint;
import io.quarkus.oidc.common.OidcResponseFilter;
import io.quarkus.oidc.runtime.OidcUtils;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Refuses a discovery document of another issuer than the configured one. */
@OidcEndpoint(OidcEndpoint.Type.DISCOVERY)
@Singleton
@Unremovable
class DiscoveryResponseFilter implements OidcResponseFilter {

    private final Issuers issuers;

    DiscoveryResponseFilter(Issuers issuers) {
        this.issuers = issuers;
    }

    @Override
    public Uni<Void> filter(OidcResponseFilterContext context) {
        var issuer = issuers.ofTenant(context.requestProperties().getString(OidcUtils.TENANT_ID_ATTRIBUTE));
        return Uni.createFrom()
                .voidItem()
                .invoke(() -> discovered(issuer, context.responseBody().getBytes()))
                .onFailure()
                .invoke(issuer.state()::failed);
    }

    private static void discovered(Issuer issuer, byte[] document) {
        IssuerDocuments.checkDiscovery(issuer.id(), document);
        issuer.state().tokenOriginRead(IssuerDocuments.tokenOrigin(issuer.id(), document));
    }
}
