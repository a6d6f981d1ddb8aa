package dev.duoconfig.store;

import java.util.Base64;

import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.secret.Sealed;

/** Sealed API keys on their way into snapshots and out of them. */
public final class SealedKeyMapping {

    private SealedKeyMapping() {}

    /** As a snapshot holds it. */
    public static Snapshot.SealedKey toSnapshot(Sealed sealed) {
        return new Snapshot.SealedKey(sealed.keyId(), Base64.getEncoder().encodeToString(sealed.bytes()));
    }

    /** As it is opened. */
    public static Sealed fromSnapshot(Snapshot.SealedKey key) {
        return new Sealed(key.masterKeyId(), Base64.getDecoder().decode(key.ciphertext()));
    }
}
