package dev.duoconfig.security;

/**
 * A text that a claim must have.
 *
 * @param text the whole text, or its beginning
 */
record ClaimPattern(String text, boolean isPrefix) {

    private static final String WILDCARD = "*";
    private static final String ESCAPED_WILDCARD = "\\*";

    /** The pattern in a setting: a wildcard at its end stands for anything, unless a backslash is before it. */
    static ClaimPattern of(String setting) {
        if (setting.endsWith(ESCAPED_WILDCARD)) {
            return new ClaimPattern(withoutEnd(setting, ESCAPED_WILDCARD) + WILDCARD, false);
        }
        return setting.endsWith(WILDCARD)
                ? new ClaimPattern(withoutEnd(setting, WILDCARD), true)
                : new ClaimPattern(setting, false);
    }

    /** Whether it matches every text. */
    boolean matchesEverything() {
        return isPrefix && text.isEmpty();
    }

    boolean matches(String value) {
        return isPrefix ? value.startsWith(text) : value.equals(text);
    }

    private static String withoutEnd(String text, String end) {
        return text.substring(0, text.length() - end.length());
    }
}
