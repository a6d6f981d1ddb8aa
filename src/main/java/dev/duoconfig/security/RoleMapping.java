package dev.duoconfig.security;

import java.security.Principal;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import io.quarkus.oidc.runtime.OidcUtils;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.credential.TokenCredential;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * Maps the claim values of the issuer to the service's roles. Values that are not configured grant no role. A token without a
 * name and a subject is refused, because every change is recorded under its caller. See docs/framework.md.
 */
@ApplicationScoped
class RoleMapping implements SecurityIdentityAugmentor {

    private final OidcSettings settings;
    private final RoleClaim claim;

    RoleMapping(OidcSettings settings) {
        this.settings = settings;
        this.claim = RoleClaim.at(settings.roleClaim());
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        if (identity.isAnonymous()) {
            return Uni.createFrom().item(identity);
        }
        if (!namesACaller(identity.getPrincipal())) {
            return Uni.createFrom().failure(new AuthenticationFailedException("The token does not name a caller."));
        }
        return Uni.createFrom()
                .item(QuarkusSecurityIdentity.builder()
                        .setPrincipal(identity.getPrincipal())
                        .addCredentials(identity.getCredentials())
                        .addAttributes(identity.getAttributes())
                        .addRoles(roles(values(identity)))
                        .build());
    }

    /** The values in the token itself: OIDC splits texts at blanks, and turns objects and numbers into texts. */
    private Set<String> values(SecurityIdentity identity) {
        var token = Objects.requireNonNull(identity.getCredential(TokenCredential.class));
        return claim.values(Objects.requireNonNull(OidcUtils.decodeJwtContent(token.getToken())));
    }

    /** A blank name is accepted, because the subject identifies the caller. */
    private static boolean namesACaller(Principal principal) {
        return isPresent(principal.getName())
                || (principal instanceof JsonWebToken token && isPresent(token.getSubject()));
    }

    private static boolean isPresent(@Nullable String claim) {
        return claim != null && !claim.isBlank();
    }

    private Set<String> roles(Set<String> values) {
        var roles = new HashSet<String>();
        grant(roles, Roles.ADMIN, settings.adminValues(), values);
        grant(roles, Roles.VIEWER, settings.viewerValues(), values);
        grant(roles, Roles.RESOLVER, settings.resolverValues(), values);
        return roles;
    }

    private static void grant(Set<String> roles, String role, List<String> grantingValues, Set<String> values) {
        if (grantingValues.stream().map(String::strip).anyMatch(values::contains)) {
            roles.add(role);
        }
    }
}
