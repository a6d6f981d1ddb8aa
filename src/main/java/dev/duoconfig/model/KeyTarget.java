package dev.duoconfig.model;

import dev.duoconfig.outbound.address.HttpUrl;
import dev.duoconfig.outbound.address.HttpUrlException;
import dev.duoconfig.resolve.Deployment;
import org.jspecify.annotations.Nullable;

/**
 * What an API key opens: a model on a server. Keys belong to their target, not to the name of a model. Different spellings of
 * an endpoint are the same target.
 *
 * @param endpoint the endpoint in normalized form; null if the platform needs none
 */
record KeyTarget(@Nullable String endpoint, String identifier) {

    static KeyTarget of(Deployment deployment) {
        return of(deployment.endpoint(), deployment.identifier());
    }

    /** The target of values that may be invalid. */
    static KeyTarget of(@Nullable String endpoint, String identifier) {
        return new KeyTarget(
                endpoint == null || endpoint.isBlank() ? null : normalized(endpoint.strip()), identifier.strip());
    }

    private static String normalized(String endpoint) {
        try {
            var url = HttpUrl.parse(endpoint).withoutTrailingSlashes();
            return url.origin() + url.requestTarget();
        } catch (HttpUrlException e) {
            return endpoint;
        }
    }
}
