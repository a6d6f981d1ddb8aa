package dev.duoconfig.packaged;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.duoconfig.testkit.Await;
import dev.duoconfig.testkit.ExternalPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What release 0.2 has left: a database with every kind of setting and a last-known-good file, both written by its packaged
 * application, and its responses to the requests in {@code responses.txt}.
 */
class PreviousReleaseIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String MASTER_KEY = "NTU1NTU1NTU1NTU1NTU1NTU1NTU1NTU1NTU1NTU1NTU=";

    private static final String METADATA = "/features/duo_chat/model-metadata";

    @TempDir
    private static Path home;

    private static EmbeddedPostgres database;

    @BeforeAll
    static void restore() throws Exception {
        database = ExternalPostgres.in(home.resolve("data")).start();
        execute(database.getPostgresDatabase(), "create database rewrapped");
        execute(database.getPostgresDatabase(), resource("database.sql"));
        execute(database.getDatabase("postgres", "rewrapped"), resource("database.sql"));
        Files.write(home.resolve("last-known-good"), bytes("last-known-good"));
    }

    @AfterAll
    static void stop() throws IOException {
        database.close();
    }

    @Test
    void itsDatabaseIsServedAsBefore() throws Exception {
        try (var application = PackagedApplication.start(home, environment(database.getPort()))) {
            for (var expected : responses().entrySet()) {
                assertServed(application, expected.getKey(), expected.getValue());
            }
            assertThat(application
                            .call("admin", "GET", "/audit-events/verification", "")
                            .toString())
                    .isEqualTo("{\"valid\":true,\"events\":16,\"first_broken_id\":null}");
        }
    }

    @Test
    void itsKeysAreKeptInItsFormUntilTheyAreRewrapped() throws Exception {
        var source = database.getDatabase("postgres", "rewrapped");
        try (var application = PackagedApplication.start(home, environment(database.getPort(), "rewrapped"))) {
            var reminded = codes(application);
            application.call("admin", "PATCH", "/models/1", "{\"api_key\": \"sk-side-by-side\"}");
            var sideBySide = text(source, "select encode(api_key_sealed, 'hex') from model where id = 1");
            application.call("admin", "POST", "/secrets/rewrap", "");
            Await.until("the keys are sealed again", () -> hasRewrapped(application));
            var metadata = body(application, METADATA);
            execute(source, "update model set endpoint = 'https://evil.example.com/v1' where id = 1");
            var moved = status(application, METADATA);
            execute(
                    source,
                    "update model set endpoint = 'https://vllm.example.com:8443/v1', api_key_sealed = decode('"
                            + sideBySide + "', 'hex') where id = 1");
            var putBack = status(application, METADATA);

            assertThat(application.log()).contains("When no instance of it is left, call POST /secrets/rewrap.");
            assertThat(reminded).contains("previous_release_supported");
            // Nonce, key, and tag, as release 0.2 writes and reads them.
            assertThat(sideBySide).hasSize(2 * (12 + "sk-side-by-side".length() + 16));
            assertThat(metadata).contains("sk-side-by-side");
            assertThat(codes(application)).doesNotContain("previous_release_supported", "api_keys_not_bound");
            assertThat(List.of(moved, putBack)).containsOnly(409);
        }
    }

    private static boolean hasRewrapped(PackagedApplication application) {
        try {
            var rewrap = application.call("admin", "GET", "/secrets", "").path("rewrap");
            return rewrap.path("status").asText().equals("finished");
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> codes(PackagedApplication application) throws Exception {
        return application.call("admin", "GET", "/diagnostics", "").findValuesAsText("code");
    }

    /** The status of a response at the newest revision, after a change in the database that no instance has announced. */
    private static int status(PackagedApplication application, String path) throws Exception {
        application.call("admin", "GET", "/configuration", "");
        return application.status("resolver", "GET", path, "");
    }

    @Test
    void itsLastKnownGoodFileIsServedWithoutTheDatabase() throws Exception {
        var environment = new HashMap<>(environment(1));
        environment.put(
                "DUO_LAST_KNOWN_GOOD_FILE", home.resolve("last-known-good").toString());
        environment.put("DUO_LAST_KNOWN_GOOD_MAX_AGE", "36500d");
        environment.put("DUO_DATA_DIR", "without-database");

        try (var application = PackagedApplication.start(home, environment)) {
            for (var expected : responses().entrySet()) {
                if (!expected.getKey().startsWith("/configuration")) {
                    assertServed(application, expected.getKey(), expected.getValue());
                }
            }
            assertThat(application.status("viewer", "GET", "/gateway", "")).isEqualTo(503);
        }
    }

    /** Asserts that the response has all that it had. A release may add properties. */
    private static void assertServed(PackagedApplication application, String path, String expected) throws Exception {
        var before = JSON.readTree(expected);

        assertThat(withoutAdditions(JSON.readTree(body(application, path)), before))
                .as(path)
                .isEqualTo(before);
    }

    private static JsonNode withoutAdditions(JsonNode present, JsonNode before) {
        if (present instanceof ObjectNode object && before.isObject()) {
            object.retain(before.properties().stream().map(Map.Entry::getKey).toList());
            object.properties()
                    .forEach(property -> withoutAdditions(property.getValue(), before.path(property.getKey())));
        } else if (present.isArray()) {
            for (var index = 0; index < present.size(); index++) {
                withoutAdditions(present.get(index), before.path(index));
            }
        }
        return present;
    }

    private static void execute(DataSource source, String sql) throws SQLException {
        try (var connection = source.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String text(DataSource source, String query) throws SQLException {
        try (var connection = source.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    private static Map<String, String> environment(int databasePort) {
        return environment(databasePort, "postgres");
    }

    private static Map<String, String> environment(int databasePort, String name) {
        return Map.of(
                "DUO_DATABASE_URL", "jdbc:postgresql://127.0.0.1:%d/%s".formatted(databasePort, name),
                "DUO_DATABASE_USERNAME", "postgres",
                "DUO_MASTER_KEY", MASTER_KEY,
                "DUO_SUBSCRIPTION_SOURCE", "file",
                "DUO_CATALOGUE", "18.2");
    }

    /** The body of each response, by path. */
    private static Map<String, String> responses() throws IOException {
        var bodies = new LinkedHashMap<String, String>();
        resource("responses.txt").lines().forEach(line -> {
            var space = line.indexOf(' ');
            bodies.put(line.substring(0, space), line.substring(space + 1));
        });
        return bodies;
    }

    private static String body(PackagedApplication application, String path) throws Exception {
        var role = path.endsWith("/model-metadata") ? "resolver" : "admin";
        return application
                .callAsync(HttpClient.Version.HTTP_1_1, role, path, Map.of())
                .get(10, TimeUnit.SECONDS)
                .body();
    }

    private static String resource(String name) throws IOException {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String name) throws IOException {
        try (var stream = PreviousReleaseIT.class.getResourceAsStream("previous-release/" + name)) {
            return Objects.requireNonNull(stream, name).readAllBytes();
        }
    }
}
