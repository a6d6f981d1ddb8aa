package dev.duoconfig.http.edge;

import java.util.Set;
import java.util.stream.Collectors;

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

    private final CorsSettings settings;

    CorsConfiguration(CorsSettings settings) {
        this.settings = settings;
    }

    void configure(@Observes HttpSecurity security) {
        settings.origins()
                .map(CorsConfiguration::trimmed)
                .filter(origins -> !origins.isEmpty())
                .ifPresent(origins -> security.cors(CORS.origins(origins)
                        .methods(METHODS)
                        .headers(REQUEST_HEADERS)
                        .exposedHeaders(EXPOSED_HEADERS)
                        // Tokens are sent in headers; there are no cookies.
                        .accessControlAllowCredentials(false)
                        .build()));
    }

    private static Set<String> trimmed(Set<String> origins) {
        return origins.stream().map(String::strip).collect(Collectors.toSet());
    }
}
