package dev.duoconfig.outbound;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

import org.jspecify.annotations.Nullable;

/**
 * The forms of a secret, reduced to letters and digits in lower case, because quotes, escapes, case, and separators could hide
 * them. Texts are compared without building their own reduced form: a server can send megabytes of them.
 */
final class SecretForms {

    /** The number of consecutive characters that reveal a secret; a shorter form counts as a whole. */
    private static final int FRAGMENT_LENGTH = Long.BYTES;

    /** A shorter form would occur in many texts by chance. */
    private static final int MIN_LENGTH = 4;

    /** The filter has 2^16 bits, most of which are not set. */
    private static final int FILTER_BITS = 16;

    private final List<String> forms;

    /** Each fragment as the eight bytes of a number, in ascending order, and the bits of their hashes. */
    private final long[] fragments;

    private final long[] filter = new long[(1 << FILTER_BITS) / Long.SIZE];
    private final List<String> shortForms;

    SecretForms(@Nullable String secret) {
        forms = secret == null
                ? List.of()
                : Disguises.ofSecret(secret).stream()
                        .map(SecretForms::reduced)
                        .filter(form -> form.length() >= MIN_LENGTH)
                        .toList();
        fragments =
                forms.stream().flatMapToLong(SecretForms::fragments).sorted().toArray();
        shortForms =
                forms.stream().filter(form -> form.length() < FRAGMENT_LENGTH).toList();
        for (var fragment : fragments) {
            filter[hash(fragment) / Long.SIZE] |= 1L << hash(fragment);
        }
    }

    /** Whether a reading of the text contains a fragment of a form, or a short form as a whole. */
    boolean areRevealedBy(String text) {
        return !forms.isEmpty() && Disguises.readings(text).stream().anyMatch(this::hasFragment);
    }

    /** Whether a reading of the text contains half of a form. */
    boolean areCarriedBy(String text) {
        return fragments.length > 0
                && Disguises.readings(text).stream().anyMatch(reading -> hasFragment(reading) && hasHalf(reading));
    }

    private boolean hasFragment(String reading) {
        var fragment = 0L;
        var length = 0;
        for (var at = 0; at < reading.length(); at++) {
            var character = reduced(reading.charAt(at));
            if (character != 0) {
                fragment = (fragment << Byte.SIZE) | character;
                length++;
                if (length >= FRAGMENT_LENGTH && isFragment(fragment)) {
                    return true;
                }
            }
        }
        return !shortForms.isEmpty() && shortForms.stream().anyMatch(reduced(reading)::contains);
    }

    private boolean isFragment(long fragment) {
        return (filter[hash(fragment) / Long.SIZE] & (1L << hash(fragment))) != 0
                && Arrays.binarySearch(fragments, fragment) >= 0;
    }

    private boolean hasHalf(String reading) {
        var plain = reduced(reading);
        return forms.stream().filter(form -> form.length() >= FRAGMENT_LENGTH).anyMatch(form -> {
            var length = Math.max(FRAGMENT_LENGTH, form.length() / 2);
            var halves = parts(form, length);
            return parts(plain, length).stream().anyMatch(halves::contains);
        });
    }

    private static Set<String> parts(String text, int length) {
        var parts = new HashSet<String>();
        for (var start = 0; start + length <= text.length(); start++) {
            parts.add(text.substring(start, start + length));
        }
        return parts;
    }

    private static LongStream fragments(String form) {
        return parts(form, FRAGMENT_LENGTH).stream().mapToLong(part -> {
            var fragment = 0L;
            for (var at = 0; at < FRAGMENT_LENGTH; at++) {
                fragment = (fragment << Byte.SIZE) | part.charAt(at);
            }
            return fragment;
        });
    }

    /** Secrets are sent in headers, so they are ASCII. */
    private static String reduced(String text) {
        var reduced = new StringBuilder(text.length());
        for (var at = 0; at < text.length(); at++) {
            var character = reduced(text.charAt(at));
            if (character != 0) {
                reduced.append(character);
            }
        }
        return reduced.toString();
    }

    /** The lower-case letter or the digit; 0 for every other character. */
    private static char reduced(char character) {
        if ((character >= 'a' && character <= 'z') || (character >= '0' && character <= '9')) {
            return character;
        }
        return character >= 'A' && character <= 'Z' ? (char) (character | ' ') : 0;
    }

    private static int hash(long fragment) {
        return (int) ((fragment * 0x9E3779B97F4A7C15L) >>> (Long.SIZE - FILTER_BITS));
    }
}
