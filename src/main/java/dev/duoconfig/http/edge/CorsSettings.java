package dev.duoconfig.http.edge;

import java.util.Optional;
import java.util.Set;

import io.smallrye.config.ConfigMapping;

/** Which web pages may call the service from a browser. */
@ConfigMapping(prefix = "duo.cors")
interface CorsSettings {

    /**
     * Origins such as {@code https://console.example.com}, separated by commas. With
     * none, answers carry no CORS headers, so that browsers keep other origins out.
     */
    Optional<Set<String>> origins();
}
