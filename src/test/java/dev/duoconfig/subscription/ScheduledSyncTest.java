package dev.duoconfig.subscription;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

/** Automatic synchronization, once it is turned on. */
@Tag("own-start")
@QuarkusTest
@ExtendWith(CleanConfiguration.class)
@TestProfile(ScheduledSyncTest.EverySecond.class)
@WithTestResource(LocalInstallationResource.class)
class ScheduledSyncTest {

    /** Without jitter, so that the test does not wait for it. */
    public static final class EverySecond implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("duo.subscription.sync-interval", "1s", "duo.subscription.sync-jitter", "1ms");
        }
    }

    @Test
    void theSystemSynchronizesTheSubscriptionRepeatedly() throws Exception {
        var first = awaitSyncAfter(Instant.EPOCH);

        var second = awaitSyncAfter(first);

        assertThat(second).isAfter(first);
        Api.as("viewer").get("/subscription").then().body("entitled", is(true));
        assertThat(Database.rows(
                        "select actor, request_id from audit_event where action = 'subscription.synchronised'"))
                .isNotEmpty()
                .allSatisfy(event ->
                        assertThat(event).containsEntry("actor", "system").containsEntry("request_id", null));
    }

    private static Instant awaitSyncAfter(Instant moment) throws Exception {
        var poll = Executors.newSingleThreadScheduledExecutor();
        var found = new CompletableFuture<Instant>();
        try {
            var unused = poll.scheduleWithFixedDelay(
                    () -> {
                        var row = Database.rows("select last_sync_at from subscription")
                                .get(0);
                        if (row.get("last_sync_at") instanceof Timestamp at
                                && at.toInstant().isAfter(moment)) {
                            found.complete(at.toInstant());
                        }
                    },
                    0,
                    50,
                    TimeUnit.MILLISECONDS);
            return found.get(20, TimeUnit.SECONDS);
        } finally {
            poll.shutdownNow();
        }
    }
}
