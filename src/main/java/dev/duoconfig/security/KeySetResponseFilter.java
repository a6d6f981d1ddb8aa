package dev.duoconfig.security;

import io.quarkus.arc.Unremovable;
import io.quarkus.oidc.common.OidcEndpoint;
import io.quarkus.oidc.common.OidcResponseFilter;
import io.quarkus.oidc.runtime.OidcUtils;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Refuses a key set whose form OIDC does not expect, and records that one was read. */
@OidcEndpoint(OidcEndpoint.Type.JWKS)
@Singleton
@Unremovable
class KeySetResponseFilter implements OidcResponseFilter {

    private final Issuers issuers;

    KeySetResponseFilter(Issuers issuers) {
        this.issuers = issuers;
    }

    @Override
    public Uni<Void> filter(OidcResponseFilterContext context) {
        var state = issuers.ofTenant(context.requestProperties().getString(OidcUtils.TENANT_ID_ATTRIBUTE))
                .state();
        return Uni.createFrom()
                .voidItem()
                .invoke(() -> state.keysRead(
                        IssuerDocuments.checkKeys(context.responseBody().getBytes())))
                .onFailure()
                .invoke(state::failed);
    }
}
