package dev.duoconfig.packaged;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duoconfig.testkit.ExternalPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Instances that start while their database is unavailable, with the last-known-good file of an earlier instance. */
class WithoutDatabaseIT {

    private static final Duration RECOVERY = Duration.ofSeconds(60);
    private static final String MASTER_KEY = key('a');
    private static final String SUBSCRIPTION = """
            {"plan": "ultimate", "type": "offline_cloud", "starts_at": null, "expires_at": null,
             "add_ons": [{"name": "duo_enterprise", "quantity": 1, "starts_at": null, "expires_on": null}]}""";

    /** The files of an instance that was fully configured and then stopped, and the data of its database. */
    @TempDir
    private static Path template;

    private static long revision;

    @TempDir
    private Path home;

    private EmbeddedPostgres database;
    private int port;

    @BeforeAll
    static void createTheFile() throws Exception {
        Files.writeString(template.resolve("subscription.json"), SUBSCRIPTION);
        try (var database = database(template, 0);
                var application =
                        PackagedApplication.start(template, environment(template, database.getPort(), Map.of()))) {
            application.call("admin", "POST", "/subscription/sync", "");
            application.call("admin", "PATCH", "/gateway", "{\"url\": \"https://aigw.example.com\"}");
            var model = application.call("admin", "POST", "/models", """
                    {"name": "Mixtral", "family": "mixtral", "endpoint": "https://vllm.example.com/v1",
                     "identifier": "custom_openai/Mixtral", "api_key": "key-of-the-model"}""");
            application.call("admin", "PUT", "/features/duo_chat", "{\"model_id\": %s}".formatted(model.get("id")));
            revision = revision(application);
        }
    }

    @BeforeEach
    void startTheDatabase() throws IOException {
        copy(template, home);
        database = database(home, 0);
        port = database.getPort();
    }

    @AfterEach
    void stopTheDatabase() throws IOException {
        database.close();
    }

    @Test
    void anInstanceServesTheFileUntilItsDatabaseReturnsAndThenWorksNormally() throws Exception {
        database.close();

        try (var application = PackagedApplication.start(home, environment(Map.of()))) {
            assertThat(application.log()).contains("STARTED WITHOUT THE DATABASE", "revision " + revision);
            assertServed(application, revision);
            for (var path : List.of("/models/families", "/catalogue", "/gateway", "/subscription")) {
                assertThat(application.status("viewer", "GET", path, ""))
                        .as(path)
                        .isEqualTo(200);
            }
            assertThat(application.call("viewer", "GET", "/models", "")).hasSize(1);
            assertThat(application.status("viewer", "GET", "/configuration", ""))
                    .isEqualTo(503);
            assertThat(application.status("admin", "PATCH", "/gateway", "{\"request_timeout_seconds\": 90}"))
                    .isEqualTo(503);
            assertThat(application.get("/q/health/group/database").statusCode()).isEqualTo(503);
            assertThat(application.get("/q/health/live").statusCode()).isEqualTo(200);

            database = database(home, port);
            awaitWrite(application);

            assertThat(application.get("/q/health/group/database").statusCode()).isEqualTo(200);
            assertServed(application, revision + 1);
            assertThat(application.call("viewer", "GET", "/models", "")).hasSize(1);
        }
    }

    @Test
    void aDatabaseThatLaterRejectsTheInstanceIsLoggedWhileTheFileIsServed() throws Exception {
        database.close();

        try (var application =
                PackagedApplication.start(home, environment(Map.of("DUO_DATABASE_USERNAME", "nobody")))) {
            database = database(home, port);

            awaitLog(application, "THE DATABASE CANNOT BE USED");
            assertServed(application, revision);
            assertThat(application.status("viewer", "GET", "/configuration", ""))
                    .isEqualTo(503);
        }
    }

    /** While no instance runs, the newest event is known only to the file, and to the log. */
    @Test
    void eventsThatAreCutOffWhileTheInstanceIsStoppedAreKnownToItsFile() throws Exception {
        execute(
                "alter table audit_event disable trigger audit_event_is_append_only",
                "delete from audit_event where id > (select max(id) - 3 from audit_event)",
                "alter table audit_event enable always trigger audit_event_is_append_only",
                """
                update configuration_state set (audit_head_id, audit_head_hash) = (
                    select id, hash from audit_event order by id desc limit 1)""");

        try (var application = PackagedApplication.start(home, environment(Map.of()))) {
            assertThat(application.log()).contains("THE AUDIT EVENTS WERE TAMPERED WITH");
            assertCutOff(application);
            assertThat(application.status("admin", "PATCH", "/gateway", "{\"request_timeout_seconds\": 90}"))
                    .isEqualTo(200);
        }
        try (var application = PackagedApplication.start(home, environment(Map.of()))) {
            assertCutOff(application);
        }
        Files.delete(home.resolve("last-known-good"));
        try (var application = PackagedApplication.start(home, environment(Map.of()))) {
            assertThat(verification(application).path("valid").asBoolean()).isTrue();
        }
    }

    private static void assertCutOff(PackagedApplication application) throws Exception {
        var verification = verification(application);
        assertThat(verification.path("valid").asBoolean()).isFalse();
        assertThat(verification.path("fault").asText()).isEqualTo("cut_off");
    }

    private static JsonNode verification(PackagedApplication application) throws Exception {
        return application.call("admin", "GET", "/audit-events/verification", "");
    }

    private void execute(String... statements) throws SQLException {
        try (var connection = database.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Test
    void aFileThatCannotBeDecryptedIsIgnoredAndTheStartIsRefusedInOneLine() throws Exception {
        database.close();

        var message = refusal(Map.of("DUO_MASTER_KEY", key('b')), "IS IGNORED. It is sealed under key");

        assertThat(message).contains("The database cannot be reached", String.valueOf(port));
    }

    @Test
    void aReachableDatabaseThatRejectsTheInstancePreventsTheStartDespiteTheFile() throws Exception {

        assertThat(refusal(Map.of("DUO_DATABASE_USERNAME", "nobody"), "")).contains("\"nobody\" does not exist");
        assertThat(refusal(Map.of("DUO_MASTER_KEY", key('b')), ""))
                .contains("sealed under master key", "which is not configured");
    }

    private static void assertServed(PackagedApplication application, long revision) throws Exception {
        assertThat(application.get("/q/health/ready").statusCode()).isEqualTo(200);
        assertThat(revision(application)).isEqualTo(revision);
        assertThat(application
                        .call("resolver", "GET", "/features/duo_chat/model-metadata", "")
                        .path("api_key")
                        .asText())
                .isEqualTo("key-of-the-model");
    }

    private static long revision(PackagedApplication application) throws Exception {
        var resolution = application.call("resolver", "GET", "/features/duo_chat/effective-model", "");
        assertThat(resolution.path("status").asText()).isEqualTo("ready");
        return resolution.path("revision").asLong();
    }

    private static void awaitWrite(PackagedApplication application) throws Exception {
        var deadline = System.nanoTime() + RECOVERY.toNanos();
        var status = 0;
        while (status != 200 && System.nanoTime() < deadline) {
            status = application.status("admin", "PATCH", "/gateway", "{\"request_timeout_seconds\": 90}");
        }
        assertThat(status).as(application.log()).isEqualTo(200);
    }

    private static void awaitLog(PackagedApplication application, String line) throws Exception {
        var deadline = System.nanoTime() + RECOVERY.toNanos();
        while (!application.log().contains(line) && System.nanoTime() < deadline) {
            assertThat(application.hasEndedWithin(Duration.ofMillis(100))).isFalse();
        }
        assertThat(application.log()).contains(line);
    }

    /** The one line that an instance prints before it ends with exit code 1. */
    private String refusal(Map<String, String> overrides, String logged) throws Exception {
        try (var application = PackagedApplication.launch(home, environment(overrides))) {
            assertThat(application.awaitExit()).isEqualTo(1);
            assertThat(application.log()).contains(logged).doesNotContain("\tat ", "Exception");
            assertThat(application.errors().lines()).hasSize(1);
            return application.errors();
        }
    }

    private Map<String, String> environment(Map<String, String> overrides) {
        return environment(home, port, overrides);
    }

    private static Map<String, String> environment(Path home, int port, Map<String, String> overrides) {
        var environment = new HashMap<String, String>(Map.of(
                "DUO_DATABASE_URL",
                "jdbc:postgresql://127.0.0.1:" + port + "/postgres",
                "DUO_DATABASE_USERNAME",
                "postgres",
                "DUO_DATABASE_PASSWORD",
                "postgres",
                "DUO_MASTER_KEY",
                MASTER_KEY,
                "DUO_LAST_KNOWN_GOOD_FILE",
                home.resolve("last-known-good").toString(),
                "DUO_SUBSCRIPTION_SOURCE",
                "file",
                "DUO_SUBSCRIPTION_FILE",
                home.resolve("subscription.json").toString(),
                "QUARKUS_HTTP_HOST",
                "127.0.0.1"));
        environment.putAll(overrides);
        return environment;
    }

    /** Starts PostgreSQL on the existing data. */
    private static EmbeddedPostgres database(Path home, int atPort) throws IOException {
        return ExternalPostgres.in(home.resolve("data"))
                .setCleanDataDirectory(false)
                .setPort(atPort)
                .start();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var paths = Files.walk(from)) {
            for (var path : (Iterable<Path>) paths.filter(found -> !found.equals(from))::iterator) {
                Files.copy(path, to.resolve(from.relativize(path).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static String key(char letter) {
        return Base64.getEncoder()
                .encodeToString(String.valueOf(letter).repeat(32).getBytes(StandardCharsets.US_ASCII));
    }
}
