package dev.duoconfig.feature;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.duoconfig.catalogue.Catalogue;
import dev.duoconfig.resolve.Resolution;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.resolve.Status;
import org.jspecify.annotations.Nullable;
import org.openapitools.jackson.nullable.JsonNullable;

/**
 * The metadata that the AI gateway needs to call a model, in the gateway's format. The only response that contains an API
 * key.
 *
 * @param provider the API that the gateway uses for a self-hosted model, {@code openai}; {@code gitlab} for GitLab's own model
 * @param name id of the model family; absent for GitLab's own model
 * @param featureSetting id of the feature for GitLab's own model; absent for a self-hosted model
 * @param endpoint absent for GitLab's own model
 * @param apiKey absent for GitLab's own model
 * @param identifier for GitLab's own model, its name there, or null for GitLab's default
 * @param iamRole ARN of the IAM role that the gateway assumes; absent if there is none
 */
public record ModelMetadata(
        String provider,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String name,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String featureSetting,

        @JsonInclude(JsonInclude.Include.NON_ABSENT) JsonNullable<@Nullable String> endpoint,

        @JsonInclude(JsonInclude.Include.NON_ABSENT) JsonNullable<@Nullable String> apiKey,

        @Nullable String identifier,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String iamRole) {

    public static ModelMetadata from(Snapshot.Model model, @Nullable String apiKey) {
        return new ModelMetadata(
                "openai",
                model.family(),
                null,
                JsonNullable.of(model.endpoint()),
                JsonNullable.of(apiKey),
                model.identifier(),
                model.deployment().iamRole());
    }

    /** The metadata of a feature that one of GitLab's own models serves; null if none does, or if the catalogue has none to name. */
    static @Nullable ModelMetadata vendored(Resolution resolution, Catalogue catalogue) {
        if (resolution.status() != Status.READY
                || resolution.model() != null
                || !catalogue.vendored().namesModels()) {
            return null;
        }
        return new ModelMetadata(
                "gitlab",
                null,
                resolution.feature(),
                JsonNullable.undefined(),
                JsonNullable.undefined(),
                resolution.vendoredModel(),
                null);
    }

    /** Omits the API key. */
    @Override
    public String toString() {
        return "ModelMetadata[" + identifier + "]";
    }
}
