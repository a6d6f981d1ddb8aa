package dev.duoconfig.testkit;

import java.util.List;
import java.util.Map;

/**
 * A response as received.
 *
 * @param statusLine the status line, such as {@code HTTP/1.1 200 OK}
 * @param headers all values by header name in lowercase
 */
public record RawResponse(String statusLine, int status, Map<String, List<String>> headers, String body) {

    /** The first value of a header, or an empty string. */
    public String header(String name) {
        return headers.getOrDefault(name, List.of("")).get(0);
    }
}
