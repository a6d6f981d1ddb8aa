package dev.duoconfig.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.postgresql.ds.PGSimpleDataSource;

/** Starts PostgreSQL with our settings, and checks that our server is the one on the port. */
final class PostgresLauncher {

    /** The database's only role. */
    static final String USER = "postgres";

    static final String HOST = "127.0.0.1";
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final int CONNECT_TIMEOUT_SECONDS = 2;
    private static final int SOCKET_TIMEOUT_SECONDS = 10;

    private final PostgresHome home;
    private final String password;
    private final Durability durability;

    PostgresLauncher(PostgresHome home, String password, Durability durability) {
        this.home = home;
        this.password = password;
        this.durability = durability;
    }

    EmbeddedPostgres start(int port) throws IOException {
        // The library removes its own leftovers from this directory, so it must be one without any.
        System.setProperty("ot.epg.working-dir", home.binaries().toString());
        var builder = EmbeddedPostgres.builder()
                // A separate resolver for each server, because the library shares unpacked binaries by resolver.
                .setPgBinaryResolver(
                        (system, machine) -> DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machine))
                .setOverrideWorkingDirectory(home.binaries().toFile())
                .setDataDirectory(home.data())
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(START_LIMIT)
                .setPort(port)
                .setErrorRedirector(ProcessBuilder.Redirect.appendTo(home.log().toFile()))
                .setOutputRedirector(ProcessBuilder.Redirect.appendTo(home.log().toFile()));
        configureInitdb(builder);
        configureServer(builder);
        configureConnections(builder);
        return builder.start();
    }

    private void configureInitdb(EmbeddedPostgres.Builder builder) {
        // The library passes all "locale" options to initdb unchanged, so they can be any option.
        builder.setLocaleConfig("locale", "C.UTF-8")
                .setLocaleConfig("auth", "scram-sha-256")
                .setLocaleConfig("pwfile", home.passwordFile().toString());
    }

    private void configureServer(EmbeddedPostgres.Builder builder) {
        builder.setServerConfig("listen_addresses", HOST)
                // The path of a socket is limited to 107 bytes, which a deep data directory exceeds.
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("fsync", durability.setting())
                .setServerConfig("synchronous_commit", durability.setting())
                .setServerConfig("full_page_writes", durability.setting())
                .setServerConfig("max_connections", "60")
                .setServerConfig("shared_buffers", "64MB")
                .setServerConfig("max_wal_size", "256MB")
                .setServerConfig("log_checkpoints", "off")
                // After the service is killed, the server notices that its clients are gone.
                .setServerConfig("client_connection_check_interval", "2s");
    }

    private void configureConnections(EmbeddedPostgres.Builder builder) {
        builder.setConnectConfig("password", password)
                .setConnectConfig("connectTimeout", String.valueOf(CONNECT_TIMEOUT_SECONDS))
                .setConnectConfig("socketTimeout", String.valueOf(SOCKET_TIMEOUT_SECONDS));
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
