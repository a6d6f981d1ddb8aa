package dev.duoconfig.testkit;

import java.util.Map;
import java.util.stream.Collectors;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/**
 * Provides what {@code Main} provides for the packaged application: PostgreSQL, a master key, and local tokens, in a temporary
 * directory. All tests of a JVM share one installation, because PostgreSQL takes seconds to start. Tests find the tokens
 * through the setting {@code duo.data-dir}.
 */
public final class LocalInstallationResource implements QuarkusTestResourceLifecycleManager {

    /** The prefix of system properties, the only state that test profiles share: each has its own class loaders. */
    private static final String SHARED = "test-installation.";

    @Override
    public Map<String, String> start() {
        if (System.getProperty(SHARED + TemporaryInstallation.DATA_DIRECTORY) == null) {
            var installation = TemporaryInstallation.open();
            Runtime.getRuntime().addShutdownHook(new Thread(installation::close));
            installation.settings().forEach((name, value) -> System.setProperty(SHARED + name, value));
        }
        return System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith(SHARED))
                .collect(Collectors.toMap(name -> name.substring(SHARED.length()), System::getProperty));
    }

    @Override
    public void stop() {
        // The next test class reuses the installation.
    }
}
