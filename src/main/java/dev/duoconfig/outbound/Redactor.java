package dev.duoconfig.outbound;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;

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

    /** The number of consecutive characters that reveal a secret; a shorter secret counts as a whole. */
    private static final int MIN_REVEALING_LENGTH = 8;

    /** A shorter encoding would occur in many texts by chance. */
    private static final int MIN_ENCODING_LENGTH = 4;

    /** More than the longest value that any part of the configuration can have. */
    private static final int MAX_EXAMINED = 4096;

    private final @Nullable String secret;
    private final Fragments revealing;
    private final Fragments substantial;

    /** @param secret the token or API key that is sent to the server; null if there is none */
    public Redactor(@Nullable String secret) {
        this.secret = secret;
        var forms = secret == null
                ? List.<String>of()
                : Disguises.ofSecret(secret).stream()
                        .map(Redactor::lettersAndDigits)
                        .filter(form -> form.length() >= MIN_ENCODING_LENGTH)
                        .toList();
        this.revealing = Fragments.of(forms, length -> MIN_REVEALING_LENGTH);
        this.substantial = secret == null || lettersAndDigits(secret).length() < MIN_REVEALING_LENGTH
                ? Fragments.of(List.of(), length -> length)
                : Fragments.of(forms, length -> Math.max(MIN_REVEALING_LENGTH, length / 2));
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
        return revealing.areIn(shown.replace(REDACTED, " ")) ? REDACTED : shown;
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
        var examined = value.length() <= MAX_EXAMINED ? value : value.substring(0, MAX_EXAMINED);
        return revealing.areIn(examined) && substantial.areIn(examined);
    }

    /** The letters and digits only, in lower case, because quotes, escapes, case, and separators could hide a secret. */
    private static String lettersAndDigits(String text) {
        var plain = new StringBuilder();
        Normalizer.normalize(text, Normalizer.Form.NFKD)
                .codePoints()
                .filter(Character::isLetterOrDigit)
                .forEach(plain::appendCodePoint);
        return plain.toString().toLowerCase(Locale.ROOT);
    }

    private static String visible(String text) {
        return text.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", " ");
    }

    /** Parts of the forms of a secret, by their length. */
    private record Fragments(Map<Integer, Set<String>> byLength) {

        /** @param length the length of the parts of a form, from the length of the form */
        static Fragments of(List<String> forms, IntUnaryOperator length) {
            var byLength = new HashMap<Integer, Set<String>>();
            for (var form : forms) {
                var ofForm = Math.min(form.length(), length.applyAsInt(form.length()));
                var parts = byLength.computeIfAbsent(ofForm, key -> new HashSet<>());
                for (var start = 0; start + ofForm <= form.length(); start++) {
                    parts.add(form.substring(start, start + ofForm));
                }
            }
            return new Fragments(byLength);
        }

        boolean areIn(String text) {
            return !byLength.isEmpty()
                    && Disguises.readings(text).stream()
                            .map(Redactor::lettersAndDigits)
                            .anyMatch(this::isPartOf);
        }

        private boolean isPartOf(String plain) {
            for (var parts : byLength.entrySet()) {
                int length = parts.getKey();
                for (var start = 0; start + length <= plain.length(); start++) {
                    if (parts.getValue().contains(plain.substring(start, start + length))) {
                        return true;
                    }
                }
            }
            return false;
        }
    }
}
