package dev.duoconfig.outbound;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import io.quarkus.runtime.configuration.ConfigurationException;

/** The headers for the collector, in the form of the specification: names and values, percent-encoded, separated by commas. */
public final class CollectorHeaders {

    private CollectorHeaders() {}

    /**
     * Parses the headers.
     *
     * @throws ConfigurationException if they do not have the form; the message does not quote them
     */
    public static Map<String, String> parse(String text) {
        var headers = new LinkedHashMap<String, String>();
        for (var pair : text.split(",", -1)) {
            var equals = pair.indexOf('=');
            if (equals > 0) {
                headers.put(
                        pair.substring(0, equals).strip(),
                        decoded(pair.substring(equals + 1).strip()));
            } else if (!pair.isBlank()) {
                throw malformed();
            }
        }
        headers.forEach((name, value) -> {
            if (!OutboundRequest.isHeaderName(name) || !OutboundRequest.isHeaderValue(value)) {
                throw malformed();
            }
        });
        return headers;
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
    }

    // The example has a percent-encoded space.
    @SuppressWarnings("OrphanedFormatString")
    private static ConfigurationException malformed() {
        return new ConfigurationException("OTEL_EXPORTER_OTLP_HEADERS must be names and percent-encoded values, such as"
                + " authorization=Bearer%20abc, separated by commas.");
    }
}
