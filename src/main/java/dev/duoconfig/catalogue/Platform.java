package dev.duoconfig.catalogue;

import java.util.Locale;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** The platform that serves a model, recognized by the prefix of the model identifier. */
public enum Platform {
    /** vLLM, or any other server with the OpenAI API. */
    VLLM("custom_openai"),
    AZURE_OPENAI("azure"),
    OPENAI("openai"),
    ANTHROPIC("anthropic"),
    /** Amazon Bedrock. The AI gateway holds the credentials and the region, so a model has no endpoint. */
    BEDROCK("bedrock"),
    /** Amazon Bedrock's endpoints with the OpenAI API. */
    BEDROCK_MANTLE("bedrock_mantle"),
    /** Google Vertex AI. The AI gateway holds the credentials, the project, and the location. */
    VERTEX_AI("vertex_ai"),
    /** Any other prefix, which LiteLLM in the AI gateway may know. */
    OTHER(null);

    private final @Nullable String prefix;

    Platform(@Nullable String prefix) {
        this.prefix = prefix;
    }

    /** The beginning of its model identifiers with the slash, such as {@code azure/}; null if it has no prefix of its own. */
    public @Nullable String prefix() {
        return prefix == null ? null : prefix + "/";
    }

    /** The name used in JSON, such as {@code azure_openai}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The platform of a model identifier such as {@code bedrock/apac.anthropic.claude-3-5-sonnet-20241022-v2:0}, which is
     * split at its first slash; empty if nothing stands before or after it.
     */
    public static Optional<Platform> ofIdentifier(String identifier) {
        int slash = identifier.indexOf('/');
        if (slash <= 0 || identifier.substring(slash + 1).isBlank()) {
            return Optional.empty();
        }
        for (var platform : values()) {
            if (platform.prefix != null
                    && platform.prefix.length() == slash
                    && identifier.startsWith(platform.prefix)) {
                return Optional.of(platform);
            }
        }
        return Optional.of(OTHER);
    }
}
