package dev.duoconfig.model;

import dev.duoconfig.resolve.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * A model, stored or drafted, with what is needed to call it.
 *
 * @param apiKey the key in the clear; null when the model has none
 */
public record CallableModel(Snapshot.Model model, @Nullable String apiKey) {

    /** Never shows the key. */
    @Override
    public String toString() {
        return "ModelWithKey[" + model.identifier() + "]";
    }
}
