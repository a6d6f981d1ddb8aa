package dev.duoconfig.store;

import java.util.Base64;

import dev.duoconfig.resolve.SealedKey;
import dev.duoconfig.secret.Sealed;
import dev.duoconfig.secret.SecurityForm;

/** Converts sealed API keys to and from their form in snapshots. */
public final class SealedKeyMapping {

    private SealedKeyMapping() {}

    /**
     * The form that a snapshot contains. A key that could have been moved from another server is left out of it, so that nothing
     * that has the snapshot can open the key.
     *
     * @param form the forms of the database that the key comes from
     */
    public static SealedKey toSnapshot(Sealed sealed, SecurityForm form) {
        var refused = form.unboundKeysRefused() && !sealed.bound();
        return new SealedKey(sealed.keyId(), refused ? "" : Base64.getEncoder().encodeToString(sealed.bytes()));
    }

    /** The form that can be decrypted. */
    public static Sealed fromSnapshot(SealedKey key) {
        return new Sealed(key.masterKeyId(), Base64.getDecoder().decode(key.ciphertext()));
    }
}
