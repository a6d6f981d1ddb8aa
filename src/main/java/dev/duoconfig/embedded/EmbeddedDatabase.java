package dev.duoconfig.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

import org.jboss.logging.Logger;

import static dev.duoconfig.embedded.DataDirectory.tryTo;

/**
 * A real PostgreSQL with its data in the data directory. It listens on 127.0.0.1 only, requires a password, and is
 * stopped by {@link #close()}. A server that a killed service left running is stopped before the next start.
 */
final class EmbeddedDatabase implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(EmbeddedDatabase.class);
    private static final String DATABASE = "duo_config";
    private static final int PORT_ATTEMPTS = 3;
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private final PostgresLauncher launcher;
    private final PostgresHome home;
    private final String password;
    private final int port;

    private EmbeddedDatabase(PostgresLauncher launcher, PostgresHome home, String password, int port) {
        this.launcher = launcher;
        this.home = home;
        this.password = password;
        this.port = port;
    }

    /**
     * Starts the server, and creates its data on the first start.
     *
     * @throws StartRefusedException if the server cannot run here; the message contains the end of its log
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
            if (launch(launcher, home, port)) {
                var database = new EmbeddedDatabase(launcher, home, password, port);
                database.createDatabase();
                home.firstStartFinished();
                LOG.infof("Embedded PostgreSQL is running on 127.0.0.1:%d; its data is in %s", port, home.data());
                return database;
            }
        }
        throw new StartRefusedException(refusal(home, "other programs keep taking its port"));
    }

    /** Whether the server runs; another program can have taken the port between the check and the start. */
    private static boolean launch(PostgresLauncher launcher, PostgresHome home, int port) {
        try {
            launcher.start(port);
            if (Postmaster.of(home.data()).isPresent() && launcher.servesOurData(port)) {
                return true;
            }
            stopLeftover(home.data());
        } catch (IOException | SQLException | RuntimeException e) {
            stopLeftover(home.data());
            if (PostgresPort.isFree(port)) {
                throw new StartRefusedException(refusal(home, String.valueOf(e.getMessage())), e);
            }
        }
        return false;
    }

    private void createDatabase() {
        try (var connection = launcher.connect(port);
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
                    refusal(home, "the database " + DATABASE + " cannot be created: " + e.getMessage()), e);
        }
    }

    private static void stopLeftover(Path data) {
        Postmaster.of(data).ifPresent(leftover -> {
            LOG.infof("A PostgreSQL of an earlier run still serves %s; stopping process %d", data, leftover.pid());
            leftover.stop();
            if (!leftover.hasEndedWithin(STOP_LIMIT)) {
                leftover.kill();
            }
            if (!leftover.hasEndedWithin(STOP_LIMIT)) {
                throw new StartRefusedException(
                        "A PostgreSQL of an earlier run still serves %s and cannot be stopped. End process %d, then start again."
                                .formatted(data, leftover.pid()));
            }
        });
    }

    private static void checkSystem(Path directory) {
        if (!tryTo("find out who runs the service", PostgresTools::canRun)) {
            throw new StartRefusedException(
                    "The embedded PostgreSQL cannot run as root, and this system does not allow user namespaces (unshare -U). Start the service as a regular user, or configure a database with DUO_DATABASE_URL.");
        }
        if (directory.toString().matches(".*[\"$`\\\\].*")) {
            throw new StartRefusedException(
                    "PostgreSQL's tools do not work in %s. Set DUO_DATA_DIR to a path without quotes, $, `, and \\."
                            .formatted(directory));
        }
    }

    private static String refusal(PostgresHome home, String reason) {
        return "The embedded PostgreSQL did not start on this system (%s %s): %s. The last lines of its log %s:%s\nTo use your own PostgreSQL instead, set DUO_DATABASE_URL."
                .formatted(
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        reason,
                        home.log(),
                        home.logTail());
    }

    /** The settings with which the service connects to it. */
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
        return port;
    }

    /** Ends all sessions, writes a checkpoint, and waits until the server has stopped. */
    @Override
    public void close() {
        var postmaster = Postmaster.of(home.data());
        try {
            if (postmaster.isPresent()) {
                launcher.stop();
            }
        } catch (IOException e) {
            LOG.error("The embedded PostgreSQL did not stop cleanly", e);
        }
        if (postmaster.isPresent() && !postmaster.get().hasEndedWithin(STOP_LIMIT)) {
            LOG.errorf(
                    "The embedded PostgreSQL (process %d) is still stopping; the next start stops it if necessary",
                    postmaster.get().pid());
        }
    }
}
