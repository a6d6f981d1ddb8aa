package dev.duoconfig.model;

import dev.duoconfig.resolve.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * A stored or drafted model with its decrypted API key.
 *
 * @param apiKey the key in plaintext; null if the model has none
 */
public record CallableModel(Snapshot.Model model, @Nullable String apiKey) {

    /** Omits the API key. */
    @Override
    public String toString() {
        return "CallableModel[" + model.identifier() + "]";
    }
}
