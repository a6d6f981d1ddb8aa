package dev.duoconfig.check;

import java.net.URLEncoder;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toUnmodifiableSet;

/**
 * Redacts texts from other servers before they are shown. A server may send back the API key that it received, in plain
 * text or encoded, and characters that make a text look like another.
 */
final class Redactor {

    static final String REDACTED = "[redacted]";

    private static final int MAX_LENGTH = 120;

    /** The number of consecutive characters that reveal a key; a shorter key counts as a whole. */
    private static final int MIN_REVEALING_LENGTH = 8;

    /** A shorter encoding would occur in many texts by chance. */
    private static final int MIN_ENCODING_LENGTH = 4;

    private final @Nullable String key;
    private final Set<String> keyFragments;

    Redactor(@Nullable String key) {
        this.key = key;
        this.keyFragments = key == null
                ? Set.of()
                : encodings(key).stream()
                        .map(Redactor::lettersAndDigits)
                        .filter(plain -> plain.length() >= MIN_ENCODING_LENGTH)
                        .flatMap(Redactor::fragments)
                        .collect(toUnmodifiableSet());
    }

    /** The text, shortened and without invisible characters; {@link #REDACTED} if it contains the key. */
    String redact(String text) {
        var visible = visible(text);
        if (containsKey(visible)) {
            return REDACTED;
        }
        return visible.codePointCount(0, visible.length()) <= MAX_LENGTH
                ? visible
                : visible.substring(0, visible.offsetByCodePoints(0, MAX_LENGTH)) + "…";
    }

    /** Whether the text can be shown unchanged. */
    boolean isHarmless(String text) {
        return redact(text).equals(text);
    }

    private boolean containsKey(String text) {
        var plain = lettersAndDigits(text);
        return (key != null && text.contains(key)) || keyFragments.stream().anyMatch(plain::contains);
    }

    private static List<String> encodings(String key) {
        var bytes = key.getBytes(UTF_8);
        var encodings = new ArrayList<>(List.of(
                key,
                new StringBuilder(key).reverse().toString(),
                HexFormat.of().formatHex(bytes),
                URLEncoder.encode(key, UTF_8)));
        // Base64 turns three bytes into four characters, so the encoded key depends on its offset.
        for (var offset = 0; offset < 3; offset++) {
            var shifted =
                    Base64.getEncoder().withoutPadding().encodeToString(("\0".repeat(offset) + key).getBytes(UTF_8));
            // The characters at either end encode the key only in part.
            var from = offset == 0 ? 0 : offset + 1;
            var to = shifted.length() - (shifted.length() % 4 == 0 ? 0 : 1);
            encodings.add(from < to ? shifted.substring(from, to) : "");
        }
        return encodings;
    }

    /** The letters and digits only, in lower case, because quotes, escapes, case, and separators could hide the key. */
    private static String lettersAndDigits(String text) {
        var plain = new StringBuilder();
        Normalizer.normalize(text, Normalizer.Form.NFKC)
                .codePoints()
                .filter(Character::isLetterOrDigit)
                .forEach(plain::appendCodePoint);
        return plain.toString().toLowerCase(Locale.ROOT);
    }

    private static Stream<String> fragments(String plain) {
        return plain.length() <= MIN_REVEALING_LENGTH
                ? Stream.of(plain)
                : Stream.iterate(0, start -> start + MIN_REVEALING_LENGTH <= plain.length(), start -> start + 1)
                        .map(start -> plain.substring(start, start + MIN_REVEALING_LENGTH));
    }

    private static String visible(String text) {
        var visible = new StringBuilder();
        text.codePoints()
                .filter(character -> switch (Character.getType(character)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.PRIVATE_USE,
                            Character.UNASSIGNED,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR -> false;
                    default -> true;
                })
                .forEach(visible::appendCodePoint);
        return visible.toString();
    }
}
