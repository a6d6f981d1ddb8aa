package dev.duoconfig.text;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Reads bytes from outside as text: UTF-8, with or without a byte order mark. */
public final class OutsideText {

    private static final char MARK = '\ufeff';
    private static final int MARK_BYTES = 3;
    private static final Pattern LINE_END = Pattern.compile("\\r?\\n\\z|\\r\\z");

    private OutsideText() {}

    /**
     * The text without a byte order mark.
     *
     * @throws NotUtf8Exception if the bytes are not UTF-8
     */
    public static String of(byte[] bytes) throws NotUtf8Exception {
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return withoutMark(text.toString());
        } catch (CharacterCodingException e) {
            throw new NotUtf8Exception(isUtf16(bytes));
        }
    }

    /**
     * The text of a file without a byte order mark.
     *
     * @throws NotUtf8Exception if the content is not UTF-8
     * @throws IOException if the file cannot be read
     */
    public static String of(Path file) throws IOException {
        return of(Files.readAllBytes(file));
    }

    /** The text without a byte order mark at its beginning. */
    public static String withoutMark(String text) {
        return !text.isEmpty() && text.charAt(0) == MARK ? text.substring(1) : text;
    }

    /** The number of bytes at the beginning that are a byte order mark of UTF-8: three or none. */
    public static int markLength(byte[] bytes) {
        return bytes.length >= MARK_BYTES
                        && bytes[0] == (byte) 0xef
                        && bytes[1] == (byte) 0xbb
                        && bytes[2] == (byte) 0xbf
                ? MARK_BYTES
                : 0;
    }

    /** The text without one line end at its end. */
    public static String withoutLineEnd(String text) {
        return LINE_END.matcher(text).replaceFirst("");
    }

    private static boolean isUtf16(byte[] bytes) {
        return bytes.length >= 2
                && ((bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xfe)
                        || (bytes[0] == (byte) 0xfe && bytes[1] == (byte) 0xff));
    }
}
