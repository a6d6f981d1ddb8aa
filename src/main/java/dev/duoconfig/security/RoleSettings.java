package dev.duoconfig.security;

import java.util.List;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Which values of the token's role claim give which role. */
@ConfigMapping(prefix = "duo.roles")
interface RoleSettings {

    /** Claim values that make the caller an administrator. */
    @WithDefault("admin")
    List<String> admin();

    /** Claim values that make the caller a viewer. */
    @WithDefault("viewer")
    List<String> viewer();

    /** Claim values that make the caller a resolver. */
    @WithDefault("resolver")
    List<String> resolver();
}
