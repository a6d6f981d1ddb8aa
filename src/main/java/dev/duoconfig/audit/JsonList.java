package dev.duoconfig.audit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * A JSON list of texts, numbers, and nulls in UTF-8, for hashing. Its bytes never depend on the settings or the version of a JSON
 * library: every chain would break. Only what must be escaped is, in the shortest way.
 */
final class JsonList {

    private static final int LONGEST_ESCAPE = 6;
    private static final byte[] NULL = ascii("null");
    private static final byte[] HEX = ascii("0123456789ABCDEF");

    /** For each ASCII character: 0 if it stands for itself, otherwise what follows the backslash; {@code u} for a number. */
    private static final byte[] ESCAPES = escapes();

    private byte[] bytes = new byte[1024];
    private int length;

    private static byte[] escapes() {
        var escapes = new byte[128];
        Arrays.fill(escapes, 0, ' ', (byte) 'u');
        escapes['"'] = '"';
        escapes['\\'] = '\\';
        escapes['\b'] = 'b';
        escapes['\t'] = 't';
        escapes['\n'] = 'n';
        escapes['\f'] = 'f';
        escapes['\r'] = 'r';
        return escapes;
    }

    /** Begins a new list in the place of the last one. */
    JsonList begin() {
        length = 0;
        return this;
    }

    JsonList add(long number) {
        separate();
        append(ascii(Long.toString(number)));
        return this;
    }

    JsonList add(@Nullable String text) {
        if (text == null) {
            return addNull();
        }
        var utf8 = text.getBytes(StandardCharsets.UTF_8);
        return add(utf8, 0, utf8.length);
    }

    /** Adds a text that is part of an array of UTF-8. */
    JsonList add(byte[] utf8, int from, int count) {
        separate();
        reserve(Math.addExact(count, 2));
        var to = length;
        bytes[to++] = '"';
        for (var index = from; index < from + count; index++) {
            var next = utf8[index];
            // Bytes of characters outside ASCII are negative.
            var escape = next < 0 ? 0 : ESCAPES[next];
            if (escape == 0) {
                bytes[to++] = next;
            } else {
                length = to;
                reserve(LONGEST_ESCAPE + from + count - index);
                bytes[to++] = '\\';
                bytes[to++] = escape;
                if (escape == 'u') {
                    bytes[to++] = '0';
                    bytes[to++] = '0';
                    bytes[to++] = HEX[next >> 4];
                    bytes[to++] = HEX[next & 15];
                }
            }
        }
        bytes[to++] = '"';
        length = to;
        return this;
    }

    JsonList addNull() {
        separate();
        append(NULL);
        return this;
    }

    /** Ends the list. */
    JsonList end() {
        reserve(1);
        bytes[length++] = ']';
        return this;
    }

    /** The array whose first {@link #length()} bytes are the list. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    private void separate() {
        reserve(1);
        bytes[length] = (byte) (length == 0 ? '[' : ',');
        length++;
    }

    private void append(byte[] ascii) {
        reserve(ascii.length);
        System.arraycopy(ascii, 0, bytes, length, ascii.length);
        length += ascii.length;
    }

    private void reserve(int count) {
        var needed = Math.addExact(length, count);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, 2 * bytes.length));
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
