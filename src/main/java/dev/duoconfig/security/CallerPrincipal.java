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

    /** The attribute of an identity with its caller, until the identity is remembered without its token. */
    static final String ATTRIBUTE = CallerPrincipal.class.getName();

    /**
     * The caller that a token names.
     *
     * @param principal the token
     * @param name the name of the caller in it
     */
    static CallerPrincipal of(Principal principal, String name) {
        return new CallerPrincipal(
                principal instanceof JsonWebToken token ? CallerKey.of(token, name) : new CallerKey("", "name", name),
                name);
    }

    /** The caller of a request: remembered with the token, or taken from a token that was just verified. */
    static CallerPrincipal of(SecurityIdentity identity) {
        var principal = identity.getPrincipal();
        if (principal instanceof CallerPrincipal caller) {
            return caller;
        }
        CallerPrincipal verified = identity.getAttribute(ATTRIBUTE);
        return verified == null ? of(principal, principal.getName()) : verified;
    }

    /** Whether the token names anyone. A blank name is accepted if there is a subject, because that identifies the caller. */
    boolean isNamed() {
        return !key.value().isBlank();
    }

    @Override
    public String getName() {
        return name;
    }
}
