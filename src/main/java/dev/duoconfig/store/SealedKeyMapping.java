package dev.duoconfig.store;

import java.util.Base64;

import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.secret.Sealed;

/** Converts sealed API keys to and from their form in snapshots. */
public final class SealedKeyMapping {

    private SealedKeyMapping() {}

    /** The form that a snapshot contains. */
    public static Snapshot.SealedKey toSnapshot(Sealed sealed) {
        return new Snapshot.SealedKey(sealed.keyId(), Base64.getEncoder().encodeToString(sealed.bytes()));
    }

    /** The form of a key that is not decrypted, because it could have been moved from another server. */
    static Snapshot.SealedKey refused(Sealed sealed) {
        return new Snapshot.SealedKey(sealed.keyId(), "");
    }

    /** The form that can be decrypted. */
    public static Sealed fromSnapshot(Snapshot.SealedKey key) {
        return new Sealed(key.masterKeyId(), Base64.getDecoder().decode(key.ciphertext()));
    }
}
