package dev.duoconfig.outbound;

import org.jspecify.annotations.Nullable;

/**
 * Redacts texts of other servers before they are shown or stored. A server may send back the token or API key that it received, in
 * plain text or in disguise, and characters that make a text look like another. Markup in a text stays: it is text for everyone
 * who shows it.
 */
public final class Redactor {

    static final String REDACTED = "[redacted]";

    /** The length of the longest name that is shown. */
    private static final int MAX_NAME_LENGTH = 120;

    /** More than the longest value that any part of the configuration can have. */
    private static final int MAX_EXAMINED = 4096;

    private final @Nullable String secret;
    private final SecretForms forms;

    /** @param secret the token or API key that is sent to the server; null if there is none */
    public Redactor(@Nullable String secret) {
        this.secret = secret;
        this.forms = new SecretForms(secret);
    }

    /**
     * The text on one line, without invisible characters, and truncated. The secret is replaced; if the text still reveals a part
     * of it, the whole text is.
     *
     * @param maxLength the number of characters after which the text is truncated
     */
    public String redact(String text, int maxLength) {
        var line = visible(secret == null ? text : text.replace(secret, REDACTED));
        var shown = line.codePointCount(0, line.length()) <= maxLength
                ? line
                : line.substring(0, line.offsetByCodePoints(0, maxLength)) + "...";
        return forms.areRevealedBy(shown.replace(REDACTED, " ")) ? REDACTED : shown;
    }

    /**
     * Whether a text reveals a part of the secret, in any form. A secret of a few characters occurs in many texts by chance, and is
     * not looked for.
     */
    public boolean isRevealedBy(String text) {
        return forms.areRevealedBy(text);
    }

    /** Whether a name can be shown unchanged. */
    public boolean isHarmless(String name) {
        return redact(name, MAX_NAME_LENGTH).equals(name);
    }

    /**
     * Whether a value contains so much of the secret that it must not be used. Less than {@link #redact} looks for, because names
     * can share a word with a secret.
     */
    public boolean isCarriedBy(String value) {
        return forms.areCarriedBy(value.length() <= MAX_EXAMINED ? value : value.substring(0, MAX_EXAMINED));
    }

    private static String visible(String text) {
        return text.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", " ");
    }
}
