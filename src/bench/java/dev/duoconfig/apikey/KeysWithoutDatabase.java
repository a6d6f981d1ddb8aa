package dev.duoconfig.apikey;

import dev.duoconfig.secret.TestMasterKeys;

/** API keys that belong to snapshots only, for benchmarks outside this package. */
public final class KeysWithoutDatabase {

    private KeysWithoutDatabase() {}

    public static StoredApiKeys create() {
        return new StoredApiKeys(TestMasterKeys.box(1));
    }
}
