package dev.duoconfig.audit;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import dev.duoconfig.testkit.LogLines;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Checkpoints of the chain in the log, outside of the database. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class AuditCheckpointsTest {

    private final AuditDatabase database;
    private final KnownHead known = new KnownHead();

    AuditCheckpointsTest(AuditDatabase database) {
        this.database = database;
    }

    @Test
    void startAndStopLogTheHead() {
        try (var log = new LogLines(AuditCheckpoints.class)) {
            every(1000).start();
            SampleEvents.chain(3);
            every(1000).stop(new ShutdownEvent());

            assertThat(log.lines())
                    .containsExactly(
                            "INFO Audit checkpoint: event 0 has the hash -",
                            "INFO Audit checkpoint: event 3 has the hash " + storedHash(3));
        }
    }

    @Test
    void aStartWithFewerEventsThanBeforeIsLoggedAndRemembered() {
        SampleEvents.chain(5);
        every(1000).start();
        var before = known.get();
        Tampering.cutOff(3);

        try (var log = new LogLines(KnownHead.class)) {
            var next = new KnownHead();
            next.recall(before);
            new AuditCheckpoints(() -> 1000, database, next).start();

            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("ERROR THE AUDIT EVENTS WERE TAMPERED WITH")
                    .contains(
                            "event 5 had the hash " + before.hash(), "ends with event 2 and the hash " + storedHash(2));
            assertThat(next.toKeep()).isEqualTo(before);
            assertThat(next.get()).isEqualTo(new AuditHead(2, String.valueOf(storedHash(2))));
        }
    }

    @Test
    void aStartWithMoreEventsThanBeforeIsNotLogged() {
        SampleEvents.chain(5);
        every(1000).start();
        SampleEvents.addOfEarlierRelease(2);

        try (var log = new LogLines(KnownHead.class)) {
            every(1000).start();

            assertThat(log.lines()).isEmpty();
            assertThat(known.toKeep()).isEqualTo(new AuditHead(7, String.valueOf(storedHash(7))));
        }
    }

    @Test
    void theThousandthEventIsLoggedOnceItIsCommitted() {
        SampleEvents.chain(999);
        try (var log = new LogLines(AuditCheckpoints.class)) {
            setTimeout("?dry_run=true");
            assertThat(log.lines()).isEmpty();

            setTimeout("");

            assertThat(log.lines())
                    .containsExactly("INFO Audit checkpoint: event 1000 has the hash " + storedHash(1000));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 1, true", "1, 1, 1, false", "5, 3, 4, false", "5, 4, 5, true", "5, 3, 8, true", "5, 5, 9, false"
    })
    void aChangeThatReachesAMultipleIsLogged(int every, long before, long after, boolean logged) {
        try (var log = new LogLines(AuditCheckpoints.class)) {
            every(every).committed(new AuditHead(before, "before"), new AuditHead(after, "after"));

            assertThat(log.lines().contains("INFO Audit checkpoint: event " + after + " has the hash after"))
                    .isEqualTo(logged);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void anInvalidIntervalPreventsTheStart(int every) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> every(every).start())
                .withMessageStartingWith("DUO_AUDIT_CHECKPOINT_EVERY cannot be used. ");
    }

    private AuditCheckpoints every(int events) {
        return new AuditCheckpoints(() -> events, database, known);
    }

    private static void setTimeout(String query) {
        Api.as("admin")
                .body("{\"request_timeout_seconds\": 90}")
                .patch("/gateway" + query)
                .then()
                .statusCode(200);
    }

    private static Object storedHash(long id) {
        return String.valueOf(Database.rows("select hash from audit_event where id = " + id)
                .get(0)
                .get("hash"));
    }
}
