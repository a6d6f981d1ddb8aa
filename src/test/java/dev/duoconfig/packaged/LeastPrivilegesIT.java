package dev.duoconfig.packaged;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duoconfig.testkit.Await;
import dev.duoconfig.testkit.ExternalPostgres;
import dev.duoconfig.testkit.OtherSettings;
import dev.duoconfig.testkit.RolesScript;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A database with the users of deploy/postgresql/roles.sql: one runs {@code migrate}, and the service has the other, which may
 * only read and write rows. Two replicas of {@code migrate} run at once on the empty database.
 */
class LeastPrivilegesIT {

    private static final AtomicInteger SECONDS = new AtomicInteger(100);
    private static final Pattern MIGRATED = Pattern.compile("migrated: (\\d+) migrations?");

    @TempDir
    private static Path home;

    private static EmbeddedPostgres database;
    private static String refusal = "";
    private static List<String> migrations = List.of();
    private static PackagedApplication application;

    @BeforeAll
    static void migrateAndStart() throws Exception {
        database = ExternalPostgres.in(home.resolve("data")).start();
        RolesScript.run(database.getPort());
        refusal = refusalOfEmptyTables();
        try (var one = PackagedApplication.launchCommand("migrate", home, migration(RolesScript.MIGRATOR));
                var other = PackagedApplication.launchCommand("migrate", home, migration(RolesScript.MIGRATOR))) {
            assertThat(one.awaitExit()).as(one.log()).isZero();
            assertThat(other.awaitExit()).as(other.log()).isZero();
            migrations = List.of(one.log(), other.log());
        }
        application = PackagedApplication.start(home, service());
    }

    @AfterAll
    static void stop() throws IOException {
        application.close();
        database.close();
    }

    @Test
    void theServiceRefusesTablesThatAreTooOldInOneLine() {
        assertThat(refusal)
                .hasLineCount(1)
                .contains("The tables of the database are too old", "java -jar quarkus-run.jar migrate");
    }

    /** Each of the two makes the migrations that it finds open, one by one, so they can share them in any way. */
    @Test
    void twoAtOnceMakeEachMigrationOnce() throws Exception {
        assertThat(migrations).allSatisfy(log -> assertThat(log)
                .containsPattern(MIGRATED + "|nothing to migrate")
                .doesNotContain("Exception", "WARN", "ERROR"));
        assertThat(migrations.stream()
                        .map(MIGRATED::matcher)
                        .filter(Matcher::find)
                        .mapToInt(made -> Integer.parseInt(made.group(1)))
                        .sum())
                .isEqualTo(numberOfMigrations());
    }

    @Test
    void migrateReportsThatThereIsNothingLeft() throws Exception {
        try (var migration = PackagedApplication.launchCommand("migrate", home, migration(RolesScript.MIGRATOR))) {
            assertThat(migration.awaitExit()).as(migration.log()).isZero();
            assertThat(migration.log()).contains("nothing to migrate").doesNotContain("migrated: ");
        }
    }

    private static int numberOfMigrations() throws SQLException {
        try (var connection = DriverManager.getConnection(url(), RolesScript.MIGRATOR, "");
                var rows = connection
                        .createStatement()
                        .executeQuery("select count(*) from flyway_schema_history where version is not null")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    @Test
    void migrateReportsAFailureInOneLine() throws Exception {
        try (var migration = PackagedApplication.launchCommand("migrate", home, migration("nobody"))) {
            assertThat(migration.awaitExit()).isEqualTo(1);
            assertThat(migration.errors())
                    .hasLineCount(1)
                    .contains("The tables cannot be brought up to date", "role \"nobody\" does not exist");
        }
    }

    @Test
    void anotherArgumentIsRefused() throws Exception {
        try (var migration = PackagedApplication.launchCommand("migrat", home, migration(RolesScript.MIGRATOR))) {
            assertThat(migration.awaitExit()).isEqualTo(1);
            assertThat(migration.errors()).hasLineCount(1).contains("Unknown arguments", "migrate");
        }
    }

    @Test
    void aDatabaseWhoseTablesTheServiceCreatedCanBeSplit() throws Exception {
        var name = "undivided";
        RolesScript.createUndivided(database.getPort(), name);
        var settings =
                Map.of("DUO_DATABASE_URL", RolesScript.url(database.getPort(), name), "DUO_DATABASE_USERNAME", name);
        try (var migration = PackagedApplication.launchCommand("migrate", home, settings)) {
            assertThat(migration.awaitExit()).as(migration.log()).isZero();
        }

        RolesScript.split(database.getPort(), name);

        try (var connection = DriverManager.getConnection(RolesScript.url(database.getPort(), name), name, "")) {
            assertOnlyRowsCanBeChanged(connection);
            connection.createStatement().execute("delete from model");
        }
    }

    @Test
    void theUserOfTheServiceMayOnlyReadAndWriteRows() throws SQLException {
        try (var connection = connect()) {
            assertOnlyRowsCanBeChanged(connection);
        }
    }

    private static void assertOnlyRowsCanBeChanged(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            for (var forbidden : List.of(
                    "create table another ()",
                    "create temporary table another ()",
                    "truncate model",
                    "alter table model add column another text",
                    "alter table audit_event disable trigger all",
                    "drop table check_round")) {
                assertThatExceptionOfType(SQLException.class)
                        .isThrownBy(() -> statement.execute(forbidden))
                        .extracting(SQLException::getSQLState)
                        .isEqualTo("42501");
            }
        }
    }

    @Test
    void everyKindOfChangeWorks() throws Exception {
        application.call("admin", "POST", "/subscription/sync", "");
        application.call("admin", "PATCH", "/gateway", """
                {"url": "http://127.0.0.1:9", "outbound_allowlist": ["127.0.0.1:9"]}""");
        var model = create("/models", """
                {"name": "Mixtral", "family": "mixtral", "endpoint": "http://127.0.0.1:9/v1",
                 "identifier": "custom_openai/Mixtral", "api_key": "sealed"}""");
        application.call("admin", "PUT", "/features/duo_chat", "{\"model_id\": %s}".formatted(model));
        application.call(
                "admin", "PATCH", "/features", "[{\"feature\": \"summarize_review\", \"provider\": \"disabled\"}]");
        var unused = create("/models", """
                {"name": "Codestral", "family": "codestral", "endpoint": "http://127.0.0.1:9/v1",
                 "identifier": "custom_openai/codestral"}""");
        application.call("admin", "PATCH", "/models/" + unused, "{\"name\": \"Renamed\"}");
        delete("/models/" + unused);
        application.call("admin", "POST", "/models/" + model + "/check", "");
        application.call("admin", "POST", "/gateway/check", "");
        application.call("admin", "POST", "/secrets/rewrap", "");

        assertThat(get("/models/" + model).path("last_check").path("status").asText())
                .isEqualTo("failed");
        assertThat(get("/audit-events/verification").path("valid").asBoolean()).isTrue();
        assertThat(get("/revisions")).isNotEmpty();
        assertLogHasNoError();
    }

    @Test
    void documentsAndTheirHistoryWork() throws Exception {
        setTimeout();
        var before = get("/configuration");
        var revision = get("/revision").path("revision").asLong();
        setTimeout();

        application.call("admin", "PUT", "/configuration?restored_from=" + revision, before.toString());
        application.call("admin", "PUT", "/configuration?dry_run=true", before.toString());
        application.call("admin", "POST", "/plan", "{\"gateway\": {\"request_timeout_seconds\": 599}}");

        assertThat(get("/configuration?at_revision=" + revision).path("gateway"))
                .isEqualTo(before.path("gateway"));
        assertLogHasNoError();
    }

    @Test
    void gitLabInstancesAreLookedAfter() throws Exception {
        var instance = create("/gitlab-instances", """
                {"name": "production", "url": "http://127.0.0.1:9", "token": "glpat-0123456789", "follow": "report"}""");
        Await.until("the instance has been compared", () -> state(instance).equals("failed"));
        application.call("admin", "PATCH", "/gitlab-instances/" + instance, "{\"follow\": \"off\"}");
        delete("/gitlab-instances/" + instance);

        assertLogHasNoError();
    }

    @Test
    void modelsAreCheckedInTheBackground() throws Exception {
        Await.until(
                "the round of checks has had its turn",
                () -> text("select count(*) from check_round where lease_owner is not null or next_at > now()")
                        .equals("1"));

        assertLogHasNoError();
    }

    private static String state(String instance) {
        return call("/gitlab-instances/" + instance)
                .path("status")
                .path("state")
                .asText();
    }

    private static JsonNode call(String path) {
        try {
            return get(path);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode get(String path) throws IOException, InterruptedException {
        return application.call("admin", "GET", path, "");
    }

    private static String create(String path, String body) throws IOException, InterruptedException {
        return application.call("admin", "POST", path, body).path("id").asText();
    }

    private static void delete(String path) throws IOException, InterruptedException {
        assertThat(application.status("admin", "DELETE", path, "")).isEqualTo(204);
    }

    private static void setTimeout() throws IOException, InterruptedException {
        application.call(
                "admin", "PATCH", "/gateway", "{\"request_timeout_seconds\": %d}".formatted(SECONDS.incrementAndGet()));
    }

    private static void assertLogHasNoError() {
        assertThat(application.log()).doesNotContain("permission denied", "ERROR", "\tat ");
    }

    private static String refusalOfEmptyTables() throws Exception {
        try (var tooEarly = PackagedApplication.launch(home, service())) {
            assertThat(tooEarly.awaitExit()).isEqualTo(1);
            return tooEarly.errors();
        }
    }

    /** Only what {@code migrate} needs. */
    private static Map<String, String> migration(String user) {
        return Map.of("DUO_DATABASE_URL", url(), "DUO_DATABASE_USERNAME", user);
    }

    private static Map<String, String> service() {
        var environment = new HashMap<>(migration(RolesScript.SERVICE));
        environment.putAll(Map.of(
                "DUO_DATABASE_MIGRATE",
                "false",
                "DUO_MASTER_KEY",
                OtherSettings.masterKey(1),
                "DUO_CHECK_EVERY",
                "1s",
                "DUO_GITLAB_EVERY",
                "1s",
                "DUO_SUBSCRIPTION_SOURCE",
                "file",
                "DUO_SUBSCRIPTION_FILE",
                subscription().toString(),
                "QUARKUS_HTTP_HOST",
                "127.0.0.1"));
        return environment;
    }

    private static Path subscription() {
        try {
            return Files.writeString(home.resolve("subscription.json"), """
                    {"plan": "ultimate", "type": "offline_cloud", "starts_at": null, "expires_at": null,
                     "add_ons": [{"name": "duo_enterprise", "quantity": 1, "starts_at": null, "expires_on": null}]}""");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String url() {
        return RolesScript.url(database.getPort(), RolesScript.DATABASE);
    }

    private static String text(String sql) {
        try (var connection = connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), RolesScript.SERVICE, "");
    }
}
