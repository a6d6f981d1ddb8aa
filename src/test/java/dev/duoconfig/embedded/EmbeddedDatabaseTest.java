package dev.duoconfig.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The tests share a directory: each finds a stopped database, as an earlier run leaves it, and stops it again. */
@Tag("slow")
class EmbeddedDatabaseTest {

    @TempDir
    private static Path shared;

    @TempDir
    private Path other;

    private final SecureRandom random = new SecureRandom();

    @Test
    void aRestartKeepsTheDataAndThePort() throws SQLException {
        int port;
        try (var first = start(home())) {
            port = first.database().port();
            first.execute("CREATE TABLE IF NOT EXISTS restarted (id int PRIMARY KEY)");
            first.execute("INSERT INTO restarted VALUES (1) ON CONFLICT DO NOTHING");
        }

        try (var second = start(home())) {
            assertThat(second.database().port()).isEqualTo(port);
            assertThat(second.query("SELECT count(*) FROM restarted")).isEqualTo("1");
        }
    }

    @Test
    void theServerIsDurableAndReachableFromThisMachineOnly() throws SQLException {
        try (var directory = DataDirectory.open(home());
                var database = EmbeddedDatabase.start(directory, Durability.EVERY_COMMIT, random)) {
            var running = new Running(directory, database);

            assertThat(running.query("SHOW fsync")).isEqualTo("on");
            assertThat(running.query("SHOW synchronous_commit")).isEqualTo("on");
            assertThat(running.query("SHOW full_page_writes")).isEqualTo("on");
            assertThat(running.query("SHOW listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(running.query("SHOW unix_socket_directories")).isEmpty();
            assertThat(running.query("SHOW server_encoding")).isEqualTo("UTF8");
            assertThat(running.query("SELECT datcollate FROM pg_database WHERE datname = current_database()"))
                    .isEqualTo("C.UTF-8");
        }
    }

    @Test
    void connectingRequiresThePassword() {
        try (var running = start(home())) {
            var url = running.setting("quarkus.datasource.jdbc.url");

            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> DriverManager.getConnection(url, "postgres", "guessed")
                            .close())
                    .withMessageContaining("password authentication failed");
        }
    }

    @Test
    void filesBelongToTheOwnerOnlyAndTheServerStopsAtTheEnd() throws IOException {
        try (var running = start(home())) {
            assertThat(Postmaster.of(data(home()))).isPresent();
            for (var file : List.of("port", "password", "log")) {
                var path = running.directory().path().resolve("postgresql").resolve(file);
                assertThat(DataDirectoryTest.mode(path)).as(file).isEqualTo("rw-------");
            }
        }

        assertThat(data(home()).resolve("postmaster.pid")).doesNotExist();
    }

    @Test
    void theServerGetsNoVariableThatItDoesNotNeed() throws SQLException {
        try (var running = start(home())) {
            running.execute("CREATE TABLE IF NOT EXISTS variables (line text)");
            running.execute("COPY variables FROM PROGRAM 'env'");

            // PostgreSQL and the shell add those that begin with PG and LC_, and the last four.
            assertThat(running.query("SELECT string_agg(DISTINCT split_part(line, '=', 1), ' ') FROM variables")
                            .split(" "))
                    .contains("PATH")
                    .allMatch(name -> name.matches("PATH|LD_LIBRARY_PATH|TZ|(PG|LC_).*|PWD|OLDPWD|SHLVL|_"));
        }
    }

    @Test
    void theServersLogDoesNotRepeatValues() throws SQLException {
        try (var running = start(home())) {
            running.execute("DROP TABLE IF EXISTS rejected");
            running.execute("CREATE TABLE rejected (value text)");
            running.execute("INSERT INTO rejected VALUES ('canary'), ('canary')");

            for (var failing : List.of(
                    "ALTER TABLE rejected ADD CONSTRAINT never CHECK (value = '')",
                    "CREATE UNIQUE INDEX one ON rejected (value)",
                    "INSERT INTO rejected VALUES ('canary', 'canary')",
                    "SELECT value FROM rejected WHERE value = 'canary' AND 1 / length('') = 1",
                    "SELECT 'canary' FROM no_such_table",
                    "DO $$ BEGIN RAISE 'refused' USING DETAIL = 'canary', HINT = 'canary'; END $$")) {
                assertThatExceptionOfType(SQLException.class).as(failing).isThrownBy(() -> running.execute(failing));
            }

            assertThat(running.directory().path().resolve("postgresql/log"))
                    .content()
                    .contains("ERROR:  ")
                    .doesNotContain("canary");
        }
    }

    @Test
    void aServerLeftRunningByAKilledServiceIsReplaced() throws Exception {
        int port;
        try (var first = start(home())) {
            port = first.database().port();
        }
        var leftover = launchIndependently(home(), port);
        try (var second = start(home())) {
            // The process that started it learns of the exit a moment later.
            assertThat(leftover.onExit()).succeedsWithin(Duration.ofSeconds(30));
            assertThat(second.database().port()).isEqualTo(port);
            assertThat(Postmaster.of(data(home())).orElseThrow().pid()).isNotEqualTo(leftover.pid());
        } finally {
            leftover.destroyForcibly();
        }
    }

    @Test
    void aStoredPortThatAnotherProgramTookIsReplaced() throws IOException, SQLException {
        int port;
        try (var first = start(home())) {
            port = first.database().port();
        }

        try (var taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                var second = start(home())) {
            assertThat(second.database().port()).isNotEqualTo(taken.getLocalPort());
            assertThat(second.query("SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void anotherPostgresqlOnTheStoredPortIsNotMistakenForOurs() throws Exception {
        try (var first = start(home())) {
            assertThat(first.query("SELECT 1")).isEqualTo("1");
        }
        // With the same password, the other server accepts our connection and differs only in its data directory.
        var password = Path.of("postgresql", "password");
        Files.createDirectories(other.resolve("postgresql"));
        Files.copy(home().resolve(password), other.resolve(password));
        try (var foreign = start(other)) {
            var port = foreign.database().port();
            Files.writeString(home().resolve("postgresql/port"), port + "\n");

            try (var ours = start(home())) {
                var launcher = new PostgresLauncher(
                        new PostgresHome(ours.directory()),
                        ours.setting("quarkus.datasource.password"),
                        Durability.NONE);

                assertThat(ours.database().port()).isNotEqualTo(port);
                assertThat(launcher.servesOurData(port)).isFalse();
                assertThat(launcher.servesOurData(ours.database().port())).isTrue();
            }
        }
    }

    @Test
    void anInterruptedFirstStartIsRepeated() throws Exception {
        Files.createDirectories(other.resolve("postgresql/binaries/PG-half-unpacked/bin"));
        Files.createDirectories(other.resolve("postgresql/data/base"));
        Files.writeString(other.resolve("postgresql/data/postgresql.conf"), "");
        Files.writeString(other.resolve("postgresql/first-start-unfinished"), "");

        try (var running = start(other)) {
            assertThat(running.query("SELECT 1")).isEqualTo("1");
            assertThat(other.resolve("postgresql/binaries/PG-half-unpacked")).doesNotExist();
            assertThat(other.resolve("postgresql/first-start-unfinished")).doesNotExist();
        }
    }

    @Test
    void dataThatPostgresqlCannotReadRefusesTheStartWithTheEndOfItsLog() throws Exception {
        Files.createDirectories(other.resolve("postgresql/data"));
        Files.writeString(other.resolve("postgresql/data/unknown"), "not a database");

        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> start(other).close())
                .withMessageContaining("exists but is not empty")
                .withMessageContaining("DUO_DATABASE_URL");
        assertThat(other.resolve("postgresql/data/unknown")).hasContent("not a database");
    }

    /** A realistic path: with a space, and longer than a socket path can be. */
    private static Path home() {
        return shared.resolve("a data directory").resolve("deep".repeat(25));
    }

    private static Path binaries(Path home) throws IOException {
        try (var unpacked = Files.list(home.resolve("postgresql/binaries"))) {
            return unpacked.findFirst().orElseThrow();
        }
    }

    private static Path data(Path home) {
        return home.resolve("postgresql/data");
    }

    private Running start(Path path) {
        var directory = DataDirectory.open(path);
        try {
            return new Running(directory, EmbeddedDatabase.start(directory, Durability.NONE, random));
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    private static Process launchIndependently(Path home, int port) throws IOException {
        var command = new ArrayList<String>();
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(binaries(home).resolve("bin/postgres").toString());
        command.addAll(List.of("-D", data(home).toString(), "-p", String.valueOf(port), "-k", "", "-h", "127.0.0.1"));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var lines = process.inputReader()) {
            assertThat(lines.lines().anyMatch(line -> line.contains("ready to accept connections")))
                    .isTrue();
        }
        return process;
    }

    private record Running(DataDirectory directory, EmbeddedDatabase database) implements AutoCloseable {

        String setting(String name) {
            return database.settings().getOrDefault(name, "");
        }

        void execute(String sql) throws SQLException {
            try (var connection = connect();
                    var statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }

        String query(String sql) throws SQLException {
            try (var connection = connect();
                    var statement = connection.createStatement();
                    var row = statement.executeQuery(sql)) {
                row.next();
                return row.getString(1);
            }
        }

        private Connection connect() throws SQLException {
            return DriverManager.getConnection(
                    setting("quarkus.datasource.jdbc.url"),
                    setting("quarkus.datasource.username"),
                    setting("quarkus.datasource.password"));
        }

        @Override
        public void close() {
            try {
                database.close();
            } finally {
                directory.close();
            }
        }
    }
}
