package dev.duoconfig.security;

import java.time.Duration;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/**
 * The issuers whose tokens are accepted, and the claims that grant each role. Every setting except {@code DUO_OIDC_CLIENT_ID} and
 * {@code DUO_OIDC_KEY_REFRESH}, which count for all issuers, also exists for further issuers with a name of your choice, such as
 * {@code DUO_OIDC_GITLAB_ISSUER}, {@code DUO_OIDC_GITLAB_AUDIENCE}, and {@code DUO_OIDC_GITLAB_ADMIN_CLAIMS}. Named issuers have no
 * default values for roles: without a rule, their tokens grant none. A token is judged only by the rules of its own issuer.
 */
@ConfigMapping(prefix = "duo.oidc")
interface OidcSettings extends NamedIssuerProperties {

    /**
     * URL of the OIDC issuer, without {@code /.well-known/openid-configuration}. The discovery document must name the same
     * issuer. If neither this nor the URL of a named issuer is set, the service uses local tokens, and refuses to start with any
     * other setting of an issuer.
     */
    Optional<String> issuer();

    /** Client ID of the service at the issuer. */
    @WithDefault("duo-config")
    String clientId();

    /** Value that a token's {@code aud} must contain. */
    @WithDefault("duo-config")
    String audience();

    /**
     * Interval at which the issuer's keys are fetched, from {@code 1s} to {@code 1h}. A withdrawn key verifies tokens for at
     * most this long.
     */
    @WithDefault("30s")
    Duration keyRefresh();

    /**
     * Claim that holds the roles, as a list of texts or as one text, such as {@code groups} or {@code https://example.com/roles}. If
     * there is no claim of exactly this name, it is the path of a nested one, such as {@code resource_access/duo-config/roles}.
     */
    @WithDefault("groups")
    String roleClaim();

    /**
     * Claim with the name of the caller, which the audit shows; a path is written as for roles. If not set, or if a token lacks it, the
     * first of {@code upn}, {@code preferred_username}, and {@code sub}.
     */
    Optional<String> nameClaim();

    /**
     * Claim values that grant the role {@code admin}, separated by semicolons, or by commas that no equals sign follows before the
     * next separator. A distinguished name such as {@code CN=duo-admins,OU=Groups,DC=example,DC=com} is therefore one value. A
     * backslash before a comma, semicolon, equals sign, or backslash makes it a part of the value. A {@code *} at the end of a value
     * stands for anything, unless a backslash is before it.
     */
    @WithDefault("admin")
    String adminValues();

    /** Claim values that grant the role {@code planner}, written like those for {@code admin}. */
    @WithDefault("planner")
    String plannerValues();

    /** Claim values that grant the role {@code viewer}, written like those for {@code admin}. */
    @WithDefault("viewer")
    String viewerValues();

    /** Claim values that grant the role {@code resolver}, written like those for {@code admin}. */
    @WithDefault("resolver")
    String resolverValues();

    /**
     * Claims that together grant the role {@code admin}, whatever the claim with the roles holds: {@code project_path=infra/duo,
     * ref_protected=true}. All of them must hold. A value is compared with the text, {@code true}, {@code false}, or number of the
     * claim, or with each element if it is a list; a {@code *} at its end stands for anything. A backslash before a comma, semicolon,
     * equals sign, or backslash makes it a part of the name or value.
     */
    Optional<String> adminClaims();

    /** Claims that together grant the role {@code planner}, written like those for {@code admin}. */
    Optional<String> plannerClaims();

    /** Claims that together grant the role {@code viewer}, written like those for {@code admin}. */
    Optional<String> viewerClaims();

    /** Claims that together grant the role {@code resolver}, written like those for {@code admin}. */
    Optional<String> resolverClaims();
}
