package dev.duoconfig.security;

import org.jspecify.annotations.Nullable;

/**
 * The originator of a change, as recorded in the audit.
 *
 * @param id the subject of the token; null for the service itself, and if the token has none
 * @param issuer the issuer of the token; null for the service itself
 * @param name the name in the token, unmistakable for another name and for {@code system}
 * @param requestId the ID of the request, or null for the system
 */
public record Caller(
        @Nullable String id,
        @Nullable String issuer,
        String name,
        @Nullable String requestId) {

    /** The service itself, for changes through time and through settings at start. */
    public static final Caller SYSTEM = new Caller(null, null, ShownName.SERVICE, null);

    /** The caller that a token names. */
    static Caller of(CallerPrincipal principal, String requestId) {
        var key = principal.key();
        return new Caller(
                key.claim().equals("sub") ? ShownName.ofId(key.value()) : null,
                key.issuer().isEmpty() ? null : ShownName.ofId(key.issuer()),
                ShownName.of(principal.name()),
                requestId);
    }
}
