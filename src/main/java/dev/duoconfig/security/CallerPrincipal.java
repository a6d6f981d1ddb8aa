package dev.duoconfig.security;

import java.security.Principal;

import io.quarkus.security.identity.SecurityIdentity;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * The caller that a verified token names, without the token.
 *
 * @param name the name as in the token
 */
record CallerPrincipal(CallerKey key, String name) implements Principal {

    static CallerPrincipal of(JsonWebToken token) {
        return new CallerPrincipal(CallerKey.of(token), token.getName());
    }

    /** The caller of a request: remembered with the token, or taken from a token that was just verified. */
    static CallerPrincipal of(SecurityIdentity identity) {
        var principal = identity.getPrincipal();
        if (principal instanceof CallerPrincipal caller) {
            return caller;
        }
        return principal instanceof JsonWebToken token
                ? of(token)
                : new CallerPrincipal(new CallerKey("", "name", principal.getName()), principal.getName());
    }

    @Override
    public String getName() {
        return name;
    }
}
