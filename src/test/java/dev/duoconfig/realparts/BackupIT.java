package dev.duoconfig.realparts;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.duoconfig.packaged.PackagedApplication;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Backups that are taken while clients write, and restored with the commands in docs/operator.md. */
class BackupIT {

    private static final String OTHER_KEY = "NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY=";
    private static final String API_KEY = "key-of-the-model";

    @TempDir
    private Path home;

    private PostgresServer database;
    private Path backups;

    @BeforeEach
    void start() throws Exception {
        database = PostgresServer.create(Unprivileged.directory(home, "database"));
        backups = Unprivileged.directory(home, "backups");
    }

    @AfterEach
    void stop() {
        database.close();
    }

    @Test
    void aDumpIsRestoredIntoANewServer() throws Exception {
        var newest = backUpUnderWrites("pg_dump");

        try (var server = PostgresServer.create(Unprivileged.directory(home, "new"))) {
            OperatorCommands.run("pg_restore", backups, server.environment());
            assertRestored(server, newest);
        }
    }

    @Test
    void aCopyOfTheServerIsRestored() throws Exception {
        var newest = backUpUnderWrites("--pgdata=backup");
        database.kill();

        try (var server = PostgresServer.on(backups, backups.resolve("backup"))) {
            assertRestored(server, newest);
        }
    }

    @Test
    void theEmbeddedDatabaseIsRestoredFromACopyOfItsDirectory() throws Exception {
        var original = Files.createDirectory(home.resolve("original"));
        try (var application = PackagedApplication.start(original, Map.of())) {
            application.call("admin", "POST", "/subscription/sync", "");
            application.call("admin", "PATCH", "/gateway", "{\"url\": \"https://aigw.example.com\"}");
            var model = application.call("admin", "POST", "/models", """
                    {"name": "Mixtral", "family": "mixtral", "endpoint": "https://vllm.example.com/v1",
                     "identifier": "custom_openai/Mixtral", "api_key": "%s"}""".formatted(API_KEY));
            application.call("admin", "PUT", "/features/duo_chat", "{\"model_id\": %s}".formatted(model.get("id")));
        }
        runAsTheService("--create", original);
        var restored = Files.createDirectory(home.resolve("restored"));
        Files.copy(original.resolve("duo-config.tar.gz"), restored.resolve("duo-config.tar.gz"));
        runAsTheService("--extract", restored);

        try (var application = PackagedApplication.start(restored, Map.of())) {
            assertThat(application.log()).contains("THE DATABASE WAS RESTORED");
            assertUsable(application, "duo_chat");
        }
    }

    private static void runAsTheService(String text, Path directory) throws Exception {
        Shell.run(directory, List.of("bash", "-euo", "pipefail", "-c", OperatorCommands.with(text)));
    }

    /** Returns the newest revision, which the backup lacks. */
    private long backUpUnderWrites(String command) throws Exception {
        try (var instance = Instance.start(home, "before", database.url())) {
            instance.configure();
            var model = instance.createModel("with a key", API_KEY);
            instance.call("admin", "PUT", "/features/code_generations", "{\"model_id\": %d}".formatted(model));
            try (var workload = new Workload(List.of(instance), 3)) {
                workload.awaitWrites(20);
                OperatorCommands.run(command, backups, database.environment());
                workload.awaitWrites(20);
                workload.stop();
                workload.assertNoViolation();
            }
            return instance.served();
        }
    }

    private void assertRestored(PostgresServer server, long newest) throws Exception {
        OperatorCommands.run("database_identity", backups, server.environment());
        assertThat(Instance.refusal(home, "after", server.url(), Map.of("DUO_MASTER_KEY", OTHER_KEY)))
                .contains("sealed under master key", "which is not configured")
                .hasLineCount(1);
        try (var instance = Instance.start(home, "after", server.url())) {
            assertThat(instance.log()).contains("THE DATABASE WAS RESTORED");
            assertThat(instance.served()).isGreaterThan(newest);
            assertUsable(instance.application(), "code_generations");
            assertThat(instance.setTimeout(90).statusCode()).isEqualTo(200);
        }
    }

    private static void assertUsable(PackagedApplication application, String feature) throws Exception {
        var verification = application.call("viewer", "GET", "/audit-events/verification", "");
        assertThat(verification.path("valid").asBoolean())
                .as(verification.toString())
                .isTrue();
        assertThat(application
                        .call("resolver", "GET", "/features/" + feature + "/model-metadata", "")
                        .path("api_key")
                        .asText())
                .isEqualTo(API_KEY);
    }
}
