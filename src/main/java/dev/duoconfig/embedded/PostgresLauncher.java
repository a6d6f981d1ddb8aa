package dev.duoconfig.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.postgresql.ds.PGSimpleDataSource;

/** Starts and stops PostgreSQL with our settings, and checks that our server is the one on the port. */
final class PostgresLauncher {

    /** The database's only role. */
    static final String USER = "postgres";

    static final String HOST = "127.0.0.1";
    private static final Duration INIT_LIMIT = Duration.ofMinutes(5);
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    /** More than a program needs to report that its own limit has passed. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private static final int CONNECT_TIMEOUT_SECONDS = 2;
    private static final int SOCKET_TIMEOUT_SECONDS = 10;

    private final PostgresHome home;
    private final PostgresTools tools;
    private final String password;
    private final Durability durability;

    PostgresLauncher(PostgresHome home, String password, Durability durability) {
        this.home = home;
        this.tools = new PostgresTools(home.unpackedBinaries(), home.log());
        this.password = password;
        this.durability = durability;
    }

    /** Starts the server, and creates its data if there is none. */
    void start(int port) throws IOException {
        if (!Files.exists(home.data().resolve("postgresql.conf"))) {
            createData();
        }
        var options = settings().entrySet().stream()
                .map(setting -> "-c " + setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.joining(" ", "-p " + port + " ", ""));
        control(START_LIMIT, "-o", options, "start");
    }

    /** Ends all sessions, writes a checkpoint, and stops the server. */
    void stop() throws IOException {
        control(STOP_LIMIT, "-m", "fast", "stop");
    }

    private void createData() throws IOException {
        tools.run(
                "initdb",
                List.of(
                        "--pgdata=" + home.data(),
                        "--username=" + USER,
                        "--pwfile=" + home.passwordFile(),
                        "--auth=scram-sha-256",
                        "--encoding=UTF-8",
                        "--locale=C.UTF-8"),
                INIT_LIMIT);
    }

    private void control(Duration limit, String... arguments) throws IOException {
        var command =
                new ArrayList<>(List.of("-D", home.data().toString(), "-w", "-t", String.valueOf(limit.toSeconds())));
        command.addAll(List.of(arguments));
        tools.run("pg_ctl", command, limit.plus(MARGIN));
    }

    /** The values pass through a shell, so they contain no special characters. */
    private Map<String, String> settings() {
        return Map.ofEntries(
                Map.entry("listen_addresses", HOST),
                // The path of a socket is limited to 107 bytes, which a deep data directory exceeds.
                Map.entry("unix_socket_directories", ""),
                Map.entry("fsync", durability.setting()),
                Map.entry("synchronous_commit", durability.setting()),
                Map.entry("full_page_writes", durability.setting()),
                Map.entry("max_connections", "60"),
                Map.entry("shared_buffers", "64MB"),
                Map.entry("max_wal_size", "256MB"),
                Map.entry("ssl", "off"),
                Map.entry("log_checkpoints", "off"),
                // Without the values of rows and statements that fail.
                Map.entry("log_error_verbosity", "terse"),
                Map.entry("log_min_error_statement", "panic"),
                // After the service is killed, the server notices that its clients are gone.
                Map.entry("client_connection_check_interval", "2s"));
    }

    /** Whether the server on this port serves our data directory; it could be another PostgreSQL. */
    boolean servesOurData(int port) throws SQLException, IOException {
        try (var connection = connect(port);
                var statement = connection.createStatement();
                var row = statement.executeQuery("SHOW data_directory")) {
            return row.next() && Files.isSameFile(Path.of(row.getString(1)), home.data());
        }
    }

    /** A connection to the maintenance database. */
    Connection connect(int port) throws SQLException {
        var source = new PGSimpleDataSource();
        source.setServerNames(new String[] {HOST});
        source.setPortNumbers(new int[] {port});
        source.setDatabaseName("postgres");
        source.setUser(USER);
        source.setPassword(password);
        source.setConnectTimeout(CONNECT_TIMEOUT_SECONDS);
        source.setSocketTimeout(SOCKET_TIMEOUT_SECONDS);
        return source.getConnection();
    }
}
