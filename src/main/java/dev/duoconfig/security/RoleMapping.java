package dev.duoconfig.security;

import java.util.Objects;
import java.util.Set;

import io.quarkus.runtime.Startup;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.credential.TokenCredential;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/**
 * Maps the claims of a verified token to the service's roles and to the name of the caller, by the rules of the token's issuer. A
 * token without a name and a subject is refused, because every change is recorded under its caller.
 */
@ApplicationScoped
@Startup
class RoleMapping implements SecurityIdentityAugmentor {

    private static final String ISSUER = "iss";

    private final Issuers issuers;
    private final RefusedTokens refused;

    RoleMapping(Issuers issuers, RefusedTokens refused) {
        this.issuers = issuers;
        this.refused = refused;
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        if (identity.isAnonymous()) {
            return Uni.createFrom().item(identity);
        }
        var claims = TokenClaims.of(Objects.requireNonNull(identity.getCredential(TokenCredential.class))
                .getToken());
        // Verified: OIDC compares it with that of the issuer whose keys verified the token.
        var issuer = issuers.find(claims.getString(ISSUER));
        if (issuer == null) {
            return refuse(RefusedTokens.Reason.NO_ISSUER, null);
        }
        var name = issuer.rules()
                .name(claims)
                .orElseGet(
                        () -> Objects.requireNonNullElse(identity.getPrincipal().getName(), ""));
        var caller = name instanceof String text ? CallerPrincipal.of(identity.getPrincipal(), text) : null;
        if (caller == null) {
            return refuse(RefusedTokens.Reason.KIND, issuer.id());
        }
        if (!caller.isNamed()) {
            return refuse(RefusedTokens.Reason.NO_CALLER, issuer.id());
        }
        return Uni.createFrom()
                .item(QuarkusSecurityIdentity.builder()
                        .setPrincipal(identity.getPrincipal())
                        .addCredentials(identity.getCredentials())
                        .addAttributes(identity.getAttributes())
                        .addAttribute(CallerPrincipal.ATTRIBUTE, caller)
                        .addRoles(roles(issuer, claims))
                        .build());
    }

    private Uni<SecurityIdentity> refuse(RefusedTokens.Reason reason, @Nullable IssuerId issuer) {
        refused.refused(reason, issuer);
        return Uni.createFrom().failure(new AuthenticationFailedException("The token is refused: " + reason));
    }

    private Set<String> roles(Issuer issuer, JsonObject claims) {
        var roles = issuer.rules().roles(claims);
        if (roles.isEmpty()) {
            var claim = issuer.rules().roleClaim();
            refused.withoutRole(issuer.id(), claim.name(), claim.isIn(claims));
        }
        return roles;
    }
}
