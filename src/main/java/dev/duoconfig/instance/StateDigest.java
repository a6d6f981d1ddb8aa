package dev.duoconfig.instance;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A short text that stands for a state, for entity tags. */
final class StateDigest {

    private static final int BYTES = 8;

    private StateDigest() {}

    /** The first 16 hexadecimal digits of the SHA-256 of a text. */
    static String of(String state) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(state.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
