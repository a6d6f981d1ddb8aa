package dev.duoconfig.feature;

import dev.duoconfig.resolve.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * What the AI gateway needs to call a model, in the form it takes it. The only answer that holds
 * a key.
 *
 * @param provider the API that the gateway speaks, always {@code openai}
 * @param name the id of the model family
 */
public record ModelMetadata(
        String provider,
        String name,
        @Nullable String endpoint,
        @Nullable String apiKey,
        String identifier) {

    /** What the AI gateway is told about the model. */
    public static ModelMetadata from(Snapshot.Model model, @Nullable String apiKey) {
        return new ModelMetadata("openai", model.family(), model.endpoint(), apiKey, model.identifier());
    }

    /** Never shows the key. */
    @Override
    public String toString() {
        return "ModelMetadata[" + identifier + "]";
    }
}
