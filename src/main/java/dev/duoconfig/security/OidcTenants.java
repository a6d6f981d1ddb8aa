package dev.duoconfig.security;

import java.util.Objects;

import io.quarkus.oidc.Oidc;
import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.oidc.TenantResolver;
import io.quarkus.oidc.runtime.OidcConfig;
import io.quarkus.oidc.runtime.builders.TokenConfigBuilder;
import io.smallrye.config.SmallRyeConfig;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.Config;

/**
 * Makes the named issuers known to OIDC, which has the one without a name from application.properties, and says which of them
 * verifies a request. See docs/framework.md.
 */
@ApplicationScoped
class OidcTenants implements TenantResolver {

    private static final String TENANT = OidcTenants.class.getName();

    private final Issuers issuers;
    private final Config config;

    OidcTenants(Issuers issuers, Config config) {
        this.issuers = issuers;
        this.config = config;
    }

    /** Everything but the URL and the audience is as in application.properties. A builder would add an audience to those there. */
    void create(@Observes Oidc oidc) {
        var common = Objects.requireNonNull(config.unwrap(SmallRyeConfig.class)
                .getConfigMapping(OidcConfig.class)
                .namedTenants()
                .get(OidcConfig.DEFAULT_TENANT_KEY));
        for (var issuer : issuers.remote()) {
            if (issuer.id().name() != null) {
                oidc.create(OidcTenantConfig.builder(common)
                        .tenantId(issuer.id().tenant())
                        .authServerUrl(Objects.requireNonNull(issuer.id().url()))
                        .token(new TokenConfigBuilder()
                                .audience(issuer.audience())
                                .allowJwtIntrospection(common.token().allowJwtIntrospection())
                                .allowOpaqueTokenIntrospection(common.token().allowOpaqueTokenIntrospection())
                                .forcedJwkRefreshInterval(common.token().forcedJwkRefreshInterval())
                                .build())
                        .build());
            }
        }
    }

    /** Lets an issuer verify the token of a request. */
    static void choose(RoutingContext context, Issuer issuer) {
        context.put(TENANT, issuer.id().tenant());
    }

    /** Never null: OIDC would look for the name of an issuer in the path. */
    @Override
    public String resolve(RoutingContext context) {
        String chosen = context.get(TENANT);
        return chosen == null ? issuers.all().get(0).id().tenant() : chosen;
    }
}
