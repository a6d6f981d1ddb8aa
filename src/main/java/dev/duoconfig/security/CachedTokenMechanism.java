package dev.duoconfig.security;

import java.util.Set;

import dev.duoconfig.http.edge.AccessTokens;
import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;

/** Accepts tokens that were verified a moment ago, and leaves all others to OIDC and the issuer that they name. */
@Alternative
@Priority(1)
@ApplicationScoped
class CachedTokenMechanism implements HttpAuthenticationMechanism {

    private final OidcAuthenticationMechanism oidc;
    private final TokenCache tokens;
    private final Issuers issuers;
    private final IssuerKeys keys;
    private final RefusedTokens refused;

    CachedTokenMechanism(
            OidcAuthenticationMechanism oidc,
            TokenCache tokens,
            Issuers issuers,
            IssuerKeys keys,
            RefusedTokens refused) {
        this.oidc = oidc;
        this.tokens = tokens;
        this.issuers = issuers;
        this.keys = keys;
        this.refused = refused;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager identityProviders) {
        var token = AccessTokens.of(context.request());
        if (token == null) {
            if (AccessTokens.wereSent(context)) {
                refused.refused(RefusedTokens.Reason.NO_JWT, null);
            }
            return oidc.authenticate(context, identityProviders);
        }
        var known = tokens.find(token);
        if (known != null) {
            tokens.countHit();
            return Uni.createFrom().item(known);
        }
        tokens.countMiss();
        var issuer = issuers.claimedBy(token);
        if (issuer == null) {
            refused.refused(RefusedTokens.Reason.NO_ISSUER, null);
            return Uni.createFrom().failure(new AuthenticationFailedException("The issuer of the token is unknown."));
        }
        OidcTenants.choose(context, issuer);
        return keys.available(issuer)
                .flatMap(available -> oidc.authenticate(context, identityProviders))
                .onFailure(AuthenticationFailedException.class)
                .invoke(failure -> refused.unverified(failure, issuer.id()))
                .invoke(identity -> {
                    if (identity != null) {
                        tokens.remember(token, identity);
                    }
                });
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return oidc.getChallenge(context);
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return oidc.getCredentialTypes();
    }

    @Override
    public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext context) {
        return oidc.getCredentialTransport(context);
    }

    /** Runs before OIDC itself. */
    @Override
    public int getPriority() {
        return oidc.getPriority() + 1;
    }
}
