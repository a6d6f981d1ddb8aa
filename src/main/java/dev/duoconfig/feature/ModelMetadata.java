package dev.duoconfig.feature;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.duoconfig.resolve.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * The metadata that the AI gateway needs to call a model, in the gateway's format. The only response that contains an API
 * key.
 *
 * @param provider the API that the gateway uses, always {@code openai}
 * @param name id of the model family
 * @param iamRole ARN of the IAM role that the gateway assumes; absent if there is none
 */
public record ModelMetadata(
        String provider,
        String name,
        @Nullable String endpoint,
        @Nullable String apiKey,
        String identifier,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String iamRole) {

    public static ModelMetadata from(Snapshot.Model model, @Nullable String apiKey) {
        return new ModelMetadata(
                "openai",
                model.family(),
                model.endpoint(),
                apiKey,
                model.identifier(),
                model.deployment().iamRole());
    }

    /** Omits the API key. */
    @Override
    public String toString() {
        return "ModelMetadata[" + identifier + "]";
    }
}
