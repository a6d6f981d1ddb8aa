package dev.duoconfig.outbound;

import java.nio.file.Path;
import java.util.Optional;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.TrustOptions;

/**
 * The trust and proxy options of all connections.
 *
 * @param trust the trusted certificate authorities
 * @param proxy the proxy that every connection goes through, if there is one
 */
public record Egress(TrustOptions trust, Optional<ProxyOptions> proxy) {

    /**
     * The options for the settings.
     *
     * @throws ConfigurationException if the proxy's URL or the CA bundle cannot be used; the message names the setting
     */
    public static Egress of(Optional<Path> caBundle, Optional<String> proxy) {
        return new Egress(TrustOptions.wrap(TrustedAuthorities.load(caBundle)), proxy.map(ProxyUrl::parse));
    }

    HttpClientOptions applyTo(HttpClientOptions options) {
        proxy.ifPresent(options::setProxyOptions);
        return options.setTrustOptions(trust);
    }
}
