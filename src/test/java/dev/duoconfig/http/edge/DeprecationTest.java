package dev.duoconfig.http.edge;

import java.io.IOException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("fast")
class DeprecationTest {

    @Test
    void datesHaveTheFormatsOfTheirStandards() throws IOException {
        var headers = headers("""
                deprecated: true
                x-deprecated-at: '2023-06-30T23:59:59Z'
                x-sunset: '2027-02-01T08:05:00Z'
                """);

        assertThat(headers.get("Deprecation")).isEqualTo("@1688169599");
        assertThat(headers.get("Sunset")).isEqualTo("Mon, 01 Feb 2027 08:05:00 GMT");
    }

    @Test
    void anUnknownSunsetHasNoHeader() throws IOException {
        var headers = headers("{deprecated: true, x-deprecated-at: '2027-01-01T00:00:00Z'}");

        assertThat(headers.names()).containsExactly("Deprecation");
    }

    @Test
    void anOperationWithoutTheMarkIsNotDeprecated() throws IOException {
        assertThat(Deprecation.of(operation("operationId: getGateway"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{operationId: getGateway, deprecated: true}",
                "{operationId: getGateway, x-deprecated-at: '2027-01-01T00:00:00Z'}",
                "{operationId: getGateway, x-sunset: '2027-01-01T00:00:00Z'}"
            })
    void anIncompleteAnnouncementIsRejected(String operation) {
        assertThatThrownBy(() -> Deprecation.of(operation(operation)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("getGateway");
    }

    @Test
    void theSunsetIsNotBeforeTheDeprecation() {
        assertThatThrownBy(
                        () -> headers(
                                "{deprecated: true, x-deprecated-at: '2027-01-02T00:00:00Z', x-sunset: '2027-01-01T00:00:00Z'}"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static MultiMap headers(String operation) throws IOException {
        var headers = MultiMap.caseInsensitiveMultiMap();
        Deprecation.of(operation(operation)).orElseThrow().addTo(headers);
        return headers;
    }

    private static JsonNode operation(String yaml) throws IOException {
        return new YAMLMapper().readTree(yaml);
    }
}
