package dev.duoconfig.packaged;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duoconfig.testkit.Await;
import dev.duoconfig.testkit.ExternalPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A service that is killed while it applies a document leaves the whole document or nothing of it. Gates in the database
 * hold the transaction at a known step until the kill.
 */
class KilledConfigurationIT {

    private static final int MODELS = 50;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final String SUBSCRIPTION = """
            {"plan": "ultimate", "type": "offline_cloud", "starts_at": null, "expires_at": null,
             "add_ons": [{"name": "duo_enterprise", "quantity": 1, "starts_at": null, "expires_on": null}]}""";

    /** A writer waits after the statement, or in the commit, whose name the test has locked. */
    private static final String GATES = """
            create function wait_at_gates() returns trigger language plpgsql as $$
            begin
                if not pg_try_advisory_xact_lock_shared(hashtext('COMMIT')) then
                    perform set_config('synchronous_commit', 'on', true);
                end if;
                perform set_config('lock_timeout', '0', true);
                perform pg_advisory_xact_lock_shared(hashtext(tg_op || ' ' || tg_table_name));
                return null;
            end
            $$;
            create trigger gates after insert or delete on model for each row execute function wait_at_gates();
            create trigger gates after insert on audit_event for each row execute function wait_at_gates()""";

    private static final String WAITING = """
            select count(*) from pg_stat_activity
            where application_name = 'duo-config' and backend_xid is not null and wait_event in ('advisory', 'SyncRep')""";

    /** Releases the sessions of the killed service that wait for the standby in their commit. */
    private static final String LET_IT_COMMIT = """
            select count(pg_terminate_backend(pid)) from pg_stat_activity
            where application_name = 'duo-config' and wait_event = 'SyncRep'""";

    private static final String CONNECTED =
            "select count(*) from pg_stat_activity where application_name = 'duo-config'";

    private static final Map<String, JsonNode> CONFIGURATIONS = new HashMap<>();

    @TempDir
    private static Path home;

    private static EmbeddedPostgres database;
    private static PackagedApplication application;

    @BeforeAll
    static void startWithGates() throws Exception {
        // A commit that needs the standby waits forever, because there is none.
        database = ExternalPostgres.in(home.resolve("data"))
                .setServerConfig("synchronous_standby_names", "nobody")
                .setServerConfig("synchronous_commit", "local")
                .start();
        Files.writeString(home.resolve("subscription.json"), SUBSCRIPTION);
        application = PackagedApplication.start(home, environment());
        application.call("admin", "POST", "/subscription/sync", "");
        for (var name : new String[] {"other", "one"}) {
            application.call("admin", "PUT", "/configuration", document(name));
            CONFIGURATIONS.put(name, configuration());
        }
        try (var connection = connection()) {
            execute(connection, GATES);
        }
    }

    @AfterAll
    static void stop() throws IOException {
        application.close();
        database.close();
    }

    @ParameterizedTest
    @CsvSource({"INSERT model, one", "DELETE model, one", "INSERT audit_event, one", "COMMIT, other"})
    void aKillLeavesEitherDocumentWhole(String gate, String expected) throws Exception {
        application.call("admin", "PUT", "/configuration", document("one"));

        killAt(gate, document("other"));
        application = PackagedApplication.start(home, environment());

        assertThat(configuration()).isEqualTo(CONFIGURATIONS.get(expected));
        assertThat(application
                        .call("admin", "GET", "/audit-events/verification", "")
                        .path("valid")
                        .asBoolean())
                .isTrue();
    }

    /** Kills the service inside the transaction that applies the document. The caller gets no response. */
    private static void killAt(String gate, String document) throws Exception {
        var caller = Executors.newSingleThreadExecutor();
        try (var lock = connection()) {
            execute(lock, "select pg_advisory_lock(hashtext('%s'))".formatted(gate));
            var response = caller.submit(() -> application.status("admin", "PUT", "/configuration", document));
            Await.until("the writer waits at " + gate, () -> count(WAITING) == 1);

            application.kill();

            assertThat(response)
                    .failsWithin(TIMEOUT)
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(IOException.class);
        } finally {
            caller.shutdownNow();
        }
        assertThat(count(LET_IT_COMMIT)).isEqualTo(gate.equals("COMMIT") ? 1 : 0);
        Await.until("the database has closed the sessions of the killed service", () -> count(CONNECTED) == 0);
    }

    private static JsonNode configuration() throws Exception {
        return application.call("admin", "GET", "/configuration", "");
    }

    private static String document(String name) {
        var models = IntStream.range(0, MODELS)
                .mapToObj(number -> """
                        {"name": "%s %d", "family": "claude_3", "identifier": "bedrock/claude", "api_key": "sk-%d"}""".formatted(name, number, number))
                .collect(Collectors.joining(","));
        return """
                {"gateway": {"url": "https://%s.example.com"}, "models": [%s],
                 "features": [{"feature": "duo_chat", "model": "%s 7"}]}""".formatted(name, models, name);
    }

    private static Map<String, String> environment() {
        return Map.of(
                "DUO_DATABASE_URL",
                "jdbc:postgresql://127.0.0.1:" + database.getPort() + "/postgres",
                "DUO_DATABASE_USERNAME",
                "postgres",
                "DUO_DATABASE_PASSWORD",
                "postgres",
                "DUO_MASTER_KEY",
                Base64.getEncoder().encodeToString(new byte[32]),
                "DUO_SUBSCRIPTION_SOURCE",
                "file",
                "DUO_SUBSCRIPTION_FILE",
                home.resolve("subscription.json").toString(),
                "QUARKUS_HTTP_HOST",
                "127.0.0.1");
    }

    private static long count(String sql) {
        try (var connection = connection();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Connection connection() throws SQLException {
        return database.getPostgresDatabase().getConnection();
    }
}
