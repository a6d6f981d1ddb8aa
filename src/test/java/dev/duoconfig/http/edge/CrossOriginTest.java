package dev.duoconfig.http.edge;

import java.util.List;
import java.util.Locale;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Header;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Without configured origins, there is no CORS at all. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
class CrossOriginTest {

    @ParameterizedTest
    @ValueSource(strings = {"https://console.example.com", "http://127.0.0.1:8081", "null"})
    void aRequestWithAnOriginIsHandledLikeOneWithout(String origin) {
        var response = Api.as("viewer").header("Origin", origin).get("/gateway");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(corsHeaders(response.headers().asList())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://console.example.com", "http://127.0.0.1:8081", "null"})
    void aPreflightRequestGetsNoCorsHeaders(String origin) {
        var response = Api.anonymous()
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "PUT")
                .header("Access-Control-Request-Headers", "Authorization")
                .options("/gateway");

        assertThat(corsHeaders(response.headers().asList())).isEmpty();
    }

    private static List<String> corsHeaders(List<Header> headers) {
        return headers.stream()
                .map(Header::getName)
                .filter(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control"))
                .toList();
    }
}
