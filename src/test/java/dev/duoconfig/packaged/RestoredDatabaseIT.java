package dev.duoconfig.packaged;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.duoconfig.testkit.Await;
import dev.duoconfig.testkit.ExternalPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A backup in the place of the database, and instances that know nothing of what it has lost. */
class RestoredDatabaseIT {

    private static final String MASTER_KEY = "NTU1NTU1NTU1NTU1NTU1NTU1NTU1NTU1NTU1NTU1NTU=";

    @TempDir
    private Path home;

    private EmbeddedPostgres database;

    @BeforeEach
    void startTheDatabase() throws Exception {
        database = ExternalPostgres.in(home.resolve("data")).start();
        execute("create database duo_config");
    }

    @AfterEach
    void stopTheDatabase() throws IOException {
        database.close();
    }

    @Test
    void aTagOfBeforeTheRestoreNeverMatchesOtherContent() throws Exception {
        String lost;
        try (var application = start()) {
            setTimeout(application, 90);
            // A database that has sessions cannot be copied.
            execute(
                    "alter database duo_config with allow_connections = false",
                    "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'duo_config'",
                    "create database backup template duo_config",
                    "alter database duo_config with allow_connections = true");
            Await.until("the service uses the database again", () -> statusOfTimeout(application, 91) == 200);
            lost = tag(gateway(application, Map.of()));
        }
        execute("drop database duo_config", "alter database backup rename to duo_config");

        try (var application = start()) {
            assertThat(application.log()).contains("THE DATABASE WAS RESTORED");
            setTimeout(application, 92);
            var changed = gateway(application, Map.of("If-None-Match", lost));
            assertThat(changed.statusCode()).isEqualTo(200);
            assertThat(changed.body()).contains("\"request_timeout_seconds\":92");
            assertThat(gateway(application, Map.of("If-None-Match", tag(changed)))
                            .statusCode())
                    .isEqualTo(304);
        }
        try (var application = start()) {
            assertThat(application.log()).doesNotContain("THE DATABASE WAS RESTORED");
        }
    }

    private static HttpResponse<String> gateway(PackagedApplication application, Map<String, String> headers)
            throws Exception {
        return application
                .callAsync(HttpClient.Version.HTTP_1_1, "viewer", "/gateway", headers)
                .get(10, TimeUnit.SECONDS);
    }

    private static String tag(HttpResponse<String> response) {
        return response.headers().firstValue("ETag").orElseThrow();
    }

    private static void setTimeout(PackagedApplication application, int seconds) {
        assertThat(statusOfTimeout(application, seconds)).isEqualTo(200);
    }

    private static int statusOfTimeout(PackagedApplication application, int seconds) {
        try {
            return application.status(
                    "admin", "PATCH", "/gateway", "{\"request_timeout_seconds\": %d}".formatted(seconds));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private PackagedApplication start() throws Exception {
        return PackagedApplication.start(
                home,
                Map.of(
                        "DUO_DATABASE_URL",
                        "jdbc:postgresql://127.0.0.1:%d/duo_config".formatted(database.getPort()),
                        "DUO_DATABASE_USERNAME",
                        "postgres",
                        "DUO_MASTER_KEY",
                        MASTER_KEY,
                        "DUO_SUBSCRIPTION_SOURCE",
                        "file"));
    }

    private void execute(String... statements) throws SQLException {
        try (var connection = database.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
