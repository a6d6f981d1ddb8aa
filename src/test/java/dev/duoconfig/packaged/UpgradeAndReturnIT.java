package dev.duoconfig.packaged;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duoconfig.testkit.Await;
import dev.duoconfig.testkit.ExternalPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The real application of release 0.2 and this release on one database: side by side, and back again. */
class UpgradeAndReturnIT {

    private static final String MASTER_KEY = "NTU1NTU1NTU1NTU1NTU1NTU1NTU1NTU1NTU1NTU1NTU=";

    /** What docs/operator.md tells operators to set. */
    private static final Map<String, String> LETS_THE_PREVIOUS_RELEASE_START =
            Map.of("QUARKUS_FLYWAY_IGNORE_MIGRATION_PATTERNS", "*:future");

    private static final String NEWEST_MIGRATION =
            "select version from flyway_schema_history order by installed_rank desc limit 1";

    private static final String WITH_THE_SEQUENCE = "202611271610";

    private static final Map<String, String> NOTHING_ELSE = Map.of();
    private static final int TRIES = 3;

    /** A migration waits for half a second, and every write that needs the same table waits behind it. */
    private static final double LONGEST_WAIT_SECONDS = 1;

    private static final String SUBSCRIPTION = """
            {"plan": "ultimate", "type": "offline_cloud", "starts_at": null, "expires_at": null,
             "add_ons": [{"name": "duo_enterprise", "quantity": 1, "starts_at": null, "expires_on": null}]}""";

    @TempDir
    private static Path home;

    private static EmbeddedPostgres database;
    private static Path previousRelease;

    @BeforeAll
    static void restoreWhatThePreviousReleaseHasLeft() throws Exception {
        previousRelease = PreviousRelease.jar();
        Files.writeString(home.resolve("subscription.json"), SUBSCRIPTION);
        database = ExternalPostgres.in(home.resolve("data")).start();
        for (var name : List.of("side_by_side", "back")) {
            execute(database.getPostgresDatabase(), "create database " + name);
            execute(source(name), resource("database.sql"));
        }
    }

    @AfterAll
    static void stop() throws IOException {
        if (database != null) {
            database.close();
        }
    }

    @Test
    void bothReleasesServeAndChangeOneDatabaseAfterAMigrationThatWaitedForABackup() throws Exception {
        try (var old = PackagedApplication.start(previousRelease, home, environment("side_by_side", NOTHING_ELSE));
                var backup = source("side_by_side").getConnection();
                var next = PackagedApplication.launch(home, environment("side_by_side", NOTHING_ELSE))) {
            lock(backup);
            var longest = writeWhileItWaits(old, next);
            backup.rollback();
            next.awaitReady();

            assertThat(longest).as("the longest wait for a lock").isBetween(0.1, LONGEST_WAIT_SECONDS);
            assertThat(next.log()).doesNotContain("Exception", "\tat ");
            assertThat(tries(next)).allSatisfy(line -> assertThat(line)
                    .contains("Locked by: ", "the-backup (process ", " s).", "This instance waits."));
            assertThat(keyThatTheOtherServes(old, next, "set-by-the-old")).isEqualTo("set-by-the-old");
            assertThat(keyThatTheOtherServes(next, old, "set-by-the-new")).isEqualTo("set-by-the-new");
            assertThat(isAuditIntact(old)).isTrue();
            assertThat(isAuditIntact(next)).isTrue();
        }
    }

    @Test
    void aMigrationFailsAsAWholeOrTakesItsTimeAndThePreviousReleaseStartsOnTheNewTables() throws Exception {
        var back = source("back");
        execute(back, onNewSequence("raise exception 'not today'"));
        try (var migration = PackagedApplication.launchCommand("migrate", home, environment("back", NOTHING_ELSE))) {
            assertThat(migration.awaitExit()).isEqualTo(1);
            assertThat(migration.errors())
                    .hasLineCount(1)
                    .contains("The tables cannot be brought up to date", "not today");
        }
        assertThat(text(back, "select to_regclass('subscription_question_seq')"))
                .isEqualTo("null");
        assertThat(text(back, NEWEST_MIGRATION)).isLessThan(WITH_THE_SEQUENCE);

        // Longer than any other statement may take.
        execute(back, onNewSequence("perform pg_sleep(3)"));
        try (var next = PackagedApplication.start(home, environment("back", NOTHING_ELSE))) {
            assertThat(next.log()).doesNotContain("WARN  [d.d.ops.StartUp]", "ERROR");
            next.call("admin", "PATCH", "/models/1", "{\"api_key\": \"before-the-return\"}");
        }
        execute(back, "drop event trigger on_new_sequence");
        try (var old = PackagedApplication.start(
                previousRelease, home, environment("back", LETS_THE_PREVIOUS_RELEASE_START))) {
            assertThat(key(old, 0)).isEqualTo("before-the-return");
            old.call("admin", "PATCH", "/models/1", "{\"api_key\": \"after-the-return\"}");
            assertThat(isAuditIntact(old)).isTrue();
        }
        execute(back, """
                insert into flyway_schema_history
                    select installed_rank + 1, '999912312359', 'of a later release', type, script, checksum, installed_by,
                        installed_on, execution_time, success
                    from flyway_schema_history order by installed_rank desc limit 1""");
        try (var next = PackagedApplication.start(home, environment("back", NOTHING_ELSE))) {
            assertThat(next.log()).contains("The tables are those of a newer release (999912312359)");
            assertThat(key(next, 0)).isEqualTo("after-the-return");
            assertThat(isAuditIntact(next)).isTrue();
            next.call("admin", "POST", "/secrets/rewrap", "");
            Await.until("the keys are sealed again", () -> hasRewrapped(next));
        }
        try (var old = PackagedApplication.launch(
                previousRelease, home, environment("back", LETS_THE_PREVIOUS_RELEASE_START))) {
            assertThat(old.awaitExit())
                    .as("exit code once the keys are sealed in the new form")
                    .isEqualTo(1);
        }
    }

    /** Does something in the migration that creates a sequence. */
    private static String onNewSequence(String action) {
        return """
                create or replace function on_new_sequence() returns event_trigger language plpgsql as $$
                begin
                    if exists (select from pg_event_trigger_ddl_commands()
                            where object_identity = 'public.subscription_question_seq') then
                        %s;
                    end if;
                end $$;
                drop event trigger if exists on_new_sequence;
                create event trigger on_new_sequence on ddl_command_end when tag in ('CREATE SEQUENCE')
                    execute function on_new_sequence()""".formatted(action);
    }

    /** As pg_dump does for all that it saves. */
    private static void lock(Connection backup) throws SQLException {
        backup.setAutoCommit(false);
        try (var statement = backup.createStatement()) {
            statement.execute("set application_name = 'the-backup'");
            statement.execute("lock table audit_event in access share mode");
        }
    }

    /**
     * Changes the configuration through the old instance until the new one has tried often enough.
     *
     * @return the longest time, in seconds, that a session of either has waited for a lock
     */
    private static double writeWhileItWaits(PackagedApplication old, PackagedApplication next) throws Exception {
        var enough = new AtomicBoolean();
        var writes = CompletableFuture.runAsync(() -> {
            for (var seconds = 100; !enough.get(); seconds = 100 + (seconds - 99) % 400) {
                setTimeout(old, seconds);
            }
        });
        var longest = 0.0;
        try (var watcher = source("side_by_side").getConnection()) {
            while (tries(next).size() < TRIES && !writes.isDone()) {
                assertThat(next.hasEndedWithin(Duration.ofMillis(10)))
                        .as(next.log())
                        .isFalse();
                longest = Math.max(longest, longestWait(watcher));
            }
        }
        enough.set(true);
        writes.get(10, TimeUnit.SECONDS);
        return longest;
    }

    private static double longestWait(Connection watcher) throws SQLException {
        try (var statement = watcher.createStatement();
                var row = statement.executeQuery("""
                        select coalesce(max(extract(epoch from clock_timestamp() - waitstart)), 0)
                        from pg_locks where not granted""")) {
            assertThat(row.next()).isTrue();
            return row.getDouble(1);
        }
    }

    private static void setTimeout(PackagedApplication application, int seconds) {
        try {
            application.call("admin", "PATCH", "/gateway", "{\"request_timeout_seconds\": %d}".formatted(seconds));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> tries(PackagedApplication application) {
        return application
                .log()
                .lines()
                .filter(line -> line.contains("A table is locked"))
                .toList();
    }

    /** Changes the key of a model through one instance, and reads it through the other. */
    private static String keyThatTheOtherServes(PackagedApplication writer, PackagedApplication reader, String key)
            throws Exception {
        writer.call("admin", "PATCH", "/models/1", "{\"api_key\": \"%s\"}".formatted(key));
        var revision =
                writer.call("viewer", "GET", "/revision", "").path("revision").asLong();
        return key(reader, revision);
    }

    private static String key(PackagedApplication application, long revision) throws Exception {
        return application
                .call("resolver", "GET", "/features/duo_chat/model-metadata?min_revision=" + revision, "")
                .path("api_key")
                .asText();
    }

    private static boolean isAuditIntact(PackagedApplication application) throws Exception {
        return application
                .call("admin", "GET", "/audit-events/verification", "")
                .path("valid")
                .asBoolean();
    }

    private static boolean hasRewrapped(PackagedApplication application) {
        try {
            JsonNode rewrap = application.call("admin", "GET", "/secrets", "").path("rewrap");
            return rewrap.path("status").asText().equals("finished");
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> environment(String name, Map<String, String> others) {
        var environment = new HashMap<String, String>(Map.of(
                "DUO_DATABASE_URL",
                "jdbc:postgresql://127.0.0.1:%d/%s".formatted(database.getPort(), name),
                "DUO_DATABASE_USERNAME",
                "postgres",
                "DUO_MASTER_KEY",
                MASTER_KEY,
                "DUO_SUBSCRIPTION_SOURCE",
                "file",
                "DUO_SUBSCRIPTION_FILE",
                home.resolve("subscription.json").toString(),
                "DUO_CATALOGUE",
                "18.2",
                "DUO_DATA_DIR",
                "data-" + UUID.randomUUID()));
        environment.putAll(others);
        return environment;
    }

    private static DataSource source(String name) {
        return database.getDatabase("postgres", name);
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
            assertThat(row.next()).isTrue();
            return String.valueOf(row.getString(1));
        }
    }

    private static String resource(String name) throws IOException {
        try (var stream = UpgradeAndReturnIT.class.getResourceAsStream("previous-release/" + name)) {
            return new String(Objects.requireNonNull(stream, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
