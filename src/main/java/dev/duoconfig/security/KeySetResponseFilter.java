package dev.duoconfig.security;

import io.quarkus.arc.Unremovable;
import io.quarkus.oidc.common.OidcEndpoint;
import io.quarkus.oidc.common.OidcResponseFilter;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Refuses a key set whose form OIDC does not expect. */
@OidcEndpoint(OidcEndpoint.Type.JWKS)
@Singleton
@Unremovable
class KeySetResponseFilter implements OidcResponseFilter {

    @Override
    public Uni<Void> filter(OidcResponseFilterContext context) {
        return Uni.createFrom()
                .voidItem()
                .invoke(() -> IssuerDocuments.checkKeys(context.responseBody().getBytes()));
    }
}
