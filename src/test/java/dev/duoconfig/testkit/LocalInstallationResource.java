package dev.duoconfig.testkit;

import java.util.Map;
import java.util.stream.Collectors;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/**
 * Gives a test's Quarkus what {@code Main} gives the packaged one: a PostgreSQL, a master key and local tokens, in a
 * temporary directory. Starting PostgreSQL takes seconds, so that all tests of a JVM share one; it goes with the JVM.
 * The setting {@code duo.data-dir} tells tests where the tokens are.
 */
public final class LocalInstallationResource implements QuarkusTestResourceLifecycleManager {

    /** Each test profile has class loaders, and so static fields, of its own: only system properties are shared by all. */
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
        // The next test class uses it again.
    }
}
