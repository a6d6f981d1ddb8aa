package dev.duoconfig.instance;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongPredicate;
import java.util.function.Supplier;

import dev.duoconfig.testkit.Await;

import static org.assertj.core.api.Assertions.assertThat;

/** Work of several replicas that a test can hold up and make fail. Reports work on one instance by two at a time. */
final class FakeWork implements InstanceWork {

    private final Map<Long, Lease> running = new ConcurrentHashMap<>();
    private final List<Long> done = new CopyOnWriteArrayList<>();
    private final Set<Long> overlapping = ConcurrentHashMap.newKeySet();
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile boolean storing;
    private volatile LongPredicate hanging = id -> false;
    private volatile Map<Long, Supplier<RuntimeException>> failures = Map.of();

    /** Makes the work store the revision, as the real one does. */
    FakeWork storeRevisions() {
        storing = true;
        return this;
    }

    /** Makes the work on some instances hang until {@link #end()}. */
    FakeWork hangOn(LongPredicate instances) {
        hanging = instances;
        return this;
    }

    /** Makes the work on an instance fail. */
    FakeWork failOn(long instanceId, Supplier<RuntimeException> failure) {
        failures = Map.of(instanceId, failure);
        return this;
    }

    @Override
    public void run(long instanceId, Lease lease) {
        if (running.put(instanceId, lease) != null) {
            overlapping.add(instanceId);
        }
        try {
            if (hanging.test(instanceId)) {
                end.await();
            }
            if (failures.containsKey(instanceId)) {
                throw failures.get(instanceId).get();
            }
            if (storing) {
                StoredInstances.set(
                        instanceId, "checked_at = now(), revision = (select revision from configuration_state)");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            running.remove(instanceId, lease);
            done.add(instanceId);
        }
    }

    /** Lets the work that hangs go on. */
    void end() {
        end.countDown();
    }

    /** The instances whose work has ended, in that order. */
    List<Long> done() {
        return done;
    }

    Set<Long> running() {
        return running.keySet();
    }

    /** The lease under which an instance is worked on. */
    Lease lease(long instanceId) {
        Await.until("work on " + instanceId, () -> running.containsKey(instanceId));
        return Objects.requireNonNull(running.get(instanceId));
    }

    void assertNoneOverlaps() {
        assertThat(overlapping).isEmpty();
    }
}
