package dev.duoconfig.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.LinuxUtils;
import org.jboss.logging.Logger;

/**
 * A real PostgreSQL whose data lives in the data directory. It listens on 127.0.0.1 only, asks for a password, and is
 * stopped by {@link #close()}; what a killed service left running is stopped before the next start.
 */
final class EmbeddedDatabase implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(EmbeddedDatabase.class);
    private static final String DATABASE = "duo_config";
    private static final int PORT_ATTEMPTS = 3;
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private final EmbeddedPostgres server;
    private final PostgresHome home;
    private final String password;

    private EmbeddedDatabase(EmbeddedPostgres server, PostgresHome home, String password) {
        this.server = server;
        this.home = home;
        this.password = password;
    }

    /**
     * Starts the server, making its data the first time.
     *
     * @throws StartRefusedException if it cannot run here; the message holds the end of its log
     */
    static EmbeddedDatabase start(DataDirectory directory, Durability durability, SecureRandom random) {
        checkSystem(directory.path());
        var home = new PostgresHome(directory);
        var password = home.password(random);
        stopLeftover(home.data());
        var ports = new PostgresPort(directory);
        var launcher = new PostgresLauncher(home, password, durability);
        for (int attempt = 1; attempt <= PORT_ATTEMPTS; attempt++) {
            int port = ports.choose();
            var server = launch(launcher, home, port);
            if (server.isPresent()) {
                var database = new EmbeddedDatabase(server.get(), home, password);
                database.createDatabase(launcher);
                home.firstStartFinished();
                LOG.infof("Embedded PostgreSQL runs on 127.0.0.1:%d, its data is in %s", port, home.data());
                return database;
            }
        }
        throw new StartRefusedException(refusal(home, "other programs keep taking its port"));
    }

    /** The server, or nothing if another program took the port between our look and its start. */
    private static Optional<EmbeddedPostgres> launch(PostgresLauncher launcher, PostgresHome home, int port) {
        try {
            var server = launcher.start(port);
            if (Postmaster.of(home.data()).isPresent() && launcher.servesOurData(port)) {
                return Optional.of(server);
            }
            server.close();
        } catch (IOException | SQLException | RuntimeException | ExceptionInInitializerError e) {
            stopLeftover(home.data());
            if (PostgresPort.isFree(port)) {
                throw new StartRefusedException(refusal(home, String.valueOf(e.getMessage())), e);
            }
        }
        return Optional.empty();
    }

    private void createDatabase(PostgresLauncher launcher) {
        try (var connection = launcher.connect(server.getPort());
                var statement = connection.createStatement()) {
            boolean exists;
            try (var row = statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + DATABASE + "'")) {
                exists = row.next();
            }
            if (!exists) {
                statement.execute("CREATE DATABASE " + DATABASE);
            }
        } catch (SQLException e) {
            close();
            throw new StartRefusedException(
                    refusal(home, "the database " + DATABASE + " cannot be made: " + e.getMessage()), e);
        }
    }

    private static void stopLeftover(Path data) {
        Postmaster.of(data).ifPresent(leftover -> {
            LOG.infof("A PostgreSQL of an earlier run still serves %s (process %d): stopping it", data, leftover.pid());
            leftover.stop();
            if (!leftover.hasEndedWithin(STOP_LIMIT)) {
                leftover.kill();
            }
            if (!leftover.hasEndedWithin(STOP_LIMIT)) {
                throw new StartRefusedException(
                        "A PostgreSQL of an earlier run still serves %s and cannot be stopped: end process %d, then start again."
                                .formatted(data, leftover.pid()));
            }
        });
    }

    private static void checkSystem(Path directory) {
        if ("root".equals(System.getProperty("user.name")) && !LinuxUtils.isUnshareAvailable()) {
            throw new StartRefusedException(
                    "The embedded PostgreSQL does not run as root, and this system allows no user namespace (unshare -U) to step into. Start the service as an ordinary user, or configure a database with DUO_DATABASE_URL.");
        }
        if (directory.toString().matches(".*[\"$`\\\\].*")) {
            throw new StartRefusedException(
                    "PostgreSQL's own tools cannot work in %s: choose a data directory without quotes, $, ` and \\ in its path with DUO_DATA_DIR."
                            .formatted(directory));
        }
    }

    private static String refusal(PostgresHome home, String reason) {
        return "The embedded PostgreSQL did not start on this system (%s %s): %s. The end of its log, %s:%s\nTo use a PostgreSQL of your own instead, set DUO_DATABASE_URL."
                .formatted(
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        reason,
                        home.log(),
                        home.logTail());
    }

    /** Where the service finds it. */
    Map<String, String> settings() {
        return Map.of(
                "quarkus.datasource.jdbc.url",
                "jdbc:postgresql://%s:%d/%s".formatted(PostgresLauncher.HOST, port(), DATABASE),
                "quarkus.datasource.username",
                PostgresLauncher.USER,
                "quarkus.datasource.password",
                password);
    }

    int port() {
        return server.getPort();
    }

    /** Ends its sessions, writes a checkpoint, and waits for it to be gone. */
    @Override
    public void close() {
        var postmaster = Postmaster.of(home.data());
        try {
            server.close();
        } catch (IOException e) {
            LOG.error("The embedded PostgreSQL did not stop as it should", e);
        }
        if (postmaster.isPresent() && !postmaster.get().hasEndedWithin(STOP_LIMIT)) {
            LOG.errorf(
                    "The embedded PostgreSQL (process %d) is still stopping; the next start will see to it",
                    postmaster.get().pid());
        }
    }
}
