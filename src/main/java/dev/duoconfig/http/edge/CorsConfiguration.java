package dev.duoconfig.http.edge;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.vertx.http.security.CORS;
import io.quarkus.vertx.http.security.HttpSecurity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Turns CORS on for the configured origins. Without any, it stays off: with an empty list, the framework's filter rejects
 * every request with a foreign {@code Origin}, and still sends CORS headers. See docs/framework.md.
 */
@ApplicationScoped
class CorsConfiguration {

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");

    private static final Set<String> REQUEST_HEADERS = Set.of(
            "Authorization",
            "PRIVATE-TOKEN",
            "Content-Type",
            "Accept",
            "If-Match",
            "If-None-Match",
            "Prefer",
            RequestIds.HEADER);

    private static final Set<String> EXPOSED_HEADERS = Set.of(
            "ETag",
            "Link",
            "Location",
            "Allow",
            "Retry-After",
            "WWW-Authenticate",
            RequestIds.HEADER,
            "X-Page",
            "X-Per-Page",
            "X-Total",
            "X-Total-Pages",
            "X-Next-Page",
            "X-Prev-Page",
            "Config-Revision",
            "Snapshot-Age",
            "Effective-Changes",
            "Dry-Run",
            Deprecation.HEADER,
            Deprecation.SUNSET_HEADER);

    private static final Pattern ORIGIN = Pattern.compile("(?i)https?://[^\\s/?#@*]+");

    private final CorsSettings settings;

    CorsConfiguration(CorsSettings settings) {
        this.settings = settings;
    }

    void configure(@Observes HttpSecurity security) {
        settings.origins()
                .map(CorsConfiguration::origins)
                .filter(origins -> !origins.isEmpty())
                .ifPresent(origins -> security.cors(CORS.origins(origins)
                        .methods(METHODS)
                        .headers(REQUEST_HEADERS)
                        .exposedHeaders(EXPOSED_HEADERS)
                        // Tokens are sent in headers; there are no cookies.
                        .accessControlAllowCredentials(false)
                        .build()));
    }

    /**
     * The origins without blanks around them.
     *
     * @throws ConfigurationException if one is not an origin: the framework takes some other texts for patterns of origins
     */
    static Set<String> origins(Set<String> settings) {
        var origins = settings.stream()
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.toSet());
        for (var origin : origins) {
            if (!ORIGIN.matcher(origin).matches()) {
                throw new ConfigurationException(
                        "DUO_CORS_ORIGINS must list origins such as https://console.example.com, without a path, not "
                                + origin + ".");
            }
        }
        return origins;
    }
}
