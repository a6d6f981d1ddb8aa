package dev.duoconfig.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A key for message authentication codes (HMAC-SHA256), derived from a master key by a one-way function. */
public final class MacKey {

    private static final String ALGORITHM = "HmacSHA256";

    private final String id;
    private final SecretKeySpec key;

    private MacKey(String id, byte[] bytes) {
        this.id = id;
        this.key = new SecretKeySpec(bytes, ALGORITHM);
    }

    /** The key for a purpose. The keys for different purposes reveal nothing about one another or the master key. */
    static MacKey derive(MasterKey master, String purpose) {
        return new MacKey(master.id(), new MacKey(master.id(), master.key().getEncoded()).sum(purpose));
    }

    /** The key that {@link #encoded()} wrote. */
    static MacKey decode(String id, String encoded) {
        return new MacKey(id, Base64.getDecoder().decode(encoded));
    }

    String encoded() {
        return Base64.getEncoder().encodeToString(key.getEncoded());
    }

    /** The ID of the master key that this key is derived from. */
    public String id() {
        return id;
    }

    /** The code of a text, in lower-case hexadecimal. */
    String sign(String text) {
        return HexFormat.of().formatHex(sum(text));
    }

    /** A new signer with this key. */
    public Signer signer() {
        return new Signer(key);
    }

    private byte[] sum(String text) {
        return mac(key).doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Mac mac(SecretKeySpec key) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Computes codes one after another. Not safe for use by several threads. */
    public static final class Signer {

        private final Mac mac;

        private Signer(SecretKeySpec key) {
            mac = mac(key);
        }

        /** The code of the first bytes of an array, in lower-case hexadecimal. */
        public String sign(byte[] bytes, int length) {
            mac.update(bytes, 0, length);
            return HexFormat.of().formatHex(mac.doFinal());
        }
    }

    @Override
    public String toString() {
        return "MacKey[" + id + "]";
    }
}
