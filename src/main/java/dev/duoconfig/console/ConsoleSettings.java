package dev.duoconfig.console;

import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The pages at {@code /console/}. */
@ConfigMapping(prefix = "duo")
interface ConsoleSettings {

    /** Whether the service has a console. If false, its paths return 404, and no sign-in link is logged at the start. */
    @WithDefault("true")
    boolean console();

    /**
     * The client ID of the console at the OIDC issuer: a public client with the authorization code flow and PKCE. If not set, users
     * of the console paste a token.
     */
    Optional<String> consoleClientId();

    /**
     * The name of the issuer at which users of the console sign in, such as {@code KEYCLOAK}. If not set, they sign in at the issuer
     * without a name, or else at the first one by name.
     */
    Optional<String> consoleIssuer();
}
