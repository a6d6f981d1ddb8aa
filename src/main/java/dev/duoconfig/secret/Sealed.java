package dev.duoconfig.secret;

import java.util.Arrays;

/**
 * A sealed secret, which can be opened only with its master key and only in its location.
 *
 * @param keyId the id of the master key that sealed it
 * @param bytes nonce, ciphertext, and authentication tag, after a prefix if the secret is bound to its use
 */
@SuppressWarnings("ArrayRecordComponent")
public record Sealed(String keyId, byte[] bytes) {

    /**
     * Begins the bytes of a bound secret. Earlier releases began all bytes with a random nonce, which has this prefix once in
     * 2^64 secrets.
     */
    private static final byte[] BOUND_PREFIX = {'b', 'o', 'u', 'n', 'd', ' ', '1', '\n'};

    /** The prefix of bound secrets, for queries. */
    public static byte[] boundPrefix() {
        return BOUND_PREFIX.clone();
    }

    /** Whether the secret is bound to its use, see {@link SecretLocation#use()}. */
    public boolean bound() {
        return bytes.length >= BOUND_PREFIX.length
                && Arrays.equals(bytes, 0, BOUND_PREFIX.length, BOUND_PREFIX, 0, BOUND_PREFIX.length);
    }

    /** The number of bytes before the nonce. */
    int prefixLength() {
        return bound() ? BOUND_PREFIX.length : 0;
    }
}
