package dev.duoconfig.realparts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.duoconfig.packaged.PackagedApplication;
import dev.duoconfig.testkit.Await;
import dev.duoconfig.testkit.PostgresProcess;

import static org.assertj.core.api.Assertions.assertThat;

/** A server of Debian's PostgreSQL with its data in a directory. The database for the service is called duo_config. */
final class PostgresServer implements AutoCloseable {

    static final String DATABASE = "duo_config";

    /** The role of the service, which owns its tables. */
    static final String ROLE = "duo_config";

    private static final String PACKAGE = "postgresql-15";

    private final Path directory;
    private final Path data;
    private final int port;
    private final List<String> settings;
    private Process process;

    private PostgresServer(Path directory, Path data, int port, List<String> settings) throws IOException {
        this.directory = directory;
        this.data = data;
        this.port = port;
        this.settings = settings;
        this.process = launch();
        awaitAnswer();
    }

    /** Creates a server with the role and the database of the service, as docs/operator.md does it. */
    static PostgresServer create(Path directory, String... settings) throws Exception {
        var server = empty(directory, settings);
        OperatorCommands.run("createuser duo_config\n", directory, server.environment());
        return server;
    }

    /** Creates a server without a database for the service. */
    static PostgresServer empty(Path directory, String... settings) throws Exception {
        var data = directory.resolve("data");
        var command = new ArrayList<>(List.of(
                Unprivileged.program("initdb", PACKAGE),
                "--pgdata=" + data,
                "--username=postgres",
                "--auth=trust",
                "--encoding=UTF8",
                "--no-sync"));
        if (Arrays.stream(settings).anyMatch(setting -> setting.startsWith("max_wal_size"))) {
            command.add("--wal-segsize=1");
        }
        Shell.run(directory, Unprivileged.command(command));
        return new PostgresServer(directory, data, PackagedApplication.freePort(), List.of(settings));
    }

    /** Starts a server in the place of one that has ended, on data that something else has put there, such as a restore. */
    static PostgresServer inPlaceOf(PostgresServer lost, Path directory, Path data) throws Exception {
        return new PostgresServer(directory, data, lost.port, List.of());
    }

    /** Copies this server to a standby that follows it. */
    PostgresServer standby(Path standbyDirectory) throws Exception {
        OperatorCommands.run("--write-recovery-conf", standbyDirectory, environment());
        var standby = new PostgresServer(
                standbyDirectory, standbyDirectory.resolve("standby"), PackagedApplication.freePort(), List.of());
        Await.until("the standby follows", () -> text("select count(*) from pg_stat_replication")
                .equals("1"));
        return standby;
    }

    /** Waits for the standby with each commit from now on, as docs/operator.md sets it. */
    void replicateSynchronously() throws Exception {
        OperatorCommands.run("synchronous_standby_names = '*'", directory, environment());
        Await.until(
                "the standby is synchronous", () -> text("select string_agg(sync_state, '') from pg_stat_replication")
                        .equals("sync"));
    }

    /** Cuts the standby off from its primary, as a broken network does. */
    void stopFollowing() throws Exception {
        execute("alter system set primary_conninfo = ''", "select pg_reload_conf()");
        Await.until("the standby no longer follows", () -> text("select count(*) from pg_stat_wal_receiver")
                .equals("0"));
    }

    /** Ends all connections of a role. */
    void disconnect(String role) throws SQLException {
        execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = '" + role + "'");
    }

    /** Makes the standby the primary, as docs/operator.md does it. */
    void promote() throws Exception {
        OperatorCommands.run("pg_promote", directory, environment());
    }

    /** Starts the server again after it was killed or stopped. */
    void start() {
        try {
            process = launch();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitAnswer();
    }

    /** Kills all processes. */
    void kill() {
        var processes = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        // A connection can end by itself meanwhile.
        processes.forEach(ProcessHandle::destroyForcibly);
        assertThat(processes).as("PostgreSQL has ended").allMatch(PostgresProcess::ends);
    }

    /** Whether the server has ended by itself. */
    boolean hasEnded() {
        return !process.isAlive();
    }

    int port() {
        return port;
    }

    Path data() {
        return data;
    }

    /** The variables with which PostgreSQL's programs reach the server. */
    Map<String, String> environment() {
        return Map.of("PGHOST", "127.0.0.1", "PGPORT", String.valueOf(port), "PGUSER", "postgres");
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, DATABASE);
    }

    /** Runs statements in the database of the service as its owner. */
    void execute(String... statements) throws SQLException {
        try (var connection = connect(DATABASE);
                var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The only value that a query returns. */
    String text(String sql) {
        try (var connection = connect(DATABASE);
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            assertThat(row.next()).as(sql).isTrue();
            return String.valueOf(row.getString(1));
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    String log() {
        try {
            return Files.readString(directory.resolve("postgresql.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }

    private Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database), "postgres", "");
    }

    private void awaitAnswer() {
        Await.until("PostgreSQL answers on port " + port, () -> {
            if (!process.isAlive()) {
                throw new AssertionError("PostgreSQL has ended:\n" + log());
            }
            try (var connection = connect("postgres")) {
                return connection.isValid(1);
            } catch (SQLException e) {
                return false;
            }
        });
    }

    private Process launch() throws IOException {
        var command = new ArrayList<>(List.of(
                Unprivileged.program("postgres", PACKAGE),
                "-D",
                data.toString(),
                "-p",
                String.valueOf(port),
                "-k",
                directory.toString(),
                "-c",
                "listen_addresses=127.0.0.1"));
        settings.forEach(setting -> command.addAll(List.of("-c", setting)));
        return new ProcessBuilder(Unprivileged.command(command))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("postgresql.log").toFile()))
                .start();
    }
}
