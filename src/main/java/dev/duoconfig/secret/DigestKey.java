package dev.duoconfig.secret;

import java.security.SecureRandom;
import java.util.Base64;

/** A random key of digests (HMAC-SHA256), by which secrets can be compared that are not kept. */
public final class DigestKey {

    private static final int BYTES = 32;
    private static final String NO_MASTER_KEY = "";

    private final MacKey key;

    private DigestKey(MacKey key) {
        this.key = key;
    }

    /** A new key. */
    public static DigestKey random() {
        var bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return decode(Base64.getEncoder().encodeToString(bytes));
    }

    /** The key that {@link #encoded()} wrote. */
    public static DigestKey decode(String encoded) {
        return new DigestKey(MacKey.decode(NO_MASTER_KEY, encoded));
    }

    /** The key in Base64. It is a secret. */
    public String encoded() {
        return key.encoded();
    }

    /** The digest of a text, in lower-case hexadecimal. */
    public String digest(String text) {
        return key.sign(text);
    }
}
