package dev.duoconfig.ops;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

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

import static org.assertj.core.api.Assertions.assertThat;

/** Clients are counted while they wait for a change, and no longer. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class WaitingClientsMetricsTest {

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void anEventClientIsCountedUntilItDisconnects() throws Exception {
        var before = Scrape.now().value("duo_events_clients");

        var events = client.send(request("/events").build(), HttpResponse.BodyHandlers.ofInputStream());
        Await.until("the metric moves", () -> Scrape.now().value("duo_events_clients") == before + 1);
        events.body().close();

        Await.until("the metric moves", () -> Scrape.now().value("duo_events_clients") == before);
    }

    @Test
    void aWaitingRequestIsCountedUntilItsResponse() throws Exception {
        var present = Api.as("viewer").get("/revision");
        var waiting = client.sendAsync(
                request("/revision")
                        .header("If-None-Match", present.header("ETag"))
                        .header("Prefer", "wait=30")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        Await.until("the metric moves", () -> Scrape.now().value("duo_revision_waits") == 1);

        Api.as("admin").body("{\"request_timeout_seconds\": 81}").patch("/gateway");

        assertThat(waiting.get().statusCode()).isEqualTo(200);
        Await.until("the metric moves", () -> Scrape.now().value("duo_revision_waits") == 0);
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + RestAssured.port + path))
                .header("Authorization", "Bearer " + Api.token("viewer"));
    }
}
