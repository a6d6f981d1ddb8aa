package dev.duoconfig.instance;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import dev.duoconfig.store.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * The leases of this replica on GitLab instances. A replica that cannot renew its leases, such as one whose connection hangs,
 * stops by itself before another one takes over.
 */
@ApplicationScoped
class Leases {

    /** The length of a lease in the database. With the second until another replica looks, less than a minute. */
    private static final Duration LENGTH = Duration.ofSeconds(45);

    private final UUID owner = UUID.randomUUID();
    private final LeaseTable table;
    private final LongSupplier nanoTime;
    private final Duration safety;
    private final Map<Long, Lease> held = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    @Inject
    Leases(Transactions transactions, InstanceSettings settings) {
        this(transactions, settings, System::nanoTime);
    }

    /**
     * The leases of a replica.
     *
     * @param nanoTime a clock like {@link System#nanoTime()}
     */
    Leases(Transactions transactions, InstanceSettings settings, LongSupplier nanoTime) {
        this.table = new LeaseTable(transactions, owner);
        this.nanoTime = nanoTime;
        // A call that has begun goes on for as long as its timeout.
        this.safety = LENGTH.minus(settings.timeout());
    }

    /** The owner of the leases of this replica in the database. */
    UUID owner() {
        return owner;
    }

    /**
     * Takes the leases of instances that are due, those that have waited longest first, and those that failed last time after the
     * others.
     *
     * @param limit the largest number of instances
     * @param failedLimit the largest number of instances that failed last time
     */
    List<Lease> claim(int limit, int failedLimit) {
        return hold(() -> table.claim(limit, failedLimit));
    }

    /** Takes the lease of an instance whether it is due or not; empty if somebody has it, or there is no such instance. */
    Optional<Lease> tryTake(long instanceId) {
        return hold(() -> table.take(instanceId)).stream().findFirst();
    }

    private List<Lease> hold(Supplier<List<LeaseTable.Row>> taken) {
        // Before the database counts, so that this replica stops first.
        var start = nanoTime.getAsLong();
        var leases = taken.get().stream()
                .map(row -> new Lease(row.instanceId(), owner, row.failures(), row.nextAt(), safety, nanoTime, start))
                .toList();
        leases.forEach(lease -> held.put(lease.instanceId(), lease));
        if (stopping) {
            leases.forEach(Lease::end);
        }
        return leases;
    }

    /** Whether this replica has the lease of the instance. */
    boolean holds(long instanceId) {
        var lease = held.get(instanceId);
        return lease != null && lease.isHeld();
    }

    /** Renews all leases of this replica, and ends those that it has lost. */
    void renew() {
        var leases = Map.copyOf(held);
        if (leases.isEmpty()) {
            return;
        }
        var start = nanoTime.getAsLong();
        var found = table.renew(leases.keySet());
        leases.forEach((instanceId, lease) -> {
            var renewed = found.get(instanceId);
            if (renewed == null) {
                forget(lease);
            } else if (renewed) {
                lease.renewed(start);
            }
        });
    }

    /** Gives a lease back, unless it has been lost. */
    void release(Lease lease) {
        if (forget(lease)) {
            table.release(lease.instanceId());
        }
    }

    /**
     * Gives a lease back, and sets when the instance is due again, unless the lease has been lost or the instance was changed
     * meanwhile.
     *
     * @param failures the number of failures in a row
     * @param pause the time from now
     */
    void release(Lease lease, int failures, Duration pause) {
        if (forget(lease)) {
            table.release(lease, failures, pause);
        }
    }

    /**
     * Ends a lease without giving it back, so that it runs out.
     *
     * @return whether this replica had it until now
     */
    boolean forget(Lease lease) {
        lease.end();
        return held.remove(lease.instanceId(), lease);
    }

    /** Ends the work under all leases, present and future, between two calls. The leases can still be given back. */
    void stop() {
        stopping = true;
        held.values().forEach(Lease::end);
    }
}
