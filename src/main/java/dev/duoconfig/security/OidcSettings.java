package dev.duoconfig.security;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Whose tokens are accepted, and which values of their role claim give which role. */
@ConfigMapping(prefix = "duo.oidc")
interface OidcSettings {

    /** The URL of the OIDC issuer, below which {@code /.well-known/openid-configuration} is; local tokens without it. */
    Optional<String> issuer();

    /** The service's own client id at the issuer. */
    @WithDefault("duo-config")
    String clientId();

    /** What a token's {@code aud} must contain. */
    @WithDefault("duo-config")
    String audience();

    /**
     * How often the issuer is asked for its keys, from {@code 1s} to {@code 1h}: for so long a key that it withdrew verifies
     * tokens at most.
     */
    @WithDefault("30s")
    Duration keyRefresh();

    /** Where the roles stand in the token; {@code resource_access/duo-config/roles} is a path of nested claims. */
    @WithDefault("groups")
    String roleClaim();

    /** Claim values that make the caller an administrator, separated by commas. */
    @WithDefault("admin")
    List<String> adminValues();

    /** Claim values that make the caller a viewer, separated by commas. */
    @WithDefault("viewer")
    List<String> viewerValues();

    /** Claim values that make the caller a resolver, separated by commas. */
    @WithDefault("resolver")
    List<String> resolverValues();
}
