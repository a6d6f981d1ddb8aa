package dev.duoconfig.secret;

/**
 * A secret that only its master key opens, and only in its place.
 *
 * @param keyId which master key sealed it
 * @param bytes nonce, ciphertext and authentication tag
 */
@SuppressWarnings("ArrayRecordComponent")
public record Sealed(String keyId, byte[] bytes) {}
