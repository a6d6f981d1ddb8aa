package dev.duoconfig.realparts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import dev.duoconfig.testkit.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A primary that is killed, and its standby that is promoted, while two instances of the service write and read. */
class FailoverIT {

    /** Several times what docs/operator.md says was measured. */
    private static final double MAX_SECONDS_WITHOUT_WRITES = 15;

    @TempDir
    private Path home;

    private PostgresServer primary;
    private PostgresServer standby;
    private Instance first;
    private Instance second;

    @BeforeEach
    void start() throws Exception {
        primary = PostgresServer.create(Unprivileged.directory(home, "primary"));
        standby = primary.standby(Unprivileged.directory(home, "standby"));
        first = Instance.start(home, "first", url());
        second = Instance.start(home, "second", url());
        first.configure();
    }

    @AfterEach
    void stop() {
        second.close();
        first.close();
        standby.close();
        primary.close();
    }

    @Test
    void withSynchronousReplicationNoAcknowledgedWriteIsLost() throws Exception {
        primary.replicateSynchronously();
        // As if the standby had been created after that.
        standby.execute("alter system set synchronous_standby_names = '*'");
        try (var workload = new Workload(List.of(first, second), 2)) {
            workload.awaitWrites(50);

            primary.kill();
            var killed = System.nanoTime();
            standby.promote();
            var promoted = System.nanoTime();

            workload.awaitWrites(50);
            workload.stop();
            workload.assertNoViolation();
            workload.assertStored(standby);
            for (var instance : List.of(first, second)) {
                var seconds = workload.secondsWithoutWrites(instance, killed);
                System.out.printf(
                        "Failover: %.1f s without writes, of which %.1f s until the promotion; refusals %s%n",
                        seconds, (promoted - killed) / 1e9, workload.refusals());
                assertThat(seconds).isLessThan(MAX_SECONDS_WITHOUT_WRITES);
                assertThat(instance.metric("duo_database_set_back")).isZero();
            }
        }
        assertThat(verification(second)).isTrue();
    }

    @Test
    void withAsynchronousReplicationALossIsRefusedUntilARestartDeclaresIt() throws Exception {
        var kept = Instance.revision(first.setTimeout(101));
        Await.until("the standby has the change", () -> standby.text("select revision from configuration_state")
                .equals(String.valueOf(kept)));
        standby.stopFollowing();
        var lost = Instance.revision(first.setTimeout(102));
        Await.until("the other instance shows the change", () -> served(second) == lost);

        primary.kill();
        standby.promote();

        for (var instance : List.of(first, second)) {
            Await.until("the loss is noticed", () -> refusal(instance).contains("the database was set back"));
            assertThat(instance.served()).isEqualTo(lost);
            assertThat(instance.metric("duo_database_set_back")).isOne();
            assertThat(instance.send("viewer", "GET", "/configuration", "").statusCode())
                    .isEqualTo(503);
            assertThat(instance.send("viewer", "GET", "/q/health/group/database", "")
                            .statusCode())
                    .isEqualTo(503);
        }

        first.close();
        first = Instance.start(home, "first", url());
        assertThat(first.log()).contains("THE DATABASE WAS RESTORED");
        assertThat(first.served()).isGreaterThan(lost);
        second.close();
        second = Instance.start(home, "second", url());
        assertThat(second.log()).doesNotContain("THE DATABASE WAS RESTORED");
        assertThat(second.setTimeout(103).statusCode()).isEqualTo(200);
        assertThat(verification(first)).isTrue();
    }

    /** As docs/operator.md writes it. */
    private String url() throws IOException {
        return OperatorCommands.setting("targetServerType=primary")
                .replace("db1:5432", "127.0.0.1:" + primary.port())
                .replace("db2:5432", "127.0.0.1:" + standby.port());
    }

    private static long served(Instance instance) {
        try {
            return instance.served();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String refusal(Instance instance) {
        try {
            return instance.setTimeout(103).body();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean verification(Instance instance) throws Exception {
        return instance.call("viewer", "GET", "/audit-events/verification", "")
                .path("valid")
                .asBoolean();
    }
}
