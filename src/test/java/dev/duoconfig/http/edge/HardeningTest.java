package dev.duoconfig.http.edge;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.LocalInstallationResource;
import dev.duoconfig.testkit.TightLimits;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Protection of the service and its callers on every path. */
@Tag("own-start")
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@TestProfile(TightLimits.class)
class HardeningTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/gateway",
                "/models/1",
                "/nowhere",
                "/models?page=0",
                "/q/health/ready",
                "/q/metrics",
                "/q/openapi",
                "/q/swagger-ui/"
            })
    void everyResponseHasTheSecurityHeaders(String path) {
        var response = Api.as("viewer").get(path);

        assertThat(response.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(response.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(response.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(response.header("Content-Security-Policy")).contains("default-src 'none'", "frame-ancestors 'none'");
    }

    @Test
    void responsesToAnonymousCallersHaveThemToo() {
        var response = Api.anonymous().get("/gateway");

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GET /gateway HTTP/1.1\r\nHost: localhost\r\n",
                "PATCH /gateway HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
            })
    void aSilentConnectionIsClosed(String begun) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(begun.getBytes(StandardCharsets.UTF_8));

            var response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(response).doesNotContain(" 200 ", "\tat ");
        }
    }

    @Test
    void headersThatAreTooLongAreRejected() {
        var response = Api.as("viewer").header("X-Long", "a".repeat(20_000)).get("/q/health/live");

        assertThat(response.statusCode()).isEqualTo(431);
    }
}
