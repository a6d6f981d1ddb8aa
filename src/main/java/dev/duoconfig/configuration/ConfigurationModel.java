package dev.duoconfig.configuration;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.duoconfig.model.ModelRequest;
import org.jspecify.annotations.Nullable;
import org.openapitools.jackson.nullable.JsonNullable;

/**
 * A model as the document has it.
 *
 * @param hasApiKey whether one is stored; in a request it only lets the plan say that a key is missing
 * @param apiKey a key, null, or an object that says where it is; never in an answer
 */
record ConfigurationModel(
        @Nullable String name,
        @Nullable String family,
        @Nullable String endpoint,
        @Nullable String identifier,
        JsonNullable<@Nullable Boolean> hasApiKey,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) JsonNullable<@Nullable JsonNode> apiKey) {

    /** The model as a document shows it. */
    static ConfigurationModel of(PlannedModel model) {
        var deployment = model.deployment();
        return new ConfigurationModel(
                deployment.name(),
                deployment.family(),
                deployment.endpoint(),
                deployment.identifier(),
                JsonNullable.of(model.hasApiKey()),
                JsonNullable.undefined());
    }

    /** The request that the document makes for this model, with the API key that was read for it. */
    ModelRequest request(JsonNullable<@Nullable String> key) {
        return new ModelRequest(name, family, endpoint, identifier, key);
    }

    /** Never shows the key. */
    @Override
    public String toString() {
        return "ConfigurationModel[" + name + "]";
    }
}
