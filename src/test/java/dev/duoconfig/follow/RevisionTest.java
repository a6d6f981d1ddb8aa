package dev.duoconfig.follow;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

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
import io.restassured.response.Response;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.duoconfig.testkit.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

/** {@code GET /revision}, with and without a wait for the next revision. */
@Tag("own-start")
@QuarkusTest
@TestProfile(OtherSettings.class)
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
@Timeout(60)
class RevisionTest {

    private final FollowGauges gauges;

    @TestHTTPResource("/")
    @SuppressWarnings("NullAway.Init")
    URI service;

    RevisionTest(MeterRegistry meters) {
        this.gauges = new FollowGauges(meters);
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin", "planner", "viewer", "resolver"})
    void everyRoleCanReadTheRevision(String role) {
        var revision = Revisions.commit();

        var response = Api.as(role).get("/revision");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.jsonPath().getLong("revision")).isEqualTo(revision);
        assertThat(response.jsonPath().getString("changed_at")).endsWith("Z");
        assertThat(response.header("ETag")).isEqualTo("\"" + revision + "\"");
        assertThat(response.header("Config-Revision")).isEqualTo(Long.toString(revision));
    }

    @Test
    void theCurrentRevisionReturns304AtOnceWithoutAWait() {
        var response =
                Api.as("viewer").header("If-None-Match", tag(Revisions.now())).get("/revision");

        assertThat(response.statusCode()).isEqualTo(304);
    }

    @Test
    void aWaitReturns304WhenNothingChanges() {
        var revision = Revisions.now();

        var response = waitFor(revision, "wait=1");

        assertThat(response.statusCode()).isEqualTo(304);
        assertThat(response.header("Config-Revision")).isEqualTo(Long.toString(revision));
        assertThat(response.time()).isGreaterThanOrEqualTo(900);
    }

    @Test
    void aWaitForAnyRevisionReturns304AtItsEnd() {
        var revision = Revisions.now();

        var response = waitWith("*", "wait=1");

        assertThat(response.statusCode()).isEqualTo(304);
        assertThat(response.header("ETag")).isEqualTo(tag(revision));
        assertThat(response.time()).isGreaterThanOrEqualTo(900);
    }

    @Test
    void aWaitForAnyRevisionReturns304ForTheNextOne() throws Exception {
        var waiting = CompletableFuture.supplyAsync(() -> waitWith("*", "wait=60"));
        Await.until("a request waits", () -> gauges.waits() == 1);

        var next = Revisions.commit();

        var response = waiting.get(30, TimeUnit.SECONDS);
        assertThat(response.statusCode()).isEqualTo(304);
        assertThat(response.header("ETag")).isEqualTo(tag(next));
    }

    @ParameterizedTest
    @ValueSource(strings = {"wait=60", "WAIT = \"60\"", "respond-async, wait=3600; x=y", "wait=99999999999"})
    void aWaitEndsAsSoonAsTheRevisionChanges(String preference) throws Exception {
        var revision = Revisions.now();
        var waiting = CompletableFuture.supplyAsync(() -> waitFor(revision, preference));
        Await.until("a request waits", () -> gauges.waits() == 1);

        var next = Revisions.commit();

        var response = waiting.get(30, TimeUnit.SECONDS);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.jsonPath().getLong("revision")).isEqualTo(next);
        assertThat(response.header("ETag")).isEqualTo(tag(next));
        assertThat(gauges.waits()).isZero();
    }

    @Test
    void aWaitEndsForARevisionOfAnotherInstanceWithoutAListener() throws Exception {
        var revision = Revisions.now();
        var waiting = CompletableFuture.supplyAsync(() -> waitFor(revision, "wait=60"));
        Await.until("a request waits", () -> gauges.waits() == 1);

        var next = Revisions.commitOnAnotherInstance();

        assertThat(waiting.get(30, TimeUnit.SECONDS).jsonPath().getLong("revision"))
                .isEqualTo(next);
    }

    @Test
    void anOlderRevisionDoesNotWait() {
        var revision = Revisions.commit();

        var response = waitFor(revision - 1, "wait=60");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.time()).isLessThan(30_000);
    }

    @Test
    void aPreferenceCanSpanSeveralHeadersAndExceedTheLongestWait() throws Exception {
        var revision = Revisions.now();
        var waiting = CompletableFuture.supplyAsync(() -> Api.as("viewer")
                .header("If-None-Match", tag(revision))
                .header("Prefer", "respond-async", "wait=99999999999999999999")
                .get("/revision"));
        Await.until("a request waits", () -> gauges.waits() == 1);

        Revisions.commit();

        assertThat(waiting.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"wait", "wait=", "wait=0", "wait=-1", "wait=soon", "wait=1.5", "waiting=60", "x; wait=60", ""})
    void anInvalidPreferenceIsIgnored(String preference) {
        var response = waitFor(Revisions.now(), preference);

        assertThat(response.statusCode()).isEqualTo(304);
        assertThat(response.time()).isLessThan(30_000);
    }

    @Test
    void aRequestWithoutAConditionDoesNotWait() {
        var response = Api.as("viewer").header("Prefer", "wait=60").get("/revision");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.time()).isLessThan(30_000);
    }

    @Test
    void aWaitEndsWhenItsClientDisconnects() throws Exception {
        try (var client = new Socket(service.getHost(), service.getPort())) {
            send(client, """
                    GET /revision HTTP/1.1
                    Host: localhost
                    Authorization: Bearer %s
                    If-None-Match: %s
                    Prefer: wait=60

                    """.formatted(Api.token("viewer"), tag(Revisions.now())));
            Await.until("a request waits", () -> gauges.waits() == 1);
        }

        Await.until("no request waits", () -> gauges.waits() == 0);
    }

    @Test
    void aWaitEndsWhenItsTokenExpires() {
        var issuer = LocalIssuer.fromPem(Api.read("local-issuer/private-key.pem"));
        var expiry = Instant.now().plusSeconds(2).truncatedTo(ChronoUnit.SECONDS);
        var token = issuer.token("viewer", expiry.minus(LocalIssuer.LIFETIME));

        var changed = Api.anonymous()
                .header("PRIVATE-TOKEN", token)
                .header("If-None-Match", "*")
                .header("Prefer", "wait=60")
                .get("/revision");

        assertThat(changed.statusCode()).isEqualTo(304);
        assertThat(Instant.now()).isBetween(expiry, expiry.plusSeconds(2));
        assertThat(gauges.waits()).isZero();
    }

    @Test
    void aRefusedRequestDoesNotWait() {
        var revision = Revisions.now();

        assertProblem(
                Api.anonymous()
                        .header("If-None-Match", tag(revision))
                        .header("Prefer", "wait=60")
                        .get("/revision"),
                401,
                "unauthorized");
        assertProblem(
                Api.as("viewer")
                        .header("If-None-Match", "soon")
                        .header("Prefer", "wait=60")
                        .get("/revision"),
                400,
                "bad-request");
    }

    private static void send(Socket client, String request) throws IOException {
        client.getOutputStream().write(request.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static Response waitFor(long known, String preference) {
        return waitWith(tag(known), preference);
    }

    private static Response waitWith(String condition, String preference) {
        return Api.as("viewer")
                .header("If-None-Match", condition)
                .header("Prefer", preference)
                .get("/revision");
    }

    private static String tag(long revision) {
        return "\"" + revision + "\"";
    }
}
