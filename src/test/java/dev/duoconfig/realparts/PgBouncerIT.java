package dev.duoconfig.realparts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.duoconfig.testkit.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Two instances of the service that reach their database through PgBouncer, in each pool mode. */
class PgBouncerIT {

    private static final double MAX_SECONDS_WITHOUT_WRITES = 10;
    private static final Map<String, String> SETTINGS =
            Map.of("DUO_DATABASE_PASSWORD", PgBouncer.PASSWORD, "DUO_CHECK_EVERY", "2s");

    @TempDir
    private Path home;

    private PostgresServer database;

    @BeforeEach
    void start() throws Exception {
        database = PostgresServer.create(Unprivileged.directory(home, "database"));
    }

    @AfterEach
    void stop() {
        database.close();
    }

    @ParameterizedTest
    @CsvSource({
        "session, '', Listening for revisions",
        "transaction, ?prepareThreshold=0, Notifications do not reach this instance"
    })
    void writesGoOnAfterThePoolerWasKilledAndNoAcknowledgedOneIsLost(String mode, String parameters, String logged)
            throws Exception {
        try (var pooler = PgBouncer.start(Unprivileged.directory(home, "pooler"), database, mode);
                var first = Instance.start(home, "first", url(pooler, parameters), SETTINGS);
                var second = Instance.start(home, "second", url(pooler, parameters), SETTINGS)) {
            first.configure();
            try (var workload = new Workload(List.of(first, second), 2)) {
                workload.awaitWrites(30);

                pooler.kill();
                var killed = System.nanoTime();
                Await.until("a write is refused", () -> workload.refusals().containsKey(503));
                pooler.start();

                workload.awaitWrites(30);
                workload.stop();
                workload.assertNoViolation();
                workload.assertStored(database);
                for (var instance : List.of(first, second)) {
                    var seconds = workload.secondsWithoutWrites(instance, killed);
                    System.out.printf(
                            "PgBouncer, pool mode %s: %.1f s without writes; refusals %s%n",
                            mode, seconds, workload.refusals());
                    assertThat(seconds).isLessThan(MAX_SECONDS_WITHOUT_WRITES);
                }
            }
            Await.until("it is logged whether notifications arrive", () -> first.log()
                    .contains(logged));
            Await.until("one of the instances checks in the background", () -> isChecked(second));
        }
    }

    @Test
    void transactionModeWithPreparedStatementsIsRefusedWithTheRemedy() throws Exception {
        try (var pooler = PgBouncer.start(Unprivileged.directory(home, "pooler"), database, "transaction")) {
            assertThat(Instance.refusal(home, "first", url(pooler, ""), SETTINGS))
                    .contains("Add prepareThreshold=0 to DUO_DATABASE_URL")
                    .hasLineCount(1);
        }
    }

    @Test
    void statementModeIsRefused() throws Exception {
        try (var pooler = PgBouncer.start(Unprivileged.directory(home, "pooler"), database, "statement")) {
            assertThat(Instance.refusal(home, "first", url(pooler, "?prepareThreshold=0"), SETTINGS))
                    .contains("transaction blocks not allowed in statement pooling mode")
                    .hasLineCount(1);
        }
    }

    private static String url(PgBouncer pooler, String parameters) {
        return "jdbc:postgresql://127.0.0.1:%d/%s%s".formatted(pooler.port(), PostgresServer.DATABASE, parameters);
    }

    private static boolean isChecked(Instance instance) {
        try {
            return instance.call("viewer", "GET", "/gateway", "")
                    .path("last_check")
                    .isObject();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
