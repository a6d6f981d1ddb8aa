package dev.duoconfig.apikey;

import dev.duoconfig.secret.TestMasterKeys;

/** API keys that belong to snapshots only, for benchmarks outside this package. */
public final class KeysWithoutDatabase {

    private KeysWithoutDatabase() {}

    // Keys of snapshots are opened without the database.
    @SuppressWarnings("NullAway")
    public static StoredApiKeys create() {
        return new StoredApiKeys(null, TestMasterKeys.box(1), null, null);
    }
}
