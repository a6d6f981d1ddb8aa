package dev.duoconfig.outbound;

import java.util.Map;

import dev.duoconfig.trace.EncodedPairs;
import io.quarkus.runtime.configuration.ConfigurationException;

/** The headers for the collector. */
public final class CollectorHeaders {

    private static final String VARIABLE = "OTEL_EXPORTER_OTLP_HEADERS";

    private CollectorHeaders() {}

    /**
     * Parses the headers.
     *
     * @throws ConfigurationException if they cannot be sent; the message does not quote them
     */
    public static Map<String, String> parse(String text) {
        var headers = EncodedPairs.parse(VARIABLE, text);
        headers.forEach((name, value) -> {
            if (!OutboundRequest.isHeaderName(name) || !OutboundRequest.isHeaderValue(value)) {
                throw EncodedPairs.malformed(VARIABLE);
            }
        });
        return headers;
    }
}
