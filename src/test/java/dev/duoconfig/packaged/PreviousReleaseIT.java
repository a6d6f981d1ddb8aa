package dev.duoconfig.packaged;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

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

    private static final String MASTER_KEY = "NTU1NTU1NTU1NTU1NTU1NTU1NTU1NTU1NTU1NTU1NTU=";

    @TempDir
    private static Path home;

    private static EmbeddedPostgres database;

    @BeforeAll
    static void restore() throws Exception {
        database = ExternalPostgres.in(home.resolve("data")).start();
        try (var connection = database.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(resource("database.sql"));
        }
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
                assertThat(body(application, expected.getKey()))
                        .as(expected.getKey())
                        .isEqualTo(expected.getValue());
            }
            assertThat(application
                            .call("admin", "GET", "/audit-events/verification", "")
                            .toString())
                    .isEqualTo("{\"valid\":true,\"events\":16,\"first_broken_id\":null}");
        }
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
                    assertThat(body(application, expected.getKey()))
                            .as(expected.getKey())
                            .isEqualTo(expected.getValue());
                }
            }
        }
    }

    private static Map<String, String> environment(int databasePort) {
        return Map.of(
                "DUO_DATABASE_URL", "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(databasePort),
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
