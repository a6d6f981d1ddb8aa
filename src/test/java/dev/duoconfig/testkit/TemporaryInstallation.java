package dev.duoconfig.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

import dev.duoconfig.embedded.Durability;
import dev.duoconfig.embedded.Environment;
import dev.duoconfig.embedded.LocalInstallation;

/** What {@code Main} provides for the packaged application, in a temporary directory that is deleted on close. */
public final class TemporaryInstallation implements AutoCloseable {

    static final String DATA_DIRECTORY = "duo.data-dir";

    private final Path directory;
    private final LocalInstallation installation;

    private TemporaryInstallation(Path directory) {
        var environment = new Environment(Map.of(DATA_DIRECTORY, directory.toString()), Map.of());
        this.directory = directory;
        this.installation = LocalInstallation.open(environment, Durability.NONE, Clock.systemUTC());
        makeLoginsFast(installation.settings());
    }

    /**
     * Stores the password with one iteration of its hash instead of 4,096, which are slow without the optimizing compiler.
     * The database is emptied before each test, through a session of its own.
     */
    private static void makeLoginsFast(Map<String, String> settings) {
        var password = settings.get("quarkus.datasource.password");
        try (var connection = DriverManager.getConnection(
                        settings.get("quarkus.datasource.jdbc.url"),
                        settings.get("quarkus.datasource.username"),
                        password);
                var statement = connection.createStatement()) {
            statement.execute("set scram_iterations = 1");
            statement.execute("alter role current_user password '" + password + "'");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static TemporaryInstallation open() {
        try {
            return new TemporaryInstallation(Files.createTempDirectory("duo-config-test-"));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot create a temporary directory", e);
        }
    }

    /** The settings of the application. Tests find the tokens through {@value #DATA_DIRECTORY}. */
    Map<String, String> settings() {
        var settings = new HashMap<>(installation.settings());
        settings.put(DATA_DIRECTORY, directory.toString());
        return settings;
    }

    @Override
    public void close() {
        installation.close();
        delete(directory);
    }

    /** Deletes a directory with its contents. */
    public static void delete(Path directory) {
        try (Stream<Path> walk = Files.walk(directory)) {
            var contents = walk.sorted(Comparator.reverseOrder()).toList();
            for (Path each : contents) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete " + directory, e);
        }
    }
}
