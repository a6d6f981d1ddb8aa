package dev.duoconfig.secret;

/**
 * A sealed secret, which can be opened only with its master key and only in its location.
 *
 * @param keyId the id of the master key that sealed it
 * @param bytes nonce, ciphertext, and authentication tag
 */
@SuppressWarnings("ArrayRecordComponent")
public record Sealed(String keyId, byte[] bytes) {}
