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

    private static final int MAX_NAME_LENGTH = 255;

    /**
     * Whoever a token is of. Characters that nobody can see are replaced by {@code ?}, what is over 255 characters is cut
     * off, and nobody is taken for the service itself.
     */
    static Caller of(String principal, String requestId) {
        var visible = principal
                .replaceAll("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}\\u2028\\u2029]", "?")
                .strip();
        var name = visible.codePointCount(0, visible.length()) <= MAX_NAME_LENGTH
                ? visible
                : visible.substring(0, visible.offsetByCodePoints(0, MAX_NAME_LENGTH));
        return new Caller(name.equals(SYSTEM.name) ? "system (a token's name)" : name, requestId);
    }
}
