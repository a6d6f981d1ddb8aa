package dev.duoconfig.catalogue;

import java.util.Locale;
import java.util.Optional;

/** The platform that serves a model, recognized by the prefix of the model identifier. */
public enum Platform {
    /** vLLM, or any other server with the OpenAI API. */
    VLLM("custom_openai", true),
    AZURE_OPENAI("azure", true),
    /** Amazon Bedrock. The AI gateway holds the credentials and the region, so a model has no endpoint. */
    BEDROCK("bedrock", false);

    private final String prefix;
    private final boolean endpointRequired;

    Platform(String prefix, boolean endpointRequired) {
        this.prefix = prefix;
        this.endpointRequired = endpointRequired;
    }

    /** The part of a model identifier before its first slash. */
    public String prefix() {
        return prefix;
    }

    /** Whether a model on this platform needs an endpoint. */
    public boolean endpointRequired() {
        return endpointRequired;
    }

    /** The name used in JSON, such as {@code azure_openai}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The platform of a model identifier such as {@code bedrock/apac.anthropic.claude-3-5-sonnet-20241022-v2:0}, which is
     * split at its first slash; empty if the prefix is unknown or nothing follows it.
     */
    public static Optional<Platform> ofIdentifier(String identifier) {
        int slash = identifier.indexOf('/');
        if (slash < 0 || identifier.substring(slash + 1).isBlank()) {
            return Optional.empty();
        }
        for (var platform : values()) {
            if (platform.prefix.length() == slash && identifier.startsWith(platform.prefix)) {
                return Optional.of(platform);
            }
        }
        return Optional.empty();
    }
}
