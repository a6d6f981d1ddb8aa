package dev.duoconfig.http.edge;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.MultiMap;

/**
 * The time since which an operation is deprecated, and the time after which it may be removed, if known. In the contract,
 * these are {@code deprecated}, {@code x-deprecated-at}, and {@code x-sunset}.
 */
record Deprecation(Instant since, Optional<Instant> sunset) {

    static final String HEADER = "Deprecation";
    static final String SUNSET_HEADER = "Sunset";

    /** RFC 9110 requires two digits for the day; {@link DateTimeFormatter#RFC_1123_DATE_TIME} may write one. */
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    Deprecation {
        if (sunset.isPresent() && sunset.get().isBefore(since)) {
            throw new IllegalArgumentException("x-sunset is before x-deprecated-at");
        }
    }

    /**
     * Reads an operation of the contract; empty if it is not deprecated.
     *
     * @throws IllegalArgumentException if it is deprecated without a date, or dated without being deprecated
     */
    static Optional<Deprecation> of(JsonNode operation) {
        var deprecated = operation.path("deprecated").asBoolean();
        if (deprecated != operation.has("x-deprecated-at") || (operation.has("x-sunset") && !deprecated)) {
            throw new IllegalArgumentException("In openapi.yaml, "
                    + operation.path("operationId").asText()
                    + " must have both deprecated: true and x-deprecated-at, or neither of them and no x-sunset");
        }
        return deprecated
                ? Optional.of(new Deprecation(
                        Instant.parse(operation.path("x-deprecated-at").asText()),
                        Optional.ofNullable(operation.get("x-sunset")).map(sunset -> Instant.parse(sunset.asText()))))
                : Optional.empty();
    }

    /** Adds the headers of RFC 9745 and RFC 8594. */
    void addTo(MultiMap headers) {
        headers.set(HEADER, "@" + since.getEpochSecond());
        sunset.ifPresent(end -> headers.set(SUNSET_HEADER, HTTP_DATE.format(end)));
    }
}
