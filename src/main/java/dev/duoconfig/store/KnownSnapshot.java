package dev.duoconfig.store;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import dev.duoconfig.resolve.Snapshot;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/**
 * The newest snapshot that the database is known to have. It is ahead of the published one while responses are prepared, and
 * it never goes back.
 */
@ApplicationScoped
public class KnownSnapshot {

    private final AtomicReference<@Nullable Snapshot> newest = new AtomicReference<>();
    private final AtomicLong ownRevision = new AtomicLong();

    /** The {@link System#nanoTime()} at which the database was last known to have nothing newer. */
    private volatile long confirmedNanos = System.nanoTime();

    private volatile boolean doubted;

    /** The newest snapshot, or null before the first one. */
    public @Nullable Snapshot get() {
        return newest.get();
    }

    /** The snapshot to load the next one from, or null if everything has to be loaded. */
    @Nullable
    Snapshot base() {
        return doubted ? null : newest.get();
    }

    /** Records a snapshot that the database has, unless a newer one is known. */
    public void record(Snapshot snapshot) {
        newest.accumulateAndGet(
                snapshot,
                (present, given) -> present == null || given == null || supersedes(given, present) ? given : present);
    }

    /**
     * Whether one snapshot replaces another. Of two at the same revision, the one that was just read is right: keys were sealed
     * again, or another database took the place of one that was lost.
     */
    public static boolean supersedes(Snapshot given, Snapshot present) {
        return given.revision() > present.revision()
                || (given.revision() == present.revision() && !given.equals(present));
    }

    /** Records that the database had nothing newer at a moment, given as a {@link System#nanoTime()}. */
    public void confirm(long nanoTime) {
        confirmedNanos = nanoTime;
    }

    /** The time since the database was last known to have nothing newer. */
    public Duration age() {
        return Duration.ofNanos(Math.max(0, System.nanoTime() - confirmedNanos));
    }

    /** Records a revision that this instance is about to commit. Other threads may read it before the writer goes on. */
    void recordOwn(long revision) {
        ownRevision.accumulateAndGet(revision, Math::max);
    }

    /** The newest revision that this instance has written, or 0. */
    public long ownRevision() {
        return ownRevision.get();
    }

    /** Has everything loaded next time: the connection was lost, so another database may be behind the next one. */
    void doubt() {
        doubted = true;
    }

    boolean isDoubted() {
        return doubted;
    }

    /** Ends a doubt, once everything was loaded since it arose. */
    void trust() {
        doubted = false;
    }
}
