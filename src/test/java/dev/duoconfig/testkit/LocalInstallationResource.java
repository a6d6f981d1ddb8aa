package dev.duoconfig.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.duoconfig.embedded.Durability;
import dev.duoconfig.embedded.Environment;
import dev.duoconfig.embedded.LocalInstallation;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/**
 * Gives a test's Quarkus what {@code Main} gives the packaged one: a PostgreSQL, a master key and local tokens, in a
 * temporary directory. Starting PostgreSQL takes seconds, so that all tests of a JVM share one; it goes with the JVM.
 * The setting {@code duo.data-dir} tells tests where the tokens are.
 */
public final class LocalInstallationResource implements QuarkusTestResourceLifecycleManager {

    private static final String DATA_DIRECTORY = "duo.data-dir";

    /** Each test profile has class loaders, and so static fields, of its own: only system properties are shared by all. */
    private static final String SHARED = "test-installation.";

    @Override
    public Map<String, String> start() {
        if (System.getProperty(SHARED + DATA_DIRECTORY) == null) {
            open().forEach((name, value) -> System.setProperty(SHARED + name, value));
        }
        return System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith(SHARED))
                .collect(Collectors.toMap(name -> name.substring(SHARED.length()), System::getProperty));
    }

    @Override
    public void stop() {
        // The next test class uses it again.
    }

    private static Map<String, String> open() {
        try {
            Path directory = Files.createTempDirectory("duo-config-test-");
            Environment environment = new Environment(Map.of(DATA_DIRECTORY, directory.toString()), Map.of());
            LocalInstallation installation = LocalInstallation.open(environment, Durability.NONE, Clock.systemUTC());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                installation.close();
                delete(directory);
            }));
            Map<String, String> settings = new HashMap<>(installation.settings());
            settings.put(DATA_DIRECTORY, directory.toString());
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary directory", e);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> walk = Files.walk(directory)) {
            List<Path> contents = walk.sorted(Comparator.reverseOrder()).toList();
            for (Path each : contents) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + directory, e);
        }
    }
}
