package dev.duoconfig.resolve;

/**
 * An API key, encrypted with a master key.
 *
 * @param masterKeyId id of the master key
 * @param ciphertext the encrypted key in base64, a text so that records can be compared
 */
public record SealedKey(String masterKeyId, String ciphertext) {

    static final SealedKey ANY = new SealedKey("", "");

    /** Omits the ciphertext, which does not belong in logs. */
    @Override
    public String toString() {
        return "SealedKey[" + masterKeyId + "]";
    }
}
