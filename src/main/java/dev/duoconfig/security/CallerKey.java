package dev.duoconfig.security;

import java.util.Objects;

import io.quarkus.security.identity.SecurityIdentity;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * The caller that limits count by: a token's subject at its issuer. Names are not unique, and some issuers let their users
 * choose them.
 *
 * @param issuer the {@code iss} of the token, or an empty text
 * @param claim the claim that identifies the caller: {@code sub}, or {@code name} if the token has no subject
 * @param value the value of that claim
 */
public record CallerKey(String issuer, String claim, String value) {

    /** The key of an authenticated caller. */
    public static CallerKey of(SecurityIdentity identity) {
        return CallerPrincipal.of(identity).key();
    }

    /**
     * The key of the caller that a token names.
     *
     * @param name the name of the caller in it
     */
    static CallerKey of(JsonWebToken token, String name) {
        var issuer = Objects.requireNonNullElse(token.getIssuer(), "");
        var subject = token.getSubject();
        return subject == null || subject.isBlank()
                ? new CallerKey(issuer, "name", name)
                : new CallerKey(issuer, "sub", subject);
    }
}
