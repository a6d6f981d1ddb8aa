package dev.duoconfig.instance;

import dev.duoconfig.testkit.Database;
import io.quarkus.scheduler.Scheduler;
import jakarta.enterprise.inject.spi.CDI;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Keeps the running service from GitLab instances during a test, which makes replicas of its own. */
final class OnlyOurFollowers implements BeforeEachCallback, AfterEachCallback {

    @Override
    public void beforeEach(ExtensionContext context) {
        select(Scheduler.class).pause();
        // Waits for a claim that is still running; those after it find the scheduler paused.
        select(InstanceScheduler.class).claim();
        Database.execute("delete from gitlab_instance");
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Database.execute("delete from gitlab_instance");
        select(Scheduler.class).resume();
    }

    private static <T> T select(Class<T> type) {
        return CDI.current().select(type).get();
    }
}
