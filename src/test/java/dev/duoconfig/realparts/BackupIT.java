package dev.duoconfig.realparts;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

import dev.duoconfig.packaged.PackagedApplication;
import dev.duoconfig.testkit.Await;
import dev.duoconfig.testkit.RolesScript;
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
    void aDumpIsRestoredWhileTheServiceRuns() throws Exception {
        try (var running = Instance.start(home, "running", database.url());
                var workload = load(running)) {
            var kept = backUp("pg_dump", workload);

            OperatorCommands.run("--role=duo_config ", backups, database.environment());
            workload.awaitWrites(20);
            OperatorCommands.run("rename to duo_config_before", backups, database.environment());

            assertRestored(database, kept, running, workload);
        }
    }

    @Test
    void aDumpIsRestoredIntoANewServer() throws Exception {
        try (var running = Instance.start(home, "running", database.url());
                var workload = load(running)) {
            running.call("admin", "POST", "/gitlab-instances", """
                    {"name": "GitLab", "url": "https://gitlab.example.com", "token": "glpat-of-a-test", "follow": "enforce"}""");
            var kept = backUp("pg_dump", workload);
            database.kill();

            var directory = Unprivileged.directory(home, "new");
            var loaded = PostgresServer.create(directory);
            try (loaded) {
                OperatorCommands.run("--role=duo_config ", backups, loaded.environment());
                OperatorCommands.run("rename to duo_config_before", backups, loaded.environment());
                loaded.execute(OperatorCommands.with("set follow = 'report'"));
            }
            // From here on, the instances reach it.
            try (var server = PostgresServer.inPlaceOf(database, directory, loaded.data())) {
                assertThat(Instance.refusal(home, "other", server.url(), Map.of("DUO_MASTER_KEY", OTHER_KEY)))
                        .contains("sealed under master key", "which is not configured")
                        .hasLineCount(1);
                assertRestored(server, kept, running, workload);
                assertThat(running.bodyOf("/gitlab-instances")).contains("\"follow\":\"report\"");
            }
        }
    }

    @Test
    void aDumpOfADatabaseWithTwoUsersIsRestoredIntoANewServer() throws Exception {
        try (var original = PostgresServer.empty(Unprivileged.directory(home, "original"));
                var server = PostgresServer.empty(Unprivileged.directory(home, "new"))) {
            createTwoUsers(original);
            var owner = Map.of("DUO_DATABASE_USERNAME", RolesScript.MIGRATOR);
            try (var instance = Instance.start(home, "before", original.url(), owner)) {
                configure(instance);
            }
            OperatorCommands.run("pg_dump", backups, original.environment());

            createTwoUsers(server);
            OperatorCommands.run("--role=duo_config_migrator ", backups, server.environment());
            OperatorCommands.run("rename to duo_config_before", backups, server.environment());

            var service = Map.of("DUO_DATABASE_USERNAME", RolesScript.SERVICE, "DUO_DATABASE_MIGRATE", "false");
            try (var instance = Instance.start(home, "after", server.url(), service)) {
                assertUsable(instance.application(), "code_generations");
                assertThat(instance.setTimeout(90).statusCode()).isEqualTo(200);
            }
            assertThat(server.text("select has_database_privilege('public', 'duo_config', 'connect')"))
                    .isEqualTo("f");
            assertThat(server.text("select distinct tableowner from pg_tables where schemaname = 'public'"))
                    .isEqualTo(RolesScript.MIGRATOR);
        }
    }

    private void createTwoUsers(PostgresServer server) throws Exception {
        var script = Files.copy(
                Path.of("deploy", "postgresql", "roles.sql"),
                backups.resolve("roles.sql"),
                StandardCopyOption.REPLACE_EXISTING);
        OperatorCommands.runBlock(
                OperatorCommands.with("--file=deploy/postgresql/roles.sql")
                        .replace("deploy/postgresql/roles.sql", script.toString()),
                backups,
                server.environment());
    }

    @Test
    void aCopyOfTheServerIsRestored() throws Exception {
        try (var running = Instance.start(home, "running", database.url());
                var workload = load(running)) {
            var kept = backUp("--pgdata=backup", workload);
            database.kill();

            try (var server = PostgresServer.inPlaceOf(database, backups, backups.resolve("backup"))) {
                OperatorCommands.run("database_identity", backups, server.environment());
                assertRestored(server, kept, running, workload);
            }
        }
    }

    @Test
    void aCopyOfTheServerIsRestoredAsItWasAtAPointInTime() throws Exception {
        OperatorCommands.run("archive_mode", backups, database.environment());
        database.kill();
        database.start();
        try (var running = Instance.start(home, "running", database.url());
                var workload = load(running)) {
            backUp("--pgdata=backup", workload);
            var kept = workload.acknowledged();
            var moment = database.text("select clock_timestamp()");
            workload.awaitWrites(20);
            var newest = database.text("select pg_walfile_name(pg_current_wal_insert_lsn())");
            OperatorCommands.run("pg_switch_wal", backups, database.environment());
            Await.until(
                    "the newest changes are archived",
                    () -> database.text("select coalesce(last_archived_wal, '') from pg_stat_archiver")
                                    .compareTo(newest)
                            >= 0);
            database.kill();

            OperatorCommands.runBlock(
                    OperatorCommands.with("recovery.signal").replace("2027-01-31 02:59:00+00", moment),
                    backups,
                    Map.of());

            try (var server = PostgresServer.inPlaceOf(database, backups, backups.resolve("backup"))) {
                OperatorCommands.run("reset recovery_target_time", backups, server.environment());
                assertThat(server.data().resolve("postgresql.auto.conf"))
                        .content()
                        .contains("archive_command")
                        .doesNotContain("restore_command", "recovery_target");
                assertRestored(server, kept, running, workload);
            }
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

    private static Workload load(Instance instance) throws Exception {
        configure(instance);
        var workload = new Workload(List.of(instance), 3);
        workload.awaitWrites(20);
        return workload;
    }

    private static void configure(Instance instance) throws Exception {
        instance.configure();
        var model = instance.createModel("with a key", API_KEY);
        instance.call("admin", "PUT", "/features/code_generations", "{\"model_id\": %d}".formatted(model));
    }

    /** Backs up under writes, and returns the writes that the backup must contain. */
    private List<Workload.Acknowledged> backUp(String command, Workload workload) throws Exception {
        var before = workload.acknowledged();
        OperatorCommands.run(command, backups, database.environment());
        workload.awaitWrites(20);
        return before;
    }

    /**
     * Asserts that an instance that has run on refuses what was restored until another start declares it, and that nothing that it
     * shows ever goes back.
     */
    private void assertRestored(
            PostgresServer server, List<Workload.Acknowledged> kept, Instance running, Workload workload)
            throws Exception {
        Await.until("the restored database is refused", () -> running.bodyOf("/configuration")
                .contains("the database was set back"));
        var newest = running.served();
        assertThat(running.metric("duo_database_set_back")).isOne();
        Workload.assertStored(server, kept);
        assertThat(server.text("select count(*) from audit_event where revision = " + newest))
                .as("events of a revision after the backup")
                .isEqualTo("0");

        try (var instance = Instance.start(home, "after", server.url())) {
            assertThat(instance.log()).contains("THE DATABASE WAS RESTORED");
            assertThat(instance.served()).isGreaterThan(newest);
            assertUsable(instance.application(), "code_generations");
            assertThat(instance.setTimeout(90).statusCode()).isEqualTo(200);
            Workload.assertStored(server, kept);

            Await.until("the other instance serves what was declared", () -> running.statusOf("/configuration") == 200);
            assertThat(running.served()).isGreaterThan(newest);
            assertThat(running.setTimeout(91).body()).contains("Restart this instance");
        }
        workload.stop();
        workload.assertNoViolation();
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
