package dev.duoconfig.instance;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import dev.duoconfig.gitlab.GitLabException;
import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemType;
import dev.duoconfig.snapshot.CurrentSnapshot;
import dev.duoconfig.store.BackgroundJobs;
import dev.duoconfig.store.DatabaseState;
import dev.duoconfig.store.SetBackDatabase;
import dev.duoconfig.store.Transactions;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.AtOnce;
import dev.duoconfig.testkit.Await;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import dev.duoconfig.testkit.LogLines;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static dev.duoconfig.instance.StoredInstances.assertScheduled;
import static dev.duoconfig.instance.StoredInstances.isLeased;
import static dev.duoconfig.instance.StoredInstances.set;
import static dev.duoconfig.instance.StoredInstances.status;
import static org.assertj.core.api.Assertions.assertThat;

/** Replicas that follow GitLab instances on the same database. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(OnlyOurFollowers.class)
class InstanceFollowerTest {

    private static final String NOT_DUE =
            "next_at = now() + interval '1 hour', revision = (select revision from configuration_state)";

    private final Transactions transactions;
    private final BackgroundJobs jobs;
    private final DatabaseState database;
    private final SetBackDatabase setBack;
    private final CurrentSnapshot current;
    private final FakeWork work = new FakeWork();
    private final List<InstanceFollower> replicas = new ArrayList<>();

    InstanceFollowerTest(
            Transactions transactions,
            BackgroundJobs jobs,
            DatabaseState database,
            SetBackDatabase setBack,
            CurrentSnapshot current) {
        this.transactions = transactions;
        this.jobs = jobs;
        this.database = database;
        this.setBack = setBack;
        this.current = current;
    }

    @AfterEach
    void endReplicas() {
        work.end();
        Await.until("the work has ended", () -> work.running().isEmpty());
        replicas.forEach(InstanceFollower::close);
    }

    @Test
    void anInstanceIsDueAgainAfterTheIntervalWithAVariation() {
        StoredInstances.add(1, Follow.REPORT);

        replica().claim();
        awaitReleased(1);

        assertThat(work.done()).containsExactly(1L);
        assertScheduled(1, 0, 240, 330);
    }

    @Test
    void aClosedReplicaTakesNoLease() {
        StoredInstances.add(1, Follow.REPORT);
        var replica = replica();
        replica.close();

        replica.wake();
        replica.claim();

        assertThat(isLeased(1)).isFalse();
        assertThat(work.done()).isEmpty();
    }

    @Test
    void anInstanceThatDoesNotFollowIsLeftAlone() {
        StoredInstances.add(1, Follow.OFF);

        replica().claim();

        assertThat(isLeased(1)).isFalse();
        assertThat(work.done()).isEmpty();
    }

    @Test
    void aNewRevisionMakesAnInstanceDue() {
        StoredInstances.add(2, Follow.ENFORCE);
        set(1, NOT_DUE);
        set(2, NOT_DUE + ", failures = 1");
        work.storeRevisions();
        var replica = replica();
        replica.claim();
        assertThat(Stream.of(1L, 2L)).noneMatch(id -> isLeased(id));

        Database.execute("update configuration_state set revision = revision + 1");
        replica.claim();
        Await.until("the work has ended", () -> work.done().contains(1L));
        awaitReleased(1);

        assertThat(work.done()).containsExactly(1L);
        assertScheduled(2, 1, 3000, 3600);
    }

    @Test
    void failuresBackOffAndTheFirstIsLogged() {
        StoredInstances.add(1, Follow.REPORT);
        work.failOn(1, () -> GitLabException.failed("It is closed."));
        var replica = replica();

        try (var log = new LogLines(InstanceFollower.class)) {
            replica.claim();
            awaitReleased(1);
            assertScheduled(1, 1, 5, 11);

            set(1, "next_at = now()");
            replica.claim();
            Await.until("the second failure", () -> Integer.valueOf(2)
                    .equals(status(1).get("failures")));
            assertScheduled(1, 2, 12, 22);
            assertThat(log.lines())
                    .containsExactly(
                            "WARN GitLab instance 1 cannot follow the configuration; it is tried again: It is closed.");
        }
    }

    @Test
    void aSuccessEndsTheBackOff() {
        StoredInstances.add(1, Follow.REPORT);
        set(1, "failures = 7");

        replica().claim();
        awaitReleased(1);

        assertScheduled(1, 0, 240, 330);
    }

    @Test
    void anUnavailableDatabaseIsNoFailureOfTheInstance() {
        StoredInstances.add(1, Follow.REPORT);
        set(1, "failures = 2");
        work.hangOn(id -> true).failOn(1, () -> new ApiException(ProblemType.UNAVAILABLE, "The database is away."));
        var leases = new Leases(transactions, SampleSettings.DEFAULT);
        replica(leases).claim();
        var lease = work.lease(1);

        work.end();
        Await.until("the lease ends", () -> !lease.isHeld());

        // The lease runs out, so that there is a pause before the next attempt.
        assertThat(status(1)).containsEntry("failures", 2).containsEntry("lease_owner", leases.owner());
    }

    @Test
    void aChangeOfTheInstanceDuringTheWorkMakesItDueAtOnce() {
        StoredInstances.add(1, Follow.REPORT);
        work.hangOn(id -> true).failOn(1, () -> GitLabException.failed("It is closed."));
        replica().claim();
        var unused = work.lease(1);

        set(1, "failures = 0, next_at = now()");
        work.hangOn(id -> false);
        work.end();
        Await.until("another attempt", () -> work.done().size() >= 2);
        awaitReleased(1);

        assertScheduled(1, 1, 5, 11);
    }

    @Test
    void threeReplicasShareTheInstancesAndOneWorksOnEach() throws Exception {
        StoredInstances.add(60, Follow.ENFORCE);
        replicas(3);

        for (var round = 0; round < 5; round++) {
            AtOnce.run(replicas.size(), replica -> {
                replicas.get(replica).claim();
                return replica;
            });
        }
        Await.until("all are done", () -> work.done().size() >= 60);
        awaitNoLease();

        work.assertNoneOverlaps();
        assertThat(work.done())
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, 60).boxed().toList());
    }

    @Test
    void aReplicaThatVanishesIsReplaced() {
        StoredInstances.add(1, Follow.ENFORCE);
        work.hangOn(id -> true);
        var vanished = new Leases(transactions, SampleSettings.DEFAULT);
        replica(vanished).claim();
        var lost = work.lease(1);
        replica().claim();
        assertThat(status(1)).containsEntry("lease_owner", vanished.owner());

        set(1, "lease_until = now() - interval '1 second'");
        var next = new Leases(transactions, SampleSettings.DEFAULT);
        work.hangOn(id -> false);
        replica(next).claim();
        Await.until("the other replica is done", () -> work.done().contains(1L));
        awaitReleased(1);
        vanished.renew();

        assertThat(lost.isHeld()).isFalse();
        assertScheduled(1, 0, 240, 330);
    }

    @Test
    void instancesThatHangDoNotHoldUpTheOthers() {
        StoredInstances.add(200, Follow.REPORT);
        work.hangOn(id -> id <= 20);

        replica().claim();
        Await.until("the healthy ones are done", () -> work.done().size() == 180);

        assertThat(work.running()).hasSize(20).allMatch(id -> id <= 20);
    }

    @Test
    void instancesThatFailSlowlyHaveAPartOfTheWorkers() {
        StoredInstances.add(60, Follow.REPORT);
        Database.execute("update gitlab_instance_status set failures = 1 where instance_id <= 50");
        work.hangOn(id -> true);
        var replica = replica();

        replica.claim();
        Await.until("the workers have begun", () -> work.running().size() == 18);
        Database.execute("update gitlab_instance_status set failures = 0 where instance_id <= 50");
        replica.claim();
        Await.until("all workers have begun", () -> work.running().size() == InstanceFollower.MAX_WORKERS);
        replica.claim();

        assertThat(work.running()).filteredOn(id -> id > 50).hasSize(10);
        assertThat(Database.rows("select from gitlab_instance_status where lease_owner is not null"))
                .hasSize(InstanceFollower.MAX_WORKERS);
    }

    @Test
    void anApplyOnRequestAndTheFollowerDoNotWorkAtTheSameTime() {
        StoredInstances.add(1, Follow.ENFORCE);
        var leases = new Leases(transactions, SampleSettings.DEFAULT);
        var follower = replica(leases);
        var lease = leases.tryTake(1).orElseThrow();

        follower.claim();
        assertThat(work.running()).isEmpty();
        leases.release(lease);
        work.hangOn(id -> true);
        follower.claim();
        var unused = work.lease(1);

        assertThat(leases.tryTake(1)).isEmpty();
        work.assertNoneOverlaps();
    }

    @Test
    void aStopEndsTheWorkBetweenTwoStepsAndFreesTheInstance() {
        StoredInstances.add(1, Follow.ENFORCE);
        set(1, "next_at = now() + interval '1 hour', revision = -1");
        work.hangOn(id -> true).failOn(1, () -> GitLabException.failed("It was stopped."));
        var leases = new Leases(transactions, SampleSettings.DEFAULT);
        var open = new AtomicBoolean(true);
        var stopping = new InstanceFollower(leases, work, SampleSettings.DEFAULT, jobs, open::get);
        replicas.add(stopping);
        stopping.claim();
        var lease = work.lease(1);

        open.set(false);
        leases.stop();
        assertThat(lease.isHeld()).isFalse();
        work.end();
        awaitReleased(1);

        // Another replica continues at once.
        assertScheduled(1, 0, -60, 0);
    }

    @Test
    void aPublishedRevisionWakesTheFollower() {
        StoredInstances.add(1, Follow.ENFORCE);
        set(1, NOT_DUE);
        work.storeRevisions();
        var running = new AtomicBoolean(true);
        var scheduler = scheduler(running, work);
        try {
            Database.execute("update configuration_state set revision = revision + 1");
            Api.refresh();

            Await.until("the work has ended", () -> work.done().equals(List.of(1L)));
            awaitReleased(1);
        } finally {
            running.set(false);
            scheduler.close();
        }
    }

    @Test
    void nothingIsClaimedWhileBackgroundJobsArePaused() {
        StoredInstances.add(1, Follow.ENFORCE);
        var running = new AtomicBoolean(false);
        var scheduler = scheduler(running, work);

        scheduler.claim();

        assertThat(isLeased(1)).isFalse();
        running.set(true);
        scheduler.claim();
        Await.until("the work has ended", () -> work.done().contains(1L));
        running.set(false);
        scheduler.close();
    }

    private InstanceFollower replica() {
        return replica(new Leases(transactions, SampleSettings.DEFAULT));
    }

    private InstanceFollower replica(Leases leases) {
        var replica = new InstanceFollower(leases, work, SampleSettings.DEFAULT, jobs, () -> true);
        replicas.add(replica);
        return replica;
    }

    private void replicas(int count) {
        for (var i = 0; i < count; i++) {
            var unused = replica();
        }
    }

    private InstanceScheduler scheduler(AtomicBoolean running, InstanceWork work) {
        var scheduler = (Scheduler) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Scheduler.class},
                (proxy, method, arguments) -> running.get());
        return new InstanceScheduler(
                new Leases(transactions, SampleSettings.DEFAULT),
                work,
                SampleSettings.DEFAULT,
                jobs,
                scheduler,
                database,
                setBack,
                current);
    }

    /** Waits until the work on an instance has ended, and its lease was given back. */
    private static void awaitReleased(long id) {
        Await.until("the lease is given back", () -> !isLeased(id));
    }

    private static void awaitNoLease() {
        Await.until("all leases are given back", () -> Database.rows(
                        "select from gitlab_instance_status where lease_owner is not null")
                .isEmpty());
    }
}
