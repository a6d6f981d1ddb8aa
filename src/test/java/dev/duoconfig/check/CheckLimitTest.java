package dev.duoconfig.check;

import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import dev.duoconfig.outbound.ScriptedServer;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.LocalInstallationResource;
import dev.duoconfig.testkit.Scrape;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static dev.duoconfig.testkit.Problems.assertProblem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** An instance runs at most four checks at once for a caller. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class CheckLimitTest {

    private static final int SLOTS = 4;

    @Test
    void aFifthConcurrentCheckIsRefusedAndTheServiceStillResponds() throws Exception {
        FakeServer.allow();
        var before = Scrape.now();
        var started = new CountDownLatch(SLOTS);
        var released = new CountDownLatch(1);
        var callers = Executors.newFixedThreadPool(SLOTS);
        try (var server = ScriptedServer.responding((in, out) -> {
            started.countDown();
            released.await();
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(UTF_8));
        })) {
            var url = "http://127.0.0.1:" + server.port();
            Api.as("admin").body("{\"url\": \"" + url + "\"}").patch("/gateway");
            var running = new ArrayList<CompletableFuture<Response>>();
            for (var check = 0; check < SLOTS; check++) {
                running.add(CompletableFuture.supplyAsync(CheckLimitTest::check, callers));
            }
            assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();

            var fifth = check();
            var model = Api.as("admin").post("/models/1/check");
            var draft = Api.as("admin").body("{}").post("/models/check");
            var read = Api.as("viewer").get("/gateway");
            released.countDown();
            var reports = running.stream().map(CompletableFuture::join).toList();

            assertProblem(fifth, 429, "too-many-checks");
            assertThat(fifth.header("Retry-After")).matches("[1-9][0-9]*");
            assertProblem(model, 429, "too-many-checks");
            assertProblem(draft, 429, "too-many-checks");
            assertThat(refused(Scrape.now())).isEqualTo(refused(before) + 3);
            assertThat(read.statusCode()).isEqualTo(200);
            assertThat(reports)
                    .allSatisfy(report -> assertThat(Report.of(report).status()).isEqualTo("passed"));
            assertThat(check().statusCode()).isEqualTo(200);
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void aSecondDiagnosisWithChecksIsRefusedAndItsCallerCanStillCheck() throws Exception {
        FakeServer.allow();
        var started = new CountDownLatch(1);
        var released = new CountDownLatch(1);
        try (var server = ScriptedServer.responding((in, out) -> {
            started.countDown();
            released.await();
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(UTF_8));
        })) {
            Api.as("admin")
                    .body("{\"url\": \"http://127.0.0.1:" + server.port() + "\"}")
                    .patch("/gateway");
            var first = CompletableFuture.supplyAsync(() -> Api.as("admin").get("/diagnostics?checks=true"));
            assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();

            var second = Api.as("admin").get("/diagnostics?checks=true");
            var withoutChecks = Api.as("admin").get("/diagnostics");
            var draft = Api.as("admin").body("{}").post("/models/check");
            released.countDown();

            assertProblem(second, 429, "too-many-checks");
            assertThat(second.header("Retry-After")).matches("[1-9][0-9]*");
            assertThat(withoutChecks.statusCode()).isEqualTo(200);
            assertThat(draft.statusCode()).isEqualTo(422);
            assertThat(first.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            assertThat(Api.as("admin").get("/diagnostics?checks=true").statusCode())
                    .isEqualTo(200);
        }
    }

    private static double refused(Scrape scrape) {
        return scrape.value("duo_problems_total", "code", "too-many-checks");
    }

    private static Response check() {
        return Api.as("admin").post("/gateway/check");
    }
}
