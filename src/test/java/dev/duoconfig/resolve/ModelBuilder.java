package dev.duoconfig.resolve;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/** Builds models of a snapshot. The defaults are valid: a Mixtral on vLLM without an API key. */
public final class ModelBuilder {

    private final long id;
    private String name;
    private String family = "mixtral";
    private @Nullable String endpoint = "https://vllm.example.com:8000/v1";
    private String identifier = "custom_openai/Mixtral-8x7B-Instruct-v0.1";
    private @Nullable String iamRole;
    private @Nullable SealedKey apiKey;

    private ModelBuilder(long id) {
        this.id = id;
        this.name = "Model " + id;
    }

    public static ModelBuilder model(long id) {
        return new ModelBuilder(id);
    }

    /** Starts from the values of another model. */
    public static ModelBuilder like(Snapshot.Model other) {
        var builder = new ModelBuilder(other.id())
                .named(other.name())
                .family(other.family())
                .endpoint(other.endpoint())
                .identifier(other.identifier());
        builder.iamRole = other.deployment().iamRole();
        builder.apiKey = other.apiKey();
        return builder;
    }

    public ModelBuilder named(String newName) {
        name = newName;
        return this;
    }

    public ModelBuilder family(String newFamily) {
        family = newFamily;
        return this;
    }

    public ModelBuilder endpoint(@Nullable String newEndpoint) {
        endpoint = newEndpoint;
        return this;
    }

    public ModelBuilder identifier(String newIdentifier) {
        identifier = newIdentifier;
        return this;
    }

    /** Moves the model to Bedrock, where it has no endpoint. */
    public ModelBuilder onBedrock(String modelId) {
        return endpoint(null).identifier("bedrock/" + modelId);
    }

    public ModelBuilder iamRole(String newIamRole) {
        iamRole = newIamRole;
        return this;
    }

    public ModelBuilder apiKey(String masterKeyId, String ciphertext) {
        apiKey = new SealedKey(masterKeyId, ciphertext);
        return this;
    }

    public ModelBuilder withoutApiKey() {
        apiKey = null;
        return this;
    }

    public Snapshot.Model build() {
        return new Snapshot.Model(
                id,
                new Deployment(name, family, endpoint, identifier, iamRole),
                apiKey,
                new ModelDetails(apiKey == null ? null : Instant.EPOCH, Instant.EPOCH, Instant.EPOCH, "admin"));
    }
}
