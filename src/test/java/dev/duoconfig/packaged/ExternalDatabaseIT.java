package dev.duoconfig.packaged;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.duoconfig.outbound.TestAuthority;
import dev.duoconfig.testkit.Await;
import dev.duoconfig.testkit.ExternalPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Instances with an external database: two that start at once while it is empty, one with the master key in a file and one
 * with the key itself, and more that must not start. One of the two verifies the certificate of the database. The password has
 * characters that have a meaning elsewhere, and one instance gets it in a URL in a file.
 */
class ExternalDatabaseIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final String MASTER_KEY = key();
    private static final String PASSWORD = "pa$$word${HOME}x${";
    private static final String SUBSCRIPTION = """
            {"plan": "ultimate", "type": "offline_cloud", "starts_at": null, "expires_at": null,
             "add_ons": [{"name": "duo_enterprise", "quantity": 1, "starts_at": null, "expires_on": null}]}""";

    @TempDir
    private static Path home;

    private static TestAuthority authority;
    private static EmbeddedPostgres database;
    private static PackagedApplication first;
    private static PackagedApplication second;

    @BeforeAll
    static void startTwoAtOnceOnAnEmptyDatabase() throws Exception {
        authority = TestAuthority.in(home);
        authority.issue("database", "ip:127.0.0.1", "-1d", 30);
        var key = Files.writeString(home.resolve("database.key"), authority.key("database"));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(home.resolve("database.crt"), authority.chain("database"));
        database = ExternalPostgres.in(home.resolve("data"))
                .setServerConfig("ssl", "on")
                .setServerConfig("ssl_cert_file", home.resolve("database.crt").toString())
                .setServerConfig("ssl_key_file", key.toString())
                .start();
        requireAPassword();
        Files.writeString(home.resolve("master-key"), MASTER_KEY);
        Files.writeString(
                home.resolve("url"),
                "postgres://duo:pa%%24%%24word%%24%%7BHOME%%7Dx%%24%%7B@127.0.0.1:%d/postgres\n"
                        .formatted(database.getPort()));
        Files.writeString(home.resolve("subscription.json"), SUBSCRIPTION);
        first = PackagedApplication.launch(
                home,
                environment(Map.of(
                        "DUO_MASTER_KEY_FILE",
                        home.resolve("master-key").toString(),
                        "DUO_DATA_DIR",
                        "first",
                        "DUO_DATABASE_URL",
                        verified("127.0.0.1", authority.pem()))));
        var withUrlInFile = new HashMap<>(environment(Map.of(
                "DUO_MASTER_KEY",
                MASTER_KEY,
                "DUO_DATA_DIR",
                "second",
                "DUO_DATABASE_URL_FILE",
                home.resolve("url").toString())));
        withUrlInFile.keySet().removeAll(List.of("DUO_DATABASE_URL", "DUO_DATABASE_USERNAME", "DUO_DATABASE_PASSWORD"));
        second = PackagedApplication.launch(home, withUrlInFile);
        first.awaitReady();
        second.awaitReady();
    }

    /** The server trusts local users by default. */
    private static void requireAPassword() throws Exception {
        var rules = home.resolve("data/pg_hba.conf");
        Files.writeString(rules, "host all duo 127.0.0.1/32 scram-sha-256\n" + Files.readString(rules));
        text("select pg_reload_conf()");
        execute("create role duo superuser login password '" + PASSWORD + "'");
    }

    private static void execute(String sql) throws SQLException {
        try (var connection = database.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @AfterAll
    static void stop() throws IOException {
        first.close();
        second.close();
        database.close();
    }

    @Test
    void bothAgreeOnOneSchemaAndOneKey() throws Exception {
        assertThat(number("select count(*) - count(distinct version) from flyway_schema_history"))
                .isZero();
        assertThat(number("select count(*) from flyway_schema_history where not success"))
                .isZero();
        assertThat(number("select count(*) from secret_key")).isEqualTo(1);
        assertThat(first.log() + second.log()).doesNotContain(MASTER_KEY, PASSWORD, "pa$", "pa%24", "ERROR");
    }

    /** SettingsCheckTest has the other settings. */
    @Test
    void aSettingThatCannotBeUsedIsRefused() throws Exception {
        var message =
                refusal(Map.of("DUO_MASTER_KEY", MASTER_KEY, "DUO_DATABASE_URL", "postgres://duo:SECRET@127.0.0.1/db"));

        assertThat(message).contains("DUO_DATABASE_URL contains a password").doesNotContain("SECRET");
    }

    @Test
    void anOccupiedPortIsRefusedAndHealthIsNeverReady() throws Exception {
        var management = PackagedApplication.freePort();
        var overrides = Map.of(
                "DUO_MASTER_KEY",
                MASTER_KEY,
                PackagedApplication.PORT,
                String.valueOf(first.port()),
                "DUO_MANAGEMENT_PORT",
                String.valueOf(management),
                "DUO_DATABASE_MIGRAT",
                "SECRET");
        try (var application = PackagedApplication.launch(home, environment(overrides))) {
            while (!application.hasEndedWithin(Duration.ofMillis(20))) {
                assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), management).close())
                        .isInstanceOf(ConnectException.class);
            }

            assertThat(application.awaitExit()).isEqualTo(1);
            assertThat(application.errors())
                    .isEqualTo(
                            "The service cannot listen on QUARKUS_HTTP_PORT, %d: the address is already in use.%n",
                            first.port());
            assertThat(application.log())
                    .contains("DUO_DATABASE_MIGRAT is not a setting, and has no effect. Did you mean"
                            + " DUO_DATABASE_MIGRATE?")
                    .doesNotContain("SECRET", "\tat ", "Exception");
        }
    }

    @Test
    void aWriteOnOneIsSeenOnTheOtherWithinSeconds() throws Exception {
        first.call("admin", "POST", "/subscription/sync", "");
        first.call("admin", "PATCH", "/gateway", "{\"url\": \"https://aigw.example.com\"}");
        var model = first.call("admin", "POST", "/models", """
                {"name": "Mixtral", "family": "mixtral", "endpoint": "https://vllm.example.com/v1",
                 "identifier": "custom_openai/Mixtral", "api_key": "sealed-by-the-first"}""");
        first.call("admin", "PUT", "/features/duo_chat", "{\"model_id\": %s}".formatted(model.get("id")));

        awaitReady(second, "duo_chat");

        assertThat(second.call("resolver", "GET", "/features/duo_chat/model-metadata", "")
                        .path("api_key")
                        .asText())
                .isEqualTo("sealed-by-the-first");
        assertThat(second.call("viewer", "GET", "/models", "")).isEqualTo(first.call("viewer", "GET", "/models", ""));
    }

    @Test
    void aWriteOnOneIsReadOnTheOtherWithItsRevision() throws Exception {
        for (int i = 0; i < 20; i++) {
            writeOnOneAndReadOnTheOther(i);
        }
    }

    @Test
    void aWriteOnOneIsReadOnTheOtherWhileListenersAreCut() throws Exception {
        for (int i = 0; i < 20; i++) {
            text("select count(pg_terminate_backend(pid)) from pg_stat_activity"
                    + " where application_name = 'duo-config-listener'");
            writeOnOneAndReadOnTheOther(i);
        }
    }

    private static void writeOnOneAndReadOnTheOther(int round) throws Exception {
        var writer = round % 2 == 0 ? first : second;
        var reader = round % 2 == 0 ? second : first;
        var seconds = 100 + (int) (System.nanoTime() / 1_000 % 400);

        writer.call("admin", "PATCH", "/gateway", "{\"request_timeout_seconds\": %d}".formatted(seconds));
        long revision =
                writer.call("viewer", "GET", "/revision", "").path("revision").asLong();
        var seen = reader.call("viewer", "GET", "/features/duo_chat/effective-model?min_revision=" + revision, "");

        assertThat(seen.path("revision").asLong()).isGreaterThanOrEqualTo(revision);
        assertThat(seen.path("request_timeout_seconds").asInt()).isEqualTo(seconds);
    }

    @Test
    void connectionsAreEncrypted() throws Exception {
        assertThat(number("select count(*) from pg_stat_ssl join pg_stat_activity using (pid)"
                        + " where usename = 'duo' and ssl"))
                .isPositive();
        assertThat(number("select count(*) from pg_stat_ssl join pg_stat_activity using (pid)"
                        + " where usename = 'duo' and not ssl"))
                .isZero();
    }

    @Test
    void aDatabaseWithTheCertificateOfAnotherHostIsRefused() throws Exception {
        var environment = environment(Map.of("DUO_DATABASE_URL", verified("localhost", authority.pem())));
        try (var migration = PackagedApplication.launchCommand("migrate", home, environment)) {
            assertThat(migration.awaitExit()).isEqualTo(1);
            assertThat(migration.errors().lines())
                    .singleElement()
                    .asString()
                    .contains("issued for another host than the one in DUO_DATABASE_URL");
        }
    }

    /** One instance, because each start takes seconds. */
    @Test
    void anInstanceWaitsForTheRightAuthorityAndServesRequestsWhileItStops(@TempDir Path other) throws Exception {
        var authorities = Files.copy(TestAuthority.in(other).pem(), home.resolve("authorities.pem"));
        var environment = environment(Map.of(
                "DUO_MASTER_KEY",
                MASTER_KEY,
                "DUO_DATA_DIR",
                "third",
                "DUO_DATABASE_URL",
                verified("127.0.0.1", authorities),
                PackagedApplication.REMOVED,
                "DUO_SHUTDOWN_DELAY"));
        try (var application = PackagedApplication.launch(home, environment)) {
            Await.until(
                    "the wrong authority is logged",
                    () -> application.log().contains("the file that sslrootcert in DUO_DATABASE_URL names"));
            Files.copy(authority.pem(), authorities, StandardCopyOption.REPLACE_EXISTING);
            application.awaitReady();

            readinessGoesFirstAndRequestsAreStillServedForAWhile(application);
        }
    }

    private static void readinessGoesFirstAndRequestsAreStillServedForAWhile(PackagedApplication application)
            throws Exception {
        var events = application.callAsync(HttpClient.Version.HTTP_1_1, "viewer", "/events", Map.of());
        var logged = application.log().length();
        var start = System.nanoTime();
        application.beginToStop();
        Await.until("readiness is down", () -> readiness(application) == 503);

        assertThat(application.status("viewer", "GET", "/features", "")).isEqualTo(200);
        assertThat(application.status("viewer", "GET", "/models", "")).isEqualTo(200);
        assertThat(events).isNotDone();
        assertThat(application.awaitExit()).isEqualTo(143);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(5));
        assertThat(events.get(10, TimeUnit.SECONDS).body()).endsWith("\n\n");
        assertThat(application.log().substring(logged)).doesNotContain("ERROR", "Exception", "Timed out");
    }

    private static int readiness(PackagedApplication application) {
        try {
            return application.get("/q/health/ready").statusCode();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String verified(String host, Path authorities) {
        return "jdbc:postgresql://%s:%d/postgres?sslmode=verify-full&sslrootcert=%s"
                .formatted(host, database.getPort(), authorities);
    }

    @Test
    void anotherMasterKeyIsRefusedNamingBothKeyIds() throws Exception {
        var otherKey = key();

        var message = refusal(Map.of("DUO_MASTER_KEY", otherKey));

        assertThat(message)
                .contains("sealed under master key " + text("select key_id from secret_key"), "which is not configured")
                .doesNotContain(MASTER_KEY, otherKey);
    }

    /** The one line that an instance prints before it ends with exit code 1. */
    private static String refusal(Map<String, String> overrides) throws Exception {
        try (var application = PackagedApplication.launch(home, environment(overrides))) {
            assertThat(application.awaitExit()).isEqualTo(1);
            assertThat(application.log()).doesNotContain("\tat ", "Exception", MASTER_KEY);
            assertThat(application.errors().lines()).hasSize(1);
            return application.errors();
        }
    }

    private static void awaitReady(PackagedApplication application, String feature) throws Exception {
        var deadline = System.nanoTime() + TIMEOUT.toNanos();
        var status = "";
        while (!status.equals("ready") && System.nanoTime() < deadline) {
            status = application
                    .call("viewer", "GET", "/features/" + feature + "/effective-model", "")
                    .path("status")
                    .asText();
        }
        assertThat(status).isEqualTo("ready");
    }

    private static Map<String, String> environment(Map<String, String> overrides) {
        var environment = new HashMap<String, String>(Map.of(
                "DUO_DATABASE_URL",
                "jdbc:postgresql://127.0.0.1:" + database.getPort() + "/postgres",
                "DUO_DATABASE_USERNAME",
                "duo",
                "DUO_DATABASE_PASSWORD",
                PASSWORD,
                "DUO_SUBSCRIPTION_SOURCE",
                "file",
                "DUO_SUBSCRIPTION_FILE",
                home.resolve("subscription.json").toString(),
                "QUARKUS_HTTP_HOST",
                "127.0.0.1"));
        environment.putAll(overrides);
        return environment;
    }

    private static long number(String sql) throws SQLException {
        return Long.parseLong(text(sql));
    }

    private static String text(String sql) throws SQLException {
        try (var connection = database.getPostgresDatabase().getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }

    private static String key() {
        var key = new byte[32];
        new SecureRandom().nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }
}
