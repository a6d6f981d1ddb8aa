package dev.duoconfig.security;

import java.security.Principal;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import io.quarkus.oidc.runtime.OidcUtils;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.credential.TokenCredential;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Maps the claim values of the issuer to the service's roles. Values that are not configured grant no role. A token without a
 * name and a subject is refused, because every change is recorded under its caller.
 */
@ApplicationScoped
@Startup
class RoleMapping implements SecurityIdentityAugmentor {

    private static final Logger LOG = Logger.getLogger(RoleMapping.class);

    private final RoleClaim claim;
    private final RefusedTokens refused;

    /** The roles with the values that grant them. */
    private final Map<String, Set<String>> grantingValues;

    RoleMapping(OidcSettings settings, RefusedTokens refused) {
        this.claim = RoleClaim.at(settings.roleClaim());
        this.refused = refused;
        this.grantingValues = Map.of(
                Roles.ADMIN, parse("DUO_OIDC_ADMIN_VALUES", settings.adminValues()),
                Roles.VIEWER, parse("DUO_OIDC_VIEWER_VALUES", settings.viewerValues()),
                Roles.RESOLVER, parse("DUO_OIDC_RESOLVER_VALUES", settings.resolverValues()));
    }

    private static Set<String> parse(String variable, String list) {
        var values = ClaimValues.parse(list);
        if (values.isEmpty()) {
            throw new ConfigurationException(variable + " contains no value. Unset it to use its default.");
        }
        for (var value : ClaimValues.ambiguous(list)) {
            LOG.warnf(
                    "%s: '%s' is one value. If it is meant to be several, separate them by semicolons.",
                    variable, value);
        }
        return values;
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        if (identity.isAnonymous()) {
            return Uni.createFrom().item(identity);
        }
        if (!namesACaller(identity.getPrincipal())) {
            refused.refused(RefusedTokens.Reason.NO_CALLER);
            return Uni.createFrom().failure(new AuthenticationFailedException("The token does not name a caller."));
        }
        return Uni.createFrom()
                .item(QuarkusSecurityIdentity.builder()
                        .setPrincipal(identity.getPrincipal())
                        .addCredentials(identity.getCredentials())
                        .addAttributes(identity.getAttributes())
                        .addRoles(roles(claims(identity)))
                        .build());
    }

    /** The claims in the token itself: OIDC splits texts at blanks, and turns objects and numbers into texts. */
    private static JsonObject claims(SecurityIdentity identity) {
        var token = Objects.requireNonNull(identity.getCredential(TokenCredential.class));
        return Objects.requireNonNull(OidcUtils.decodeJwtContent(token.getToken()));
    }

    /** A blank name is accepted, because the subject identifies the caller. */
    private static boolean namesACaller(Principal principal) {
        return isPresent(principal.getName())
                || (principal instanceof JsonWebToken token && isPresent(token.getSubject()));
    }

    private static boolean isPresent(@Nullable String claim) {
        return claim != null && !claim.isBlank();
    }

    private Set<String> roles(JsonObject claims) {
        var values = claim.values(claims);
        var roles = grantingValues.entrySet().stream()
                .filter(role -> role.getValue().stream().anyMatch(values::contains))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        if (roles.isEmpty()) {
            refused.withoutRole(claim.name(), claim.isIn(claims));
        }
        return roles;
    }
}
