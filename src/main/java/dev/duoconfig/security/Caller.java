package dev.duoconfig.security;

import org.jspecify.annotations.Nullable;

/**
 * The originator of a change, as recorded in the audit.
 *
 * @param name the token's principal, or {@code system}
 * @param requestId the ID of the request, or null for the system
 */
public record Caller(String name, @Nullable String requestId) {

    /** The service itself, for changes through time and through settings at start. */
    public static final Caller SYSTEM = new Caller("system", null);

    private static final int MAX_NAME_LENGTH = 255;

    /**
     * The caller that a token names. Invisible characters are replaced by {@code ?}, the name is truncated to 255 characters,
     * and no caller is mistaken for the service itself.
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
