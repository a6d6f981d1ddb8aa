package dev.duoconfig.snapshot.prepared;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duoconfig.apikey.KeysWithoutDatabase;

/** Prepared bodies whose API keys are never decrypted, for benchmarks outside this package. */
public final class BodiesWithoutKeys {

    private BodiesWithoutKeys() {}

    // An API key is decrypted only when a body is sent.
    public static PreparedBodies create() {
        return new PreparedBodies(new ObjectMapper().findAndRegisterModules(), KeysWithoutDatabase.create());
    }
}
