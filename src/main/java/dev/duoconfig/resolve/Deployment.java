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
 */
public record Deployment(
        String name, String family, @Nullable String endpoint, String identifier) {

    /** The platform that the identifier names; null if its prefix is unknown, which no request can store. */
    public @Nullable Platform platform() {
        return Platform.ofIdentifier(identifier).orElse(null);
    }
}
