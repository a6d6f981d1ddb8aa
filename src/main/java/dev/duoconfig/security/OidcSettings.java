package dev.duoconfig.security;

import java.time.Duration;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The issuer whose tokens are accepted, and the claim values that grant each role. */
@ConfigMapping(prefix = "duo.oidc")
interface OidcSettings {

    /**
     * URL of the OIDC issuer, without {@code /.well-known/openid-configuration}. The discovery document must name the same
     * issuer. If not set, the service uses local tokens.
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
     * Claim values that grant the role {@code admin}, separated by semicolons, or by commas that no equals sign follows before the
     * next separator. A distinguished name such as {@code CN=duo-admins,OU=Groups,DC=example,DC=com} is therefore one value. A
     * backslash before a comma, semicolon, equals sign, or backslash makes it a part of the value.
     */
    @WithDefault("admin")
    String adminValues();

    /** Claim values that grant the role {@code viewer}, separated like those for {@code admin}. */
    @WithDefault("viewer")
    String viewerValues();

    /** Claim values that grant the role {@code resolver}, separated like those for {@code admin}. */
    @WithDefault("resolver")
    String resolverValues();
}
