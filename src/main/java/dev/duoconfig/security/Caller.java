package dev.duoconfig.security;

import org.jspecify.annotations.Nullable;

/**
 * Who changes something, for the audit.
 *
 * @param name the token's principal, or {@code system}
 * @param requestId the id of the request, or null for the system
 */
public record Caller(String name, @Nullable String requestId) {

    /** The service itself: time passing, settings at start. */
    public static final Caller SYSTEM = new Caller("system", null);
}
