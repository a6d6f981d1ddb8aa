package dev.duoconfig.snapshot;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import dev.duoconfig.resolve.Resolutions;
import dev.duoconfig.resolve.Snapshot;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The newest snapshot this instance knows, with the answers made from it. It only ever moves forward. */
@ApplicationScoped
public class CurrentSnapshot {

    private static final Logger LOG = Logger.getLogger(CurrentSnapshot.class);

    private final List<ResponseSource> sources;
    private final RebuildMetrics metrics;
    private final AtomicReference<@Nullable Published> newest = new AtomicReference<>();

    /** The newest that the database is known to have; ahead of the published one while answers are made. */
    private final AtomicReference<@Nullable Snapshot> known = new AtomicReference<>();

    /** Answers are made by one thread at a time, of the newest revision there is when it begins. */
    private final Lock publishing = new ReentrantLock();

    private final List<Consumer<Snapshot>> followers = new CopyOnWriteArrayList<>();

    /** The {@link System#nanoTime()} at which the database was last known to have no newer one. */
    private volatile long confirmedNanos = System.nanoTime();

    private volatile boolean doubted;

    CurrentSnapshot(@All List<ResponseSource> sources, RebuildMetrics metrics) {
        this.sources = sources;
        this.metrics = metrics;
    }

    /**
     * The newest snapshot.
     *
     * @throws IllegalStateException before the first snapshot was loaded; nothing is served until then
     */
    public Snapshot get() {
        var published = newest.get();
        if (published == null) {
            throw new IllegalStateException("No snapshot has been loaded yet");
        }
        return published.snapshot();
    }

    /** Whether there is one. */
    public boolean isLoaded() {
        return newest.get() != null;
    }

    /** How long ago the database was last known to have no newer one. */
    public Duration age() {
        return Duration.ofNanos(Math.max(0, System.nanoTime() - confirmedNanos));
    }

    /** Has each newer revision told to someone, by the thread that publishes it. */
    public void follow(Consumer<Snapshot> follower) {
        followers.add(follower);
    }

    @Nullable
    Snapshot peek() {
        var published = newest.get();
        return published == null ? null : published.snapshot();
    }

    /** The newest snapshot with what follows from it, or null before the first. */
    @Nullable
    Published published() {
        return newest.get();
    }

    /** The newest that the database is known to have, published or about to be. */
    @Nullable
    Snapshot known() {
        return known.get();
    }

    /** What to load the next one from, or null when everything is to be loaded. */
    @Nullable
    Snapshot base() {
        return doubted ? null : known.get();
    }

    /** Has everything loaded next time: the connection was lost, so it may be another database that answers then. */
    void doubt() {
        doubted = true;
    }

    boolean isDoubted() {
        return doubted;
    }

    /** To be called when everything was loaded since the doubt arose. */
    void trust() {
        doubted = false;
    }

    /**
     * Takes note of what the database has at the moment. When this returns, this revision or a later one is published.
     */
    void publish(Snapshot snapshot) {
        publish(snapshot, Duration.ZERO);
    }

    /** As {@link #publish(Snapshot)}, of what the database had some time ago. */
    void publish(Snapshot snapshot, Duration ago) {
        var confirmed = System.nanoTime() - ago.toNanos();
        know(snapshot);
        if (!isPublished(snapshot)) {
            publishNewest(snapshot);
        }
        confirmedNanos = confirmed;
    }

    private void publishNewest(Snapshot snapshot) {
        publishing.lock();
        try {
            var latest = known.get();
            if (latest != null && !isPublished(snapshot)) {
                var begun = System.nanoTime();
                newest.set(prepare(latest));
                metrics.prepared(begun);
                followers.forEach(follower -> tell(follower, latest));
            }
        } finally {
            publishing.unlock();
        }
    }

    /** Whoever publishes has perhaps just committed a change, which nobody's fault may turn into an error. */
    private static void tell(Consumer<Snapshot> follower, Snapshot snapshot) {
        try {
            follower.accept(snapshot);
        } catch (RuntimeException failed) {
            LOG.errorf(failed, "Revision %d could not be told to all who follow", snapshot.revision());
        }
    }

    /** Takes note of what was committed, without having it answered yet. */
    void know(Snapshot snapshot) {
        known.accumulateAndGet(
                snapshot,
                (present, given) -> present == null || given == null || supersedes(given, present) ? given : present);
    }

    /** Of the same revision, what was read anew is right: keys sealed anew, or another database in the place of one lost. */
    private static boolean supersedes(Snapshot given, Snapshot present) {
        return given.revision() > present.revision()
                || (given.revision() == present.revision() && !given.equals(present));
    }

    private boolean isPublished(Snapshot snapshot) {
        var published = newest.get();
        return published != null && !supersedes(snapshot, published.snapshot());
    }

    private Published prepare(Snapshot snapshot) {
        var resolutions = Resolutions.of(snapshot);
        var answers = new HashMap<String, PreparedResponse>();
        sources.forEach(source -> answers.putAll(source.prepare(snapshot, resolutions)));
        return new Published(snapshot, new PreparedResponses(snapshot.revision(), answers));
    }
}
