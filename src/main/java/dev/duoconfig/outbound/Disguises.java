package dev.duoconfig.outbound;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

/**
 * The forms in which a server can send a secret back: encodings of the secret, which a text can contain in any case and with
 * anything in between, and readings of a text, which undo escapes and encodings.
 */
final class Disguises {

    /** The limit on the characters of all readings of one text, which keeps the work for long texts linear. */
    private static final int MAX_READ = 16 * 1024;

    /** The number of characters of the shortest run that is decoded: a shorter one encodes less than what is looked for. */
    private static final int MIN_RUN = 11;

    /** The number of characters that the shortest run encodes. */
    private static final int MIN_DECODED = 8;

    private static final Pattern ESCAPE = Pattern.compile(
            "[%=]([0-9A-Fa-f]{2})|[\\\\%]u([0-9A-Fa-f]{4})|\\\\x([0-9A-Fa-f]{2})|&#[xX]([0-9A-Fa-f]{1,5});?|&#([0-9]{1,6});?"
                    + "|&([A-Za-z]{2,8});");
    private static final int DECIMAL = 5;
    private static final int NAMED = 6;
    private static final Map<String, String> NAMED_CHARACTERS = Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"");

    private static final Pattern TAG = Pattern.compile("<[^<>]*+>");
    private static final Pattern HEX_SEPARATOR = Pattern.compile("0x|\\\\x|[\\s,:;_-]");
    private static final Pattern HEX_RUN = Pattern.compile("[0-9A-Fa-f]{" + 2 * MIN_RUN + ",}+");

    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private Disguises() {}

    /** The secret itself, and its encodings. */
    static List<String> ofSecret(String secret) {
        var bytes = secret.getBytes(UTF_8);
        var forms = new ArrayList<>(List.of(
                secret,
                reversed(secret),
                rotated(secret),
                HexFormat.of().formatHex(bytes),
                decimal(bytes),
                base32(bytes)));
        // Base64 turns three bytes into four characters, so the encoded secret depends on its offset.
        for (var offset = 0; offset < 3; offset++) {
            var shifted =
                    Base64.getEncoder().withoutPadding().encodeToString(("\0".repeat(offset) + secret).getBytes(UTF_8));
            // The characters at either end encode the secret only in part.
            var from = offset == 0 ? 0 : offset + 1;
            var to = shifted.length() - (shifted.length() % 4 == 0 ? 0 : 1);
            forms.add(from < to ? shifted.substring(from, to) : "");
        }
        return forms;
    }

    /** The text as it is, backward, without escapes and tags, and with its encoded parts decoded, also one after the other. */
    static Set<String> readings(String text) {
        var normal = normalized(text);
        var readings = new LinkedHashSet<>(Arrays.asList(normal, reversed(normal)));
        var next = List.copyOf(readings);
        var left = MAX_READ;
        while (!next.isEmpty()) {
            var found = new ArrayList<String>();
            for (var reading : next) {
                left -= reading.length();
                if (left < 0) {
                    return readings;
                }
                for (var other : decoded(reading)) {
                    if (!other.isEmpty() && readings.add(other)) {
                        found.add(other);
                    }
                }
            }
            next = found;
        }
        return readings;
    }

    private static List<String> decoded(String text) {
        var decoded = new ArrayList<String>();
        if (ESCAPE.matcher(text).find()) {
            decoded.add(
                    normalized(ESCAPE.matcher(text).replaceAll(escape -> Matcher.quoteReplacement(character(escape)))));
        }
        if (text.indexOf('<') >= 0) {
            decoded.add(TAG.matcher(text).replaceAll(""));
        }
        decoded.addAll(fromBase64(text));
        decoded.addAll(fromHex(text));
        return decoded;
    }

    /** Letters that look like others, or have marks, become plain ones. */
    private static String normalized(String text) {
        return text.chars().allMatch(c -> c < 0x80) ? text : Normalizer.normalize(text, Normalizer.Form.NFKD);
    }

    private static String character(MatchResult escape) {
        if (escape.group(NAMED) != null) {
            return NAMED_CHARACTERS.getOrDefault(escape.group(NAMED).toLowerCase(Locale.ROOT), "");
        }
        for (var group = 1; group < NAMED; group++) {
            if (escape.group(group) != null) {
                var code = Integer.parseInt(escape.group(group), group == DECIMAL ? 10 : 16);
                return Character.toString(code);
            }
        }
        throw new IllegalStateException("Each alternative has a group");
    }

    /** The text decoded from each of the four characters of a group, without what is not Base64. */
    private static List<String> fromBase64(String text) {
        var run = new byte[text.length()];
        var length = 0;
        for (var at = 0; at < text.length(); at++) {
            var digit = base64Digit(text.charAt(at));
            if (digit != 0) {
                run[length++] = digit;
            }
        }
        var decoded = new ArrayList<String>();
        for (var offset = 0; offset < 4 && length - offset >= MIN_RUN; offset++) {
            var group = Arrays.copyOfRange(run, offset, offset + (length - offset) / 4 * 4);
            decoded.add(visibleRuns(Base64.getDecoder().decode(group)));
        }
        return decoded;
    }

    /** The character in the standard alphabet; 0 if it is in neither. */
    private static byte base64Digit(char character) {
        if (character >= 0x80) {
            return 0;
        }
        return switch (character) {
            case '-', '+' -> '+';
            case '_', '/' -> '/';
            default -> Character.isLetterOrDigit(character) ? (byte) character : 0;
        };
    }

    /** The runs of visible characters that can contain a fragment: the rest of what is decoded at a wrong place is noise. */
    private static String visibleRuns(byte[] bytes) {
        var runs = new StringBuilder();
        var start = 0;
        for (var octet : bytes) {
            if (octet >= ' ' && octet < 0x7f) {
                runs.append((char) octet);
            } else if (octet != 0 && octet != '\r' && octet != '\n') {
                // Every second byte of UTF-16 is 0.
                start = endRun(runs, start);
            }
        }
        endRun(runs, start);
        return runs.toString();
    }

    /** Removes the run since the start if it is short, and returns the start of the next. */
    private static int endRun(StringBuilder runs, int start) {
        if (runs.length() - start < MIN_DECODED) {
            runs.setLength(start);
        }
        return runs.length();
    }

    private static List<String> fromHex(String text) {
        if (text.chars().filter(c -> Character.digit(c, 16) >= 0).count() < 2 * MIN_RUN) {
            return List.of();
        }
        var joined = HEX_SEPARATOR.matcher(text).replaceAll("");
        var decoded = new ArrayList<String>();
        HEX_RUN.matcher(joined).results().forEach(run -> {
            for (var offset = 0; offset < 2; offset++) {
                var digits = run.group().substring(offset);
                var even = digits.substring(0, digits.length() / 2 * 2);
                decoded.add(visibleRuns(HexFormat.of().parseHex(even)));
            }
        });
        return decoded;
    }

    private static String reversed(String text) {
        return new StringBuilder(text).reverse().toString();
    }

    private static String rotated(String text) {
        return text.chars()
                .map(c -> {
                    var first = c >= 'a' && c <= 'z' ? 'a' : 'A';
                    return c >= first && c < first + 26 ? first + (c - first + 13) % 26 : c;
                })
                .mapToObj(Character::toString)
                .collect(joining());
    }

    private static String decimal(byte[] bytes) {
        return new String(bytes, ISO_8859_1).chars().mapToObj(Integer::toString).collect(joining());
    }

    private static String base32(byte[] bytes) {
        var text = new StringBuilder();
        var bits = 0;
        var value = 0;
        for (var octet : bytes) {
            value = ((value << 8) | (octet & 0xff)) & 0xfff;
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                text.append(BASE32.charAt((value >> bits) & 31));
            }
        }
        return text.toString();
    }
}
