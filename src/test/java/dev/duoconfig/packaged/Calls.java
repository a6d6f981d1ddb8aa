package dev.duoconfig.packaged;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/** HTTP calls to an instance on this machine. */
final class Calls {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client;
    private final String origin;

    /**
     * Calls of an instance.
     *
     * @param tls the authorities that are trusted, or null to call it without TLS
     */
    Calls(int port, @Nullable SSLContext tls) {
        var builder = HttpClient.newBuilder();
        this.client = (tls == null ? builder : builder.sslContext(tls)).build();
        this.origin = (tls == null ? "http" : "https") + "://127.0.0.1:" + port;
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Returns the response body, and fails unless the status is 2xx. */
    JsonNode call(String token, String method, String path, String body) throws IOException, InterruptedException {
        var response = send(token, method, path, body);
        assertThat(response.statusCode())
                .as("status of %s %s, which returned %s", method, path, response.body())
                .isBetween(200, 299);
        return JSON.readTree(response.body());
    }

    /** Returns the response, whatever its status. */
    HttpResponse<String> send(String token, String method, String path, String body)
            throws IOException, InterruptedException {
        var request = request(path)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Returns the response once it is complete, without a time limit. */
    CompletableFuture<HttpResponse<String>> callAsync(
            HttpClient.Version version, String token, String path, Map<String, String> headers) {
        var request = HttpRequest.newBuilder(uri(path)).version(version).header("Authorization", "Bearer " + token);
        headers.forEach(request::header);
        return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).timeout(LIMIT);
    }

    private URI uri(String path) {
        return URI.create(origin + path);
    }
}
