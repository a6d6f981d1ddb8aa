package dev.duoconfig.realparts;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;

import dev.duoconfig.testkit.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Two primaries at once, of which one instance of the service reaches one, and the other instance the other. */
class SplitBrainIT {

    @TempDir
    private Path home;

    private PostgresServer old;
    private PostgresServer promoted;
    private Instance first;
    private Instance second;

    @BeforeEach
    void start() throws Exception {
        old = PostgresServer.create(Unprivileged.directory(home, "old"));
        // The role of the second instance can be kept out of one of the servers.
        old.execute(
                "create role other login in role " + PostgresServer.ROLE,
                "alter role other set role " + PostgresServer.ROLE);
        promoted = old.standby(Unprivileged.directory(home, "promoted"));
        first = Instance.start(home, "first", url(old, promoted));
        second = Instance.start(home, "second", url(promoted, old), Map.of("DUO_DATABASE_USERNAME", "other"));
        first.configure();
    }

    @AfterEach
    void stop() {
        second.close();
        first.close();
        promoted.close();
        old.close();
    }

    @Test
    void anOldPrimaryThatComesBackIsRefusedAndTheInstanceRecoversWhenItIsGone() throws Exception {
        first.setTimeout(101);
        awaitReplication();
        old.kill();
        promoted.promote();
        Await.until("changes work", () -> second.statusOfAChange(102) == 200);
        var newest = revision(second.setTimeout(103));
        Await.until("both show the change", () -> served(first) == newest);

        old.start();
        promoted.disconnect(PostgresServer.ROLE);

        Await.until("the old primary is refused", () -> first.bodyOf("/configuration")
                .contains("the database was set back"));
        assertThat(first.served()).isEqualTo(newest);
        assertThat(first.metric("duo_database_set_back")).isOne();
        assertThat(second.setTimeout(104).statusCode()).isEqualTo(200);

        old.kill();
        Await.until("changes work without a restart", () -> first.statusOfAChange(105) == 200);
        assertThat(first.metric("duo_database_set_back")).isZero();
    }

    @Test
    void twoHistoriesAreNeverMixedAndTheLossOfOneIsRefusedUntilARestart() throws Exception {
        first.setTimeout(101);
        awaitReplication();
        promoted.promote();
        old.execute("alter role other nologin");
        old.disconnect("other");

        var onOld = revision(first.setTimeout(102));
        Await.until("the second instance writes to the promoted server", () -> second.statusOfAChange(103) == 200);
        second.setTimeout(104);
        second.setTimeout(105);
        assertThat(second.served()).isGreaterThan(onOld);
        assertThat(first.served()).isEqualTo(onOld);

        old.kill();

        Await.until("the other history is refused", () -> first.bodyOf("/configuration")
                .contains("the database was set back"));
        assertThat(first.setTimeout(108).statusCode()).isEqualTo(503);
        assertThat(first.served()).isEqualTo(onOld);
        assertThat(first.metric("duo_database_set_back")).isOne();
        var newest = revision(second.setTimeout(106));

        first.close();
        first = Instance.start(home, "first", url(old, promoted));
        assertThat(first.log()).contains("THE DATABASE WAS RESTORED");
        assertThat(first.served()).isGreaterThan(newest);
        assertThat(second.setTimeout(107).statusCode()).isEqualTo(200);
    }

    private void awaitReplication() {
        Await.until("the standby has everything", () -> promoted.text("select revision from configuration_state")
                .equals(old.text("select revision from configuration_state")));
    }

    private static String url(PostgresServer preferred, PostgresServer other) throws IOException {
        return OperatorCommands.setting("targetServerType=primary")
                .replace("db1:5432", "127.0.0.1:" + preferred.port())
                .replace("db2:5432", "127.0.0.1:" + other.port());
    }

    private static long revision(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Instance.revision(response);
    }

    private static long served(Instance instance) {
        try {
            return instance.served();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
