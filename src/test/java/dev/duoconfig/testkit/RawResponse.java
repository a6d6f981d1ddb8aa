package dev.duoconfig.testkit;

import java.util.List;
import java.util.Map;

/**
 * An answer as it came over the wire.
 *
 * @param statusLine such as {@code HTTP/1.1 200 OK}
 * @param headers all values by name in lower case
 */
public record RawResponse(String statusLine, int status, Map<String, List<String>> headers, String body) {

    /** The first value of a header, or nothing at all. */
    public String header(String name) {
        return headers.getOrDefault(name, List.of("")).get(0);
    }
}
