package dev.duoconfig.http.edge;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.Await;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.LocalInstallationResource;
import dev.duoconfig.testkit.Scrape;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

/** The number of request metrics does not grow with the paths and methods that callers invent. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class RequestMetricTagsTest {

    private static final String REQUESTS = "http_server_requests_seconds_count";
    private static final int CALLS = 500;
    private static final int KINDS = 9;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void requestMetricsHaveThePathTemplatesOfTheContract() {
        var calls = Map.of(
                "/models/4711", "/models/{id}",
                "/features", "/features",
                "/features/duo_chat", "/features/{feature}",
                "/features/duo_chat?min_revision=1", "/features/{feature}",
                "/features/duo_chat/effective-model", "/features/{feature}/effective-model",
                "/features/duo_chat/effective-model?explain=true", "/features/{feature}/effective-model",
                "/revision", "/revision",
                "/gateway", "/gateway");

        calls.forEach((path, template) -> {
            var before = count(template);
            Api.as("viewer").get(path);
            Await.until("the metric moves", () -> count(template) == before + 1);
        });
    }

    @Test
    void inventedPathsIdsAndMethodsAddNoTimeSeries() throws Exception {
        send("GET", "/junk");
        for (var i = 0; i < KINDS; i++) {
            sendInvented(i);
        }
        var before = Scrape.now();

        for (var i = 0; i < CALLS; i++) {
            send("GET", "/junk" + i + "/a/b?c=junk" + i);
        }
        for (var i = 0; i < KINDS * 10; i++) {
            sendInvented(i);
        }

        Await.until("the metric moves", () -> Scrape.now().value(REQUESTS) >= before.value(REQUESTS) + CALLS);
        var after = Scrape.now();
        var added = after.series(name -> name.equals(REQUESTS));
        added.removeAll(before.series(name -> name.equals(REQUESTS)));
        assertThat(added).hasSizeLessThan(10);
        assertThat(after.samples())
                .flatExtracting(sample -> List.copyOf(sample.labels().values()))
                .noneMatch(value -> value.toLowerCase(Locale.ROOT).contains("junk"));
    }

    private static double count(String template) {
        return Scrape.now().samples().stream()
                .filter(sample -> sample.name().equals(REQUESTS)
                        && template.equals(sample.labels().get("uri"))
                        && "GET".equals(sample.labels().get("method")))
                .mapToDouble(Scrape.Sample::value)
                .sum();
    }

    private void sendInvented(int number) throws Exception {
        var junk = "junk" + number;
        switch (number % KINDS) {
            case 0 -> send("POST", "/" + junk);
            case 1 -> send("GET", "/models/" + (100_000 + number));
            case 2 -> send("GET", "/models/" + junk);
            case 3 -> send("POST", "/models/" + junk);
            case 4 -> send("GET", "/features/" + junk + "/effective-model");
            case 5 -> send("JUNK" + number, "/models");
            case 6 -> send("OPTIONS", "/" + junk);
            case 7 -> raw("POST /" + junk + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2000000\r\n\r\n");
            default -> raw("PUT /features/" + junk + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\ncut");
        }
    }

    private void send(String method, String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + RestAssured.port + path))
                .method(method, BodyPublishers.noBody())
                .header("Authorization", "Bearer " + Api.token("admin"))
                .build();
        assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isBetween(200, 499);
    }

    /** Sends the beginning of a request, then closes the connection. */
    private static void raw(String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            socket.getOutputStream().flush();
        }
    }
}
