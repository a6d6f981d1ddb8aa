package dev.duoconfig.instance;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import dev.duoconfig.store.Transactions;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static dev.duoconfig.instance.StoredInstances.isLeased;
import static dev.duoconfig.instance.StoredInstances.leaseSeconds;
import static dev.duoconfig.instance.StoredInstances.set;
import static dev.duoconfig.instance.StoredInstances.status;
import static org.assertj.core.api.Assertions.assertThat;

/** Leases of several replicas on the same database. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(OnlyOurFollowers.class)
class LeasesTest {

    private static final String EXPIRED = "lease_until = now() - interval '1 second'";

    private final Transactions transactions;

    /** The time that has passed for the first replica. */
    private final AtomicLong nanos = new AtomicLong();

    private final Leases first;
    private final Leases second;

    LeasesTest(Transactions transactions) {
        this.transactions = transactions;
        this.first = new Leases(transactions, SampleSettings.DEFAULT, nanos::get);
        this.second = replica();
    }

    @Test
    void aLeaseBelongsToOneReplica() {
        StoredInstances.add(1, Follow.OFF);

        var lease = first.tryTake(1).orElseThrow();

        assertThat(lease.isHeld()).isTrue();
        assertThat(first.holds(1)).isTrue();
        assertThat(second.tryTake(1)).isEmpty();
        assertThat(second.holds(1)).isFalse();
        assertThat(status(1)).containsEntry("lease_owner", first.owner());
    }

    @Test
    void aReplicaTakesALeaseOnlyOnce() {
        StoredInstances.add(1, Follow.OFF);
        first.tryTake(1);

        assertThat(first.tryTake(1)).isEmpty();
        assertThat(first.holds(1)).isTrue();
    }

    @Test
    void anUnknownInstanceHasNoLease() {
        assertThat(first.tryTake(4711)).isEmpty();
    }

    @Test
    void aLeaseIsOverWithinAMinute() {
        StoredInstances.add(1, Follow.OFF);

        first.tryTake(1);

        assertThat(leaseSeconds(1)).isBetween(30.0, 45.0);
    }

    @Test
    void anExpiredLeaseCanBeTakenAndTheReplicaThatLostItNotices() {
        StoredInstances.add(1, Follow.OFF);
        var lost = first.tryTake(1).orElseThrow();
        set(1, EXPIRED);

        var taken = second.tryTake(1).orElseThrow();
        first.renew();
        first.release(lost, 3, Duration.ofHours(1));

        assertThat(lost.isHeld()).isFalse();
        assertThat(taken.isHeld()).isTrue();
        assertThat(status(1)).containsEntry("lease_owner", second.owner()).containsEntry("failures", 0);
    }

    @Test
    void aReplicaThatTakesItsOwnLostLeaseAgainDoesNotGiveItBackTwice() {
        StoredInstances.add(1, Follow.OFF);
        var lost = first.tryTake(1).orElseThrow();
        set(1, EXPIRED);
        var taken = first.tryTake(1).orElseThrow();

        first.release(lost);

        assertThat(taken.isHeld()).isTrue();
        assertThat(isLeased(1)).isTrue();
    }

    @Test
    void anExpiredLeaseIsNotRenewed() {
        StoredInstances.add(1, Follow.OFF);
        var lease = first.tryTake(1).orElseThrow();
        set(1, EXPIRED);

        first.renew();

        assertThat(lease.isHeld()).isFalse();
        assertThat(leaseSeconds(1)).isNegative();
    }

    @Test
    void aRenewalIsAsLongAsANewLease() {
        StoredInstances.add(2, Follow.OFF);
        first.tryTake(1);
        first.tryTake(2);
        set(1, "lease_until = now() + interval '5 seconds'");
        set(2, "lease_until = now() + interval '5 seconds'");

        first.renew();

        assertThat(leaseSeconds(1)).isBetween(30.0, 45.0);
        assertThat(leaseSeconds(2)).isBetween(30.0, 45.0);
    }

    @Test
    void aLockedRowDoesNotHoldUpTheOtherRenewals() throws SQLException {
        StoredInstances.add(2, Follow.OFF);
        first.tryTake(1);
        first.tryTake(2);
        set(2, "lease_until = now() + interval '5 seconds'");

        try (var other = lock(1)) {
            first.renew();
            other.rollback();
        }

        assertThat(leaseSeconds(2)).isGreaterThan(30);
        assertThat(first.holds(1)).isTrue();
    }

    @Test
    void aReplicaThatCannotRenewStopsBeforeAnotherTakesOver() {
        StoredInstances.add(1, Follow.OFF);
        var lease = first.tryTake(1).orElseThrow();
        var timeout = SampleSettings.DEFAULT.timeout();

        nanos.set(Duration.ofSeconds(45).minus(timeout).toNanos() - 1);
        assertThat(lease.isHeld()).isTrue();

        nanos.incrementAndGet();
        assertThat(lease.isHeld()).isFalse();
        assertThat(first.holds(1)).isFalse();
    }

    @Test
    void aRenewalCountsFromItsBeginning() {
        StoredInstances.add(1, Follow.OFF);
        var lease = first.tryTake(1).orElseThrow();
        nanos.set(Duration.ofSeconds(20).toNanos());

        first.renew();
        nanos.set(Duration.ofSeconds(54).toNanos());

        assertThat(lease.isHeld()).isTrue();
        nanos.set(Duration.ofSeconds(55).toNanos());
        assertThat(lease.isHeld()).isFalse();
    }

    @Test
    void aLeaseThatWasGivenBackIsFree() {
        StoredInstances.add(1, Follow.OFF);
        var lease = first.tryTake(1).orElseThrow();

        first.release(lease);

        assertThat(lease.isHeld()).isFalse();
        assertThat(second.tryTake(1)).isPresent();
    }

    @Test
    void theLeaseOfADeletedInstanceEnds() {
        StoredInstances.add(1, Follow.OFF);
        var lease = first.tryTake(1).orElseThrow();
        Database.execute("delete from gitlab_instance where id = 1");

        first.renew();

        assertThat(lease.isHeld()).isFalse();
    }

    @Test
    void aPauseEndsWithTheLease() throws Exception {
        StoredInstances.add(1, Follow.OFF);
        var lease = first.tryTake(1).orElseThrow();
        assertThat(lease.pause(Duration.ZERO)).isTrue();
        var held = new CompletableFuture<Boolean>();
        new Thread(() -> held.complete(lease.pause(Duration.ofHours(1)))).start();

        first.stop();

        assertThat(held.get(30, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void aStoppingReplicaGivesItsLeasesBackAndBeginsNothing() {
        StoredInstances.add(2, Follow.OFF);
        var lease = first.tryTake(1).orElseThrow();

        first.stop();

        assertThat(lease.isHeld()).isFalse();
        assertThat(first.tryTake(2).orElseThrow().isHeld()).isFalse();
        first.release(lease);
        assertThat(isLeased(1)).isFalse();
    }

    @Test
    void theInstancesThatHaveWaitedLongestAreClaimedFirstAndFailedOnesLast() {
        StoredInstances.add(5, Follow.REPORT);
        set(1, "failures = 1");
        set(4, "next_at = now() - interval '1 hour'");
        set(5, "next_at = now() + interval '1 hour', revision = -1");

        assertThat(first.claim(2, 2)).extracting(Lease::instanceId).containsExactlyInAnyOrder(4L, 2L);
        assertThat(first.claim(2, 2)).extracting(Lease::instanceId).containsExactlyInAnyOrder(3L, 5L);
        assertThat(first.claim(2, 0)).isEmpty();
        assertThat(first.claim(0, 2)).isEmpty();
        assertThat(first.claim(2, 2)).singleElement().satisfies(lease -> {
            assertThat(lease.instanceId()).isEqualTo(1);
            assertThat(lease.failures()).isEqualTo(1);
        });
        assertThat(second.claim(10, 10)).isEmpty();
    }

    @Test
    void aClaimDoesNotWaitForLockedRows() throws SQLException {
        StoredInstances.add(2, Follow.REPORT);

        try (var other = lock(1)) {
            assertThat(first.claim(10, 10)).extracting(Lease::instanceId).containsExactly(2L);
            other.rollback();
        }

        assertThat(first.claim(10, 10)).extracting(Lease::instanceId).containsExactly(1L);
    }

    @Test
    void onlyInstancesThatFollowAndAreDueAreClaimed() {
        StoredInstances.add(9, Follow.ENFORCE);
        Database.execute("update gitlab_instance set follow = 'off' where id = 1");
        var later = "next_at = now() + interval '1 hour', ";
        var current = "revision = (select revision from configuration_state)";
        set(2, later + current);
        set(3, later + "failures = 1, revision = -1");
        set(4, later + "revision = -1, checked_at = now()");
        set(5, later + "revision = -1, checked_at = now() - interval '2 seconds'");
        set(6, "failures = 1, " + current);
        set(7, current);
        set(8, later + current + ", state = 'applying'");
        set(9, later + current + ", state = 'applying', failures = 1");

        assertThat(first.claim(10, 10)).extracting(Lease::instanceId).containsExactlyInAnyOrder(5L, 6L, 7L, 8L, 9L);
    }

    private Leases replica() {
        return new Leases(transactions, SampleSettings.DEFAULT, System::nanoTime);
    }

    /** A transaction that has locked the status of an instance. */
    private static Connection lock(long id) throws SQLException {
        var connection = Database.connect();
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute("select from gitlab_instance_status where instance_id = " + id + " for update");
        }
        return connection;
    }
}
