package dev.duoconfig.configuration;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.duoconfig.model.ModelRequest;
import org.jspecify.annotations.Nullable;
import org.openapitools.jackson.nullable.JsonNullable;

/**
 * A model in a document.
 *
 * @param hasApiKey whether a key is stored; in a request, used only to warn about a missing key
 * @param apiKey a key, null, or an {@link ApiKeyReference}; never in a response
 */
record ConfigurationModel(
        @Nullable String name,
        @Nullable String family,
        @Nullable String endpoint,
        @Nullable String identifier,
        @Nullable String iamRole,
        JsonNullable<@Nullable Boolean> hasApiKey,

        @JsonInclude(JsonInclude.Include.NON_ABSENT) @JsonDeserialize(contentUsing = ApiKeyReader.class)
        JsonNullable<@Nullable JsonNode> apiKey) {

    /** The model as an exported document shows it. */
    static ConfigurationModel of(PlannedModel model) {
        var deployment = model.deployment();
        return new ConfigurationModel(
                deployment.name(),
                deployment.family(),
                deployment.endpoint(),
                deployment.identifier(),
                deployment.iamRole(),
                JsonNullable.of(model.hasApiKey()),
                JsonNullable.undefined());
    }

    /** Converts the model into a request, with the API key that was read for it. */
    ModelRequest request(JsonNullable<@Nullable String> key) {
        return new ModelRequest(name, family, endpoint, identifier, iamRole, key);
    }

    /** Never shows the key. */
    @Override
    public String toString() {
        return "ConfigurationModel[" + name + "]";
    }
}
