package dev.duoconfig.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** The key that secrets are sealed under: 256 bits, written as base64. Its id can be shown, the key never. */
final class MasterKey {

    private static final int BYTES = 32;
    private static final int ID_BYTES = 8;

    private final SecretKey key;
    private final String id;

    private MasterKey(byte[] bytes) {
        this.key = new SecretKeySpec(bytes, "AES");
        this.id = id(bytes);
    }

    /**
     * Reads a key.
     *
     * @param source the origin of the text, for the message
     * @throws MasterKeyException if the text is not 32 bytes in base64
     */
    static MasterKey parse(String source, String text) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text.strip());
        } catch (IllegalArgumentException e) {
            throw new MasterKeyException(source + " is not valid base64. " + MasterKeyException.HOW_TO_CREATE_ONE);
        }
        if (bytes.length != BYTES) {
            throw new MasterKeyException(source + " has " + bytes.length + " bytes instead of " + BYTES + ". "
                    + MasterKeyException.HOW_TO_CREATE_ONE);
        }
        return new MasterKey(bytes);
    }

    String id() {
        return id;
    }

    SecretKey key() {
        return key;
    }

    /** Derived by a one-way function: the id distinguishes keys and reveals nothing else about them. */
    private static String id(byte[] bytes) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
            var digest = mac.doFinal("duo-config master key id".getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(digest, ID_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "MasterKey[" + id + "]";
    }
}
