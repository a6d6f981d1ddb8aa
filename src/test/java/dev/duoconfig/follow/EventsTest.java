package dev.duoconfig.follow;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import dev.duoconfig.security.LocalIssuer;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.Await;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.LocalInstallationResource;
import dev.duoconfig.testkit.OtherSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import static dev.duoconfig.testkit.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

@Tag("own-start")
@QuarkusTest
@TestProfile(OtherSettings.class)
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
@Timeout(60)
class EventsTest {

    private final FollowGauges gauges;

    @TestHTTPResource("/events")
    @SuppressWarnings("NullAway.Init")
    URI events;

    EventsTest(MeterRegistry meters) {
        this.gauges = new FollowGauges(meters);
    }

    @Test
    void theCurrentRevisionIsSentAtOnceAndThenEachNewerOne() throws Exception {
        var revision = Revisions.now();
        try (var stream = EventStream.open(events, HttpClient.Version.HTTP_1_1)) {
            assertThat(stream.response().statusCode()).isEqualTo(200);
            assertThat(stream.next()).containsExactlyInAnyOrderElementsOf(event(revision));

            for (var next = revision + 1; next < revision + 4; next++) {
                Revisions.commit();
                assertThat(stream.nextEvent()).containsExactlyInAnyOrderElementsOf(event(next));
            }
        }
    }

    @Test
    void aRevisionOfAnotherInstanceIsSent() throws Exception {
        try (var stream = EventStream.open(events, HttpClient.Version.HTTP_1_1)) {
            var unused = stream.nextEvent();

            var next = Revisions.commitOnAnotherInstance();

            assertThat(stream.nextEvent()).containsExactlyInAnyOrderElementsOf(event(next));
        }
    }

    @Test
    void aCommentIsSentWhileNothingChanges() throws Exception {
        try (var stream = EventStream.open(events, HttpClient.Version.HTTP_1_1)) {
            var unused = stream.nextEvent();

            assertThat(stream.next()).isEqualTo(EventStream.COMMENT);
        }
    }

    @Test
    void theStreamIsNeitherCachedNorBuffered() throws Exception {
        try (var stream = EventStream.open(events, HttpClient.Version.HTTP_1_1)) {
            var headers = stream.response().headers();

            assertThat(headers.firstValue("Content-Type")).hasValue("text/event-stream");
            assertThat(headers.firstValue("Cache-Control")).hasValue("no-store, no-transform");
            assertThat(headers.firstValue("X-Accel-Buffering")).hasValue("no");
            assertThat(headers.firstValue("Config-Revision")).hasValue(Long.toString(Revisions.now()));
            assertThat(headers.firstValue("X-Request-Id")).isPresent();
        }
    }

    @Test
    void aStreamEndsWhenItsTokenExpires() throws Exception {
        var issuer = LocalIssuer.fromPem(Api.read("local-issuer/private-key.pem"));
        var expiry = Instant.now().plusSeconds(3).truncatedTo(ChronoUnit.SECONDS);
        var issued = expiry.minus(LocalIssuer.LIFETIME);
        var known = issuer.token("viewer", issued);
        Api.anonymous().header("PRIVATE-TOKEN", known).get("/gateway").then().statusCode(200);

        try (var ofKnownToken = EventStream.open(events, HttpClient.Version.HTTP_1_1, known);
                var ofNewToken = EventStream.open(events, HttpClient.Version.HTTP_1_1, issuer.token("admin", issued));
                var another = EventStream.open(events, HttpClient.Version.HTTP_1_1, issuer.token("resolver", issued));
                var longer = EventStream.open(events, HttpClient.Version.HTTP_1_1)) {
            for (var stream : List.of(ofKnownToken, ofNewToken, another)) {
                assertThat(stream.response().statusCode()).isEqualTo(200);
                stream.awaitEnd();
                assertThat(Instant.now()).isBetween(expiry, expiry.plusSeconds(2));
            }

            var next = Revisions.commit();

            assertThat(longer.nextEvent()).isNotEmpty();
            assertThat(longer.nextEvent()).contains("id: " + next);
        }
    }

    @Test
    void aHeadRequestReturnsAtOnce() {
        var response = Api.as("viewer").head("/events");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.contentType()).startsWith("text/event-stream");
    }

    @Test
    void aClientThatDisconnectsIsRemoved() throws Exception {
        try (var stream = EventStream.open(events, HttpClient.Version.HTTP_1_1)) {
            var unused = stream.nextEvent();
            Await.until("one client is connected", () -> gauges.eventClients() == 1);
        }

        Await.until("no client is connected", () -> gauges.eventClients() == 0);
    }

    @Test
    void aRefusalIsAProblem() {
        var accept = "text/event-stream";

        assertProblem(Api.anonymous().header("Accept", accept).get("/events"), 401, "unauthorized");
        assertProblem(
                Api.anonymous()
                        .header("Accept", accept)
                        .header("Authorization", "Bearer a.b.c")
                        .get("/events"),
                401,
                "unauthorized");
        assertProblem(Api.as("viewer").header("Accept", "application/json").get("/events"), 406, "not-acceptable");
        assertProblem(Api.as("viewer").header("Accept", accept).get("/events?since=1"), 400, "unknown-parameter");
        assertProblem(Api.as("viewer").header("Accept", accept).post("/events"), 405, "method-not-allowed");
    }

    private static List<String> event(long revision) {
        return List.of(
                "event: message",
                "id: " + revision,
                "data: {\"type\": \"configuration_changed\", \"revision\": %d}".formatted(revision));
    }
}
