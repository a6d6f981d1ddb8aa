package dev.duoconfig.resolve;

import dev.duoconfig.catalogue.Platform;
import org.jspecify.annotations.Nullable;

/**
 * A deployment of a model: everything an administrator enters about it except the API key.
 *
 * @param name the deployment name
 * @param family id of the model family; the catalogue may no longer contain it
 * @param endpoint URL that serves the model; null on Bedrock
 * @param identifier platform prefix, slash, and the model's name on that platform
 * @param iamRole ARN of the IAM role that the AI gateway assumes on Bedrock; null if it uses its own credentials
 */
public record Deployment(
        String name,
        String family,
        @Nullable String endpoint,
        String identifier,
        @Nullable String iamRole) {

    /** The longest endpoint that the AI gateway accepts; with a longer one, it uses GitLab's own model instead. */
    public static final int MAX_GATEWAY_ENDPOINT_LENGTH = 255;

    /** A deployment without an IAM role. */
    public Deployment(String name, String family, @Nullable String endpoint, String identifier) {
        this(name, family, endpoint, identifier, null);
    }

    /** Whether the AI gateway would ignore the model and use GitLab's own model instead. */
    public boolean endpointTooLong() {
        return endpoint != null && endpoint.length() > MAX_GATEWAY_ENDPOINT_LENGTH;
    }

    /** The beginning of the identifier that names the platform, with its slash; empty if there is no slash. */
    public String identifierPrefix() {
        return identifier.substring(0, identifier.indexOf('/') + 1);
    }

    /** The platform that the identifier names; null if nothing stands before or after its slash, which no request can store. */
    public @Nullable Platform platform() {
        return Platform.ofIdentifier(identifier).orElse(null);
    }
}
