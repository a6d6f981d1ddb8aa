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

/** What protects the service and its callers whatever the path is. */
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
    void everyAnswerCarriesTheSecurityHeaders(String path) {
        var answer = Api.as("viewer").get(path);

        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.header("Content-Security-Policy")).contains("default-src 'none'", "frame-ancestors 'none'");
    }

    @Test
    void refusalsOfStrangersCarryThemToo() {
        var answer = Api.anonymous().get("/gateway");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GET /gateway HTTP/1.1\r\nHost: localhost\r\n",
                "PATCH /gateway HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
            })
    void aConnectionThatFallsSilentIsEnded(String begun) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(begun.getBytes(StandardCharsets.UTF_8));

            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer).doesNotContain(" 200 ", "\tat ");
        }
    }

    @Test
    void headersThatAreTooLongAreRefused() {
        var answer = Api.as("viewer").header("X-Long", "a".repeat(20_000)).get("/q/health/live");

        assertThat(answer.statusCode()).isEqualTo(431);
    }
}
