package dev.duoconfig.security;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.duoconfig.http.problem.VisibleText;

/**
 * The form in which names and IDs from tokens are recorded and shown. Most of them are shown unchanged. One that could be
 * mistaken for another, because a reader cannot see all of it or because it resembles the service, is shown in visible
 * characters with a hash of its true form in brackets. Different names therefore never have the same form.
 */
final class ShownName {

    /** The name of the service itself. No token's name is shown as this one or one that looks the same. */
    static final String SERVICE = "system";

    private static final int MAX_LENGTH = 255;
    private static final int HASH_BYTES = 8;

    /** The ending of every changed form. A name that ends like this itself is changed, too. */
    private static final Pattern HASH_ENDING = Pattern.compile(" \\[[0-9a-f]{16}\\]$");

    private static final int MAX_VISIBLE_LENGTH = MAX_LENGTH - " [0123456789abcdef]".length();

    /** Letters of other scripts that look like those of the service's name, in lower case and without accents. */
    private static final Map<Integer, Integer> LOOKALIKES = lookalikes(Map.of(
            's', "\u0455\ua731\uabaa\u01bd\u0282\u057f\ua4e2\u023f\u1d8a\ud801\udc48\ud806\udcc1$",
            'y',
                    "\u0443\u04af\u10e7\u03b3\u0263\u028f\uab5a\u1d8c\u1eff\u213d\u03c5\u03d2\uab79\uab8d\ua4ec\u01b4\u024f\u2ca9\ud806\udcdc",
            't', "\u0442\u03c4\u1d1b\ua4d4\uab72\u2ca7\u0167\u01ad\u0236\u0288\u2c66",
            'e', "\u0435\u04bd\u212e\uab32\u03b5\uab7c\u2d39\ua4f0\u025b\u0454\u0259\u1d07\u0247\u2c78\u2c89",
            'm', "\u043c\u1d0d\ua4df\u03bc\uab87\u2c99\u16d6\u03fb\u0271\u1d6f"));

    /** The A of each alphabet of white letters in black circles, in black squares, and in flags. */
    private static final List<Integer> SYMBOLS_OF_A = List.of(0x1F150, 0x1F170, 0x1F1E6);

    private static final int ALPHABET_LENGTH = 26;

    private ShownName() {}

    /** The form of a caller's name. */
    static String of(String name) {
        if (looksLikeTheService(name)) {
            return changed("caller " + visible(name), name);
        }
        return ofId(name);
    }

    /** The form of a subject or an issuer, which is never compared with the service. */
    static String ofId(String id) {
        return isUnmistakable(id) ? id : changed(visible(id), id);
    }

    private static boolean isUnmistakable(String name) {
        return name.codePointCount(0, name.length()) <= MAX_LENGTH
                && !name.isEmpty()
                && name.equals(visible(name))
                && !HASH_ENDING.matcher(name).find();
    }

    /** The text in composed, visible characters, with single spaces between its words. */
    private static String visible(String name) {
        var visible = VisibleText.masked(Normalizer.normalize(name, Normalizer.Form.NFC));
        var text = new StringBuilder();
        visible.codePoints()
                .map(ShownName::drawn)
                .filter(codePoint -> codePoint != ' ' || (!text.isEmpty() && text.charAt(text.length() - 1) != ' '))
                .forEach(text::appendCodePoint);
        return text.toString().strip();
    }

    /** A character that every font draws the same: one kind of space, and none for characters that Java does not know. */
    private static int drawn(int codePoint) {
        if (Character.isSpaceChar(codePoint)) {
            return ' ';
        }
        return Character.getType(codePoint) == Character.UNASSIGNED ? '?' : codePoint;
    }

    private static String changed(String visible, String name) {
        var beginning = VisibleText.cut(visible, MAX_VISIBLE_LENGTH, "").strip();
        return (beginning.isEmpty() ? "unnamed" : beginning) + " [" + hash(name) + "]";
    }

    private static String hash(String name) {
        try {
            // No charset tells halves of surrogate pairs apart.
            var bytes = ByteBuffer.allocate(Character.BYTES * name.length());
            bytes.asCharBuffer().put(name);
            var digest = MessageDigest.getInstance("SHA-256").digest(bytes.array());
            return HexFormat.of().formatHex(Arrays.copyOf(digest, HASH_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Compares letters only, because accents, spaces, and punctuation are easily overlooked. */
    private static boolean looksLikeTheService(String name) {
        var letters = new StringBuilder();
        Normalizer.normalize(name, Normalizer.Form.NFKD)
                .toLowerCase(Locale.ROOT)
                .codePoints()
                .map(ShownName::unboxed)
                .map(codePoint -> LOOKALIKES.getOrDefault(codePoint, codePoint))
                .filter(codePoint -> Character.isLetterOrDigit(codePoint) && !VisibleText.isInvisible(codePoint))
                .forEach(letters::appendCodePoint);
        return letters.toString().replace("rn", "m").equals(SERVICE);
    }

    /** The letter in a circle, in a square, or of a flag; these symbols have no normal form. */
    private static int unboxed(int symbol) {
        for (var first : SYMBOLS_OF_A) {
            if (symbol >= first && symbol < first + ALPHABET_LENGTH) {
                return 'a' + symbol - first;
            }
        }
        return symbol;
    }

    private static Map<Integer, Integer> lookalikes(Map<Character, String> lettersByOriginal) {
        return lettersByOriginal.entrySet().stream()
                .flatMap(entry -> entry.getValue()
                        .codePoints()
                        .distinct()
                        .boxed()
                        .map(letter -> Map.entry(letter, (int) entry.getKey())))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
