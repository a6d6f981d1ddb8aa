package dev.duoconfig.packaged;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.duoconfig.testkit.Await;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import static org.assertj.core.api.Assertions.assertThat;

/** Starting, stopping, and killing the packaged application. Each test has an installation of its own. */
@Order(1)
@Execution(ExecutionMode.CONCURRENT)
class PackagedApplicationIT {

    private static final String API_KEY = "key-of-the-model";

    @TempDir
    private Path home;

    @Test
    void theConfigurationSurvivesARestartAndAKill() throws Exception {
        JsonNode before;
        try (var application = PackagedApplication.start(home, Map.of())) {
            configure(application);
            before = state(application);
            assertThat(application.terminate()).isEqualTo(143);
        }

        try (var application = PackagedApplication.start(home, Map.of())) {
            assertThat(state(application)).isEqualTo(before);
            application.call("admin", "PATCH", "/gateway", "{\"request_timeout_seconds\": 90}");
            before = state(application);
            application.kill();

            assertThat(application.postgresql())
                    .as("PostgreSQL, which survives the kill")
                    .isPresent();
            try (var next = PackagedApplication.start(home, Map.of())) {
                assertThat(state(next)).isEqualTo(before);
                assertThat(next.call("resolver", "GET", "/features/duo_chat/model-metadata", "")
                                .path("api_key")
                                .asText())
                        .isEqualTo(API_KEY);
            }
        }
    }

    @Test
    void aSignalEndsStreamsAndWaitsCleanlyAndThenTheDatabase() throws Exception {
        var data = dataDirectory();
        var temporary = Files.createDirectory(home.resolve("tmp"));
        var environment = Map.of("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary);
        try (var application = PackagedApplication.start(home, environment)) {
            var postgresql = application.postgresql().orElseThrow();
            var revision = application
                    .call("viewer", "GET", "/revision", "")
                    .get("revision")
                    .asText();
            var streams = new ArrayList<CompletableFuture<HttpResponse<String>>>();
            var waits = new ArrayList<CompletableFuture<HttpResponse<String>>>();
            for (var version : HttpClient.Version.values()) {
                streams.add(application.callAsync(version, "viewer", "/events", Map.of()));
                waits.add(application.callAsync(
                        version,
                        "viewer",
                        "/revision",
                        Map.of("If-None-Match", "\"" + revision + "\"", "Prefer", "wait=60")));
            }
            Await.until(
                    "all clients follow the changes", () -> metrics(application).contains("duo_events_clients 2.0"));
            Await.until(
                    "all clients wait for a change", () -> metrics(application).contains("duo_revision_waits 2.0"));

            assertThat(application.terminate()).isEqualTo(143);

            for (var stream : streams) {
                assertThat(stream.get(10, TimeUnit.SECONDS).body())
                        .contains("id: " + revision)
                        .endsWith("\n\n");
            }
            for (var wait : waits) {
                assertThat(wait.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(304);
            }
            postgresql.onExit().get(10, TimeUnit.SECONDS);
            assertThat(data.resolve("postgresql/data/postmaster.pid")).doesNotExist();
            assertThat(temporary).isEmptyDirectory();
            assertThat(data.resolve("postgresql/log")).content().contains("database system is shut down");
            assertThat(application.log())
                    .contains("duo-config stopped in")
                    .doesNotContain("ERROR", "Exception", "Timed out", "terminating connection");
        }
    }

    @Test
    void aSignalDuringTheStartLeavesNothingRunning() throws Exception {
        var data = dataDirectory();
        try (var application = PackagedApplication.launch(home, Map.of())) {
            var pidFile = data.resolve("postgresql/data/postmaster.pid");
            await(application, pidFile);

            var exitCode = application.terminate();

            assertThat(exitCode).isEqualTo(143);
            assertThat(application.postgresql()).isEmpty();
            assertThat(application.errors()).doesNotContain("Exception");
        }
    }

    @Test
    void anExternalDatabaseWithoutAMasterKeyIsRefused() throws Exception {
        var data = dataDirectory();
        var environment = Map.of("DUO_DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/duo_config");
        try (var application = PackagedApplication.launch(home, environment)) {
            var exitCode = application.awaitExit();

            assertThat(exitCode).isEqualTo(1);
            assertThat(application.errors())
                    .contains("no master key", "openssl rand -base64 32", "chmod 600", "DUO_MASTER_KEY_FILE")
                    .doesNotContain("Exception", "\tat ");
            assertThat(data).doesNotExist();
        }
    }

    private static void configure(PackagedApplication application) throws Exception {
        application.call("admin", "POST", "/subscription/sync", "");
        application.call("admin", "PATCH", "/gateway", "{\"url\": \"https://aigw.example.com\"}");
        var model = application.call("admin", "POST", "/models", """
                {"name": "Mixtral", "family": "mixtral", "endpoint": "https://vllm.example.com/v1",
                 "identifier": "custom_openai/Mixtral", "api_key": "%s"}""".formatted(API_KEY));
        application.call("admin", "PUT", "/features/duo_chat", "{\"model_id\": %s}".formatted(model.get("id")));
    }

    /** The whole configuration with its revisions. */
    private static JsonNode state(PackagedApplication application) throws Exception {
        var state = JsonNodeFactory.instance.objectNode();
        for (var path : List.of("/gateway", "/models", "/features", "/features/duo_chat/effective-model")) {
            state.set(path, application.call("viewer", "GET", path, ""));
        }
        return state;
    }

    private static String metrics(PackagedApplication application) {
        try {
            return application.get("/q/metrics").body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path dataDirectory() {
        return home.resolve(".duo-config");
    }

    private static void await(PackagedApplication application, Path file) throws InterruptedException {
        while (!Files.exists(file)) {
            assertThat(application.hasEndedWithin(Duration.ofMillis(20)))
                    .as(application.log())
                    .isFalse();
        }
    }
}
