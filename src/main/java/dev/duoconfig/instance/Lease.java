package dev.duoconfig.instance;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The right to work on a GitLab instance, which nobody else has at the same time, in this replica or another one. */
final class Lease {

    private final long instanceId;
    private final UUID owner;
    private final int failures;
    private final Instant nextAt;
    private final Duration safety;
    private final LongSupplier nanoTime;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile long renewedAt;

    /**
     * A lease that has just been taken.
     *
     * @param owner the replica that has it, as the database names it
     * @param failures the number of failures in a row before it
     * @param nextAt the moment for which the work was scheduled
     * @param safety the time without a renewal after which nothing new may begin
     * @param renewedAt the reading of {@code nanoTime} before the lease was taken
     */
    Lease(
            long instanceId,
            UUID owner,
            int failures,
            Instant nextAt,
            Duration safety,
            LongSupplier nanoTime,
            long renewedAt) {
        this.instanceId = instanceId;
        this.owner = owner;
        this.failures = failures;
        this.nextAt = nextAt;
        this.safety = safety;
        this.nanoTime = nanoTime;
        this.renewedAt = renewedAt;
    }

    long instanceId() {
        return instanceId;
    }

    UUID owner() {
        return owner;
    }

    int failures() {
        return failures;
    }

    Instant nextAt() {
        return nextAt;
    }

    /**
     * Whether a call to the GitLab may begin now: it ends before another replica can take the lease. False, too, once the service
     * stops.
     */
    boolean isHeld() {
        return ended.getCount() > 0 && nanoTime.getAsLong() - renewedAt < safety.toNanos();
    }

    /**
     * Waits for a while, or until the lease ends.
     *
     * @return whether the lease is still held
     */
    boolean pause(Duration time) {
        try {
            var unused = ended.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end();
        }
        return isHeld();
    }

    void renewed(long at) {
        renewedAt = at;
    }

    /** Ends the work between two calls. */
    void end() {
        ended.countDown();
    }
}
