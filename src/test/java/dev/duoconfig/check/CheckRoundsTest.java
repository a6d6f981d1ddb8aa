package dev.duoconfig.check;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import dev.duoconfig.gateway.Gateways;
import dev.duoconfig.store.BackgroundJobs;
import dev.duoconfig.store.ConfigurationReader;
import dev.duoconfig.store.DatabaseState;
import dev.duoconfig.store.SetBackDatabase;
import dev.duoconfig.store.Transactions;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.Await;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static org.assertj.core.api.Assertions.assertThat;

/** Checks in the background by several replicas on the same database. The service itself has them off. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class CheckRoundsTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final String DUE = "update check_round set next_at = now(), lease_owner = null, lease_until = null";
    private static final String EXPIRED = "update check_round set lease_until = now() - interval '1 second'";

    private final FakeServer server = FakeServer.start();

    /** The time that has passed for the replicas. */
    private final AtomicLong nanos = new AtomicLong();

    private final Transactions transactions;
    private final ConfigurationReader reader;
    private final Gateways gateways;
    private final Checks checks;
    private final BackgroundJobs jobs;
    private final DatabaseState database;
    private final SetBackDatabase setBack;

    CheckRoundsTest(
            Transactions transactions,
            ConfigurationReader reader,
            Gateways gateways,
            Checks checks,
            BackgroundJobs jobs,
            DatabaseState database,
            SetBackDatabase setBack) {
        this.transactions = transactions;
        this.reader = reader;
        this.gateways = gateways;
        this.checks = checks;
        this.jobs = jobs;
        this.database = database;
        this.setBack = setBack;
    }

    @BeforeEach
    void makeARoundDue() {
        Api.entitled();
        FakeServer.allow();
        server.lists("served").chats().gets("/monitoring/healthz", 200, "{}");
        Database.execute(DUE);
    }

    @AfterEach
    void stop() {
        server.close();
        Database.execute(DUE);
    }

    @Test
    void aRoundChecksTheGatewayAndAllModelsWithoutAskingThem() {
        Api.as("admin")
                .body("{\"url\": \"" + server.url() + "\"}")
                .patch("/gateway")
                .then()
                .statusCode(200);
        for (var i = 0; i < 10; i++) {
            model(server.url() + "/v1");
        }
        var failing = model(server.url() + "/elsewhere");

        assertThat(replica().runIfDue(HOUR)).isTrue();

        assertThat(stored("status"))
                .hasSize(12)
                .containsOnly("passed", "failed")
                .containsOnlyOnce("failed");
        assertThat(stored("subject")).contains("/gateway");
        assertThat(Api.as("viewer").get("/models/" + failing).jsonPath().getString("last_check.status"))
                .isEqualTo("failed");
        server.verify(0, postRequestedFor(anyUrl()));
    }

    @Test
    void withoutAGatewayOnlyModelsAreChecked() {
        var id = model(server.url() + "/v1");

        replica().runIfDue(HOUR);

        assertThat(stored("subject")).containsExactly("/models/" + id);
    }

    @Test
    void theNextRoundIsDueAfterThePauseWithAVariation() {
        var replica = replica();

        replica.runIfDue(HOUR);

        assertThat(replica.runIfDue(HOUR)).isFalse();
        assertThat(replica().runIfDue(HOUR)).isFalse();
        assertThat(secondsUntilNextRound()).isBetween(3_600 * 0.9 - 30, 3_600 * 1.1);
        Database.execute("update check_round set next_at = now()");
        assertThat(replica().runIfDue(HOUR)).isTrue();
    }

    @Test
    void aShorterPauseHoldsAtOnce() {
        replica().runIfDue(Duration.ofHours(24));

        assertThat(replica().runIfDue(HOUR)).isTrue();
    }

    @Test
    void theModelsThatHaveWaitedLongestAreFirst() throws IOException {
        var paths = new CopyOnWriteArrayList<String>();
        try (var recording = new HeldServer(paths::add)) {
            for (var i = 0; i < 9; i++) {
                Database.execute("""
                        with next as (
                            update configuration_state set checks_version = checks_version + 1 returning checks_version)
                        insert into last_check (subject, version, status, summary, via, at, since)
                        select '/models/%d', checks_version, 'passed', '', 'direct', now() - interval '%d minutes', now()
                        from next""".formatted(model(recording.url() + "/" + i), i + 1));
            }
            model(recording.url() + "/new");

            replica().runIfDue(HOUR);
        }

        // The order among those that run at once is open.
        assertThat(paths.subList(0, CheckRounds.MAX_AT_ONCE)).contains("/new/models");
        assertThat(paths.indexOf("/8/models")).isLessThan(paths.indexOf("/1/models"));
        assertThat(paths.indexOf("/7/models")).isLessThan(paths.indexOf("/0/models"));
    }

    @Test
    void oneReplicaChecksAtATimeAndOnlySomeModelsAtOnce() throws IOException {
        var arrived = new CountDownLatch(CheckRounds.MAX_AT_ONCE);
        var released = new CountDownLatch(1);
        var atOnce = new AtomicInteger();
        var most = new AtomicInteger();
        try (var held = new HeldServer(path -> {
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            arrived.countDown();
            await(released);
            atOnce.decrementAndGet();
        })) {
            for (var i = 0; i < 3 * CheckRounds.MAX_AT_ONCE; i++) {
                model(held.url());
            }
            var first = replica();
            var round = CompletableFuture.runAsync(() -> first.runIfDue(HOUR));
            await(arrived);

            assertThat(replica().runIfDue(HOUR)).isFalse();
            released.countDown();
            round.join();

            assertThat(most.get()).isEqualTo(CheckRounds.MAX_AT_ONCE);
            assertThat(stored("status")).hasSize(3 * CheckRounds.MAX_AT_ONCE);
        }
    }

    @Test
    void aReplicaThatStopsLeavesTheRoundToAnotherOne() throws IOException {
        var arrived = new CountDownLatch(1);
        var released = new CountDownLatch(1);
        try (var held = new HeldServer(path -> {
            arrived.countDown();
            await(released);
        })) {
            for (var i = 0; i < 3 * CheckRounds.MAX_AT_ONCE; i++) {
                model(held.url());
            }
            var first = replica();
            var round = CompletableFuture.runAsync(() -> first.runIfDue(HOUR));
            await(arrived);

            first.stop();
            round.join();

            // What was interrupted has no result.
            assertThat(stored("status")).isEmpty();
            released.countDown();
            assertThat(first.runIfDue(HOUR)).isFalse();
            assertThat(replica().runIfDue(HOUR)).isTrue();
            assertThat(stored("status")).hasSize(3 * CheckRounds.MAX_AT_ONCE);
        }
    }

    @Test
    void theLeaseOfADeadReplicaIsTakenOver() {
        var dead = lease();
        var next = lease();
        assertThat(dead.tryTake(HOUR)).isTrue();
        assertThat(next.tryTake(HOUR)).isFalse();

        Database.execute(EXPIRED);

        assertThat(next.tryTake(HOUR)).isTrue();
        dead.renew();
        assertThat(dead.isHeld()).isFalse();
        dead.release(HOUR);
        assertThat(next.isHeld()).isTrue();
        next.renew();
        assertThat(next.isHeld()).isTrue();
        assertThat(secondsUntilNextRound()).isLessThan(1);
    }

    @Test
    void aReplicaThatCannotRenewItsLeaseStopsBeforeItIsOver() {
        var lease = lease();
        lease.tryTake(HOUR);

        nanos.addAndGet(TimeUnit.SECONDS.toNanos(44));
        assertThat(lease.isHeld()).isTrue();
        lease.renew();
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(44));
        assertThat(lease.isHeld()).isTrue();
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(2));

        assertThat(lease.isHeld()).isFalse();
        assertThat(Database.rows("select extract(epoch from lease_until - now())::float8 as left from check_round"))
                .extracting(row -> (Double) row.get("left"))
                .allSatisfy(left -> assertThat(left).isBetween(50.0, 60.0));
    }

    @Test
    void theScheduleRunsARoundIfTheIntervalIsSet() {
        var id = model(server.url() + "/v1");
        var scheduler = new CheckScheduler(
                new Settings(Duration.ofSeconds(10), Optional.of(HOUR), true),
                transactions,
                reader,
                gateways,
                checks,
                jobs,
                database,
                setBack);

        scheduler.begin();

        Await.until("the model was checked", () -> stored("subject").contains("/models/" + id));
        Await.until("the next round is scheduled", () -> secondsUntilNextRound() > 3_000);
        scheduler.close();
    }

    private static long model(String endpoint) {
        return CheckedModels.store(endpoint, "custom_openai/served", null);
    }

    private CheckRounds replica() {
        return new CheckRounds(lease(), reader, gateways, checks);
    }

    private CheckLease lease() {
        return new CheckLease(transactions, nanos::get);
    }

    private static List<String> stored(String column) {
        return Database.rows("select * from last_check").stream()
                .map(row -> String.valueOf(row.get(column)))
                .toList();
    }

    private static double secondsUntilNextRound() {
        return (Double) Database.rows("select extract(epoch from next_at - now())::float8 as left from check_round")
                .get(0)
                .getOrDefault("left", 0.0);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record Settings(Duration stepTimeout, Optional<Duration> every, boolean serverMessages)
            implements CheckSettings {}
}
