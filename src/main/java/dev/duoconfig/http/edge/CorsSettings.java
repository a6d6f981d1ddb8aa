package dev.duoconfig.http.edge;

import java.util.Optional;
import java.util.Set;

import io.smallrye.config.ConfigMapping;

/** Origins of web pages that can call the service from a browser. */
@ConfigMapping(prefix = "duo.cors")
interface CorsSettings {

    /**
     * Origins such as {@code https://console.example.com}, separated by commas. Without any, responses have no CORS
     * headers, and browsers block calls from other origins.
     */
    Optional<Set<String>> origins();
}
