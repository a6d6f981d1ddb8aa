package dev.duoconfig.http.edge;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static dev.duoconfig.testkit.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

/** A body has at most 1 MiB, however it is sent. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class BodySizeTest {

    private static final int MAX_BYTES = 1024 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TestHTTPResource("/gateway")
    @SuppressWarnings("NullAway.Init")
    URI gateway;

    @Test
    void aBodyOfOneMebibyteIsRead() {
        var response = Api.as("admin").body(padded(MAX_BYTES)).put("/gateway");

        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void aBodyThatAnnouncesOneByteMoreIsRejected() {
        var response = Api.as("admin").body(padded(MAX_BYTES + 1)).put("/gateway");

        assertProblem(response, 413, "body-too-large");
    }

    @Test
    void aBodyInChunksIsCounted() throws Exception {
        assertThat(send(chunked(padded(MAX_BYTES))).statusCode()).isEqualTo(200);
        var rejected = send(chunked(padded(MAX_BYTES + 1)));

        assertThat(rejected.statusCode()).as(rejected.body()).isEqualTo(413);
        assertThat(rejected.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(rejected.body()).contains("\"code\":\"body-too-large\"");
        assertThat(rejected.headers().firstValue("X-Request-Id")).isPresent();
    }

    @Test
    void theLimitAppliesInsideAValueToo() throws Exception {
        var rejected = send(chunked("{\"url\": \"" + "a".repeat(2 * MAX_BYTES) + "\"}"));

        assertThat(rejected.statusCode()).as(rejected.body()).isEqualTo(413);
    }

    @Test
    void aMuchLargerBodyInChunksIsRejectedToo() throws Exception {
        var rejected = send(chunked(padded(8 * MAX_BYTES)));

        assertThat(rejected.statusCode()).as(rejected.body()).isEqualTo(413);
    }

    /** The caller gets the response before it has sent the body. */
    @Test
    void theAnnouncedLengthIsEnoughToRejectABody() throws IOException {
        try (var socket = new Socket(gateway.getHost(), gateway.getPort())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            var request = "PUT /gateway HTTP/1.1\r\nHost: " + gateway.getAuthority() + "\r\nAuthorization: Bearer "
                    + Api.token("admin") + "\r\nContent-Type: application/json\r\nContent-Length: 99999999999\r\n\r\n{";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));

            var response = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));

            assertThat(response.readLine()).startsWith("HTTP/1.1 413");
        }
    }

    private HttpResponse<String> send(BodyPublisher body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(gateway)
                .header("Authorization", "Bearer " + Api.token("admin"))
                .header("Content-Type", "application/json")
                .timeout(PATIENCE)
                .PUT(body)
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private static BodyPublisher chunked(String body) {
        return BodyPublishers.fromPublisher(BodyPublishers.ofString(body));
    }

    private static String padded(int size) {
        return "{" + " ".repeat(size - 2) + "}";
    }
}
