package dev.duoconfig.console;

import org.jspecify.annotations.Nullable;

/**
 * How users of the console get a token.
 *
 * @param issuer the URL of the OIDC issuer; null if tokens are local
 * @param clientId the public client of the console at the issuer; null if its users paste a token
 * @param scopes the scopes to request from the issuer, separated by spaces; null if tokens are local
 * @param version the version of the service
 * @param documentationUrl relative to the URL of this response unless the public URL is configured
 */
record ConsoleConfiguration(
        Mode mode,
        @Nullable String issuer,
        @Nullable String clientId,
        @Nullable String scopes,
        String version,
        String documentationUrl) {

    /** The origin of tokens. */
    enum Mode {
        LOCAL,
        OIDC
    }
}
