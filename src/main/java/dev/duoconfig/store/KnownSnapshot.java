package dev.duoconfig.store;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import dev.duoconfig.resolve.Snapshot;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/**
 * The newest snapshot that is known to be in the database. It is ahead of the published one while responses are prepared,
 * and its revision never goes back.
 */
@ApplicationScoped
public class KnownSnapshot {

    private final AtomicReference<@Nullable Snapshot> newest = new AtomicReference<>();
    private final AtomicLong ownRevision = new AtomicLong();

    /** The {@link System#nanoTime()} at which the database was last known to have nothing newer. */
    private volatile long confirmedNanos = System.nanoTime();

    private volatile boolean reloadRequired;

    private volatile @Nullable Recalled recalled;

    /** The newest snapshot, or null before the first one. */
    public @Nullable Snapshot get() {
        return newest.get();
    }

    /** The snapshot to load the next one from, or null if everything has to be loaded. */
    @Nullable
    Snapshot base() {
        return reloadRequired ? null : newest.get();
    }

    /** Records a snapshot that the database has, unless a newer one is known. */
    public void record(Snapshot snapshot) {
        newest.accumulateAndGet(
                snapshot,
                (present, given) -> present == null || given == null || supersedes(given, present) ? given : present);
    }

    /**
     * Whether one snapshot replaces another. Of two at the same revision, the one just read is right: API keys were sealed again, or
     * another database replaced a lost one. Only where this cannot be another database, older checks were read before newer ones.
     */
    public boolean supersedes(Snapshot given, Snapshot present) {
        return given.revision() > present.revision()
                || (given.revision() == present.revision()
                        && (reloadRequired
                                || given.checks().version() >= present.checks().version())
                        && !given.equals(present));
    }

    /** Records the {@link System#nanoTime()} at which the database had nothing newer. */
    public void confirm(long nanoTime) {
        confirmedNanos = nanoTime;
    }

    /** The time since the database was last known to have nothing newer. */
    public Duration age() {
        return Duration.ofNanos(Math.max(0, System.nanoTime() - confirmedNanos));
    }

    /** Records a revision before its commit, because other threads may read it before the writer continues. */
    void recordOwn(long revision) {
        ownRevision.accumulateAndGet(revision, Math::max);
    }

    /** The newest revision that this instance has written, or 0. */
    public long ownRevision() {
        return ownRevision.get();
    }

    /** Takes over the revision that a last-known-good file has from before the start. */
    public void recall(long revision, Instant changedAt) {
        recalled = new Recalled(revision, changedAt);
    }

    /** The revision that was known before the start, or null. */
    @Nullable
    Recalled recalled() {
        return recalled;
    }

    /** Makes the next read load everything: after a lost connection, it may be another database. */
    void requireReload() {
        reloadRequired = true;
    }

    boolean isReloadRequired() {
        return reloadRequired;
    }

    /** Called when everything has been loaded since a reload became required. */
    void endReload() {
        reloadRequired = false;
    }

    /** A revision from before the start. */
    record Recalled(long revision, Instant changedAt) {

        /** Whether a database with this snapshot lacks the revision. */
        boolean isMissingFrom(Snapshot snapshot) {
            return revision > snapshot.revision()
                    || (revision == snapshot.revision() && !changedAt.equals(snapshot.changedAt()));
        }
    }
}
