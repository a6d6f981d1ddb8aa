package dev.duoconfig.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duoconfig.packaged.PackagedApplication;
import dev.duoconfig.testkit.TemporaryInstallation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * A packaged service for several test classes: it starts before the tests of the first class that registers it, and ends after
 * all tests. Classes that change it run {@link OneAfterTheOther}.
 */
abstract class SharedService implements BeforeAllCallback {

    private static final Namespace NAMESPACE = Namespace.create(SharedService.class);

    /** What runs, the newest first. */
    private final Deque<AutoCloseable> running = new ArrayDeque<>();

    private @Nullable PackagedApplication application;

    /** Starts the service with {@link #launch}, and what it works with, and prepares both. */
    abstract void start() throws Exception;

    @Override
    public synchronized void beforeAll(ExtensionContext context) throws Exception {
        var store = context.getRoot().getStore(NAMESPACE);
        if (store.get(this) == null) {
            // Also if the start fails: what runs by then has to end.
            store.put(this, (AutoCloseable) this::end);
            start();
        }
    }

    private void end() throws Exception {
        while (!running.isEmpty()) {
            running.pop().close();
        }
    }

    /** A new directory, which is deleted at the end. */
    final Path directory() throws IOException {
        var directory = Files.createTempDirectory("duo-config-browser-");
        running.push(() -> TemporaryInstallation.delete(directory));
        return directory;
    }

    /** Launches the service in a directory and waits until it is ready. */
    final void launch(Path home, Map<String, String> environment) throws Exception {
        application = untilTheEnd(PackagedApplication.start(home, environment));
    }

    /** Keeps something until the end of all tests; what was kept first is closed last. */
    final <T extends AutoCloseable> T untilTheEnd(T part) {
        running.push(part);
        return part;
    }

    /** The service as a process. */
    final PackagedApplication application() {
        return Objects.requireNonNull(application, "Register the service as a static field");
    }

    /** A visit by a user who is not signed in. */
    final Visit visit() {
        return Visit.to(application());
    }

    /** A visit by a user who is signed in with the local token of a role. */
    final Visit visitAs(String role) {
        return Visit.as(role, application());
    }

    /** Calls the API with the local token of a role. Returns the body, and fails unless the status is 2xx. */
    final JsonNode call(String role, String method, String path, String body) throws Exception {
        return application().call(role, method, path, body);
    }
}
