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
import dev.duoconfig.store.KnownSnapshot;
import dev.duoconfig.store.RebuildMetrics;
import dev.duoconfig.store.SnapshotPublisher;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The newest snapshot this instance knows, with the answers made from it. It only ever moves forward. */
@ApplicationScoped
public class CurrentSnapshot implements SnapshotPublisher {

    private static final Logger LOG = Logger.getLogger(CurrentSnapshot.class);

    private final List<ResponseSource> sources;
    private final RebuildMetrics metrics;
    private final KnownSnapshot known;
    private final AtomicReference<@Nullable Published> newest = new AtomicReference<>();

    /** Answers are made by one thread at a time, of the newest revision there is when it begins. */
    private final Lock publishing = new ReentrantLock();

    private final List<Consumer<Snapshot>> followers = new CopyOnWriteArrayList<>();

    public CurrentSnapshot(@All List<ResponseSource> sources, RebuildMetrics metrics, KnownSnapshot known) {
        this.sources = sources;
        this.metrics = metrics;
        this.known = known;
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

    /** The time since the database was last known to have nothing newer. */
    public Duration age() {
        return known.age();
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
    public Published published() {
        return newest.get();
    }

    @Override
    public void publish(Snapshot snapshot) {
        publish(snapshot, Duration.ZERO);
    }

    /** Publishes a snapshot that the database had some time ago. */
    public void publish(Snapshot snapshot, Duration ago) {
        var confirmed = System.nanoTime() - ago.toNanos();
        known.record(snapshot);
        if (!isPublished(snapshot)) {
            publishNewest(snapshot);
        }
        known.confirm(confirmed);
    }

    private void publishNewest(Snapshot snapshot) {
        publishing.lock();
        try {
            var latest = known.get();
            if (latest != null && !isPublished(snapshot)) {
                var start = System.nanoTime();
                newest.set(prepare(latest));
                metrics.prepared(start);
                followers.forEach(follower -> notify(follower, latest));
            }
        } finally {
            publishing.unlock();
        }
    }

    /** Whoever publishes has perhaps just committed a change, which nobody's fault may turn into an error. */
    private static void notify(Consumer<Snapshot> follower, Snapshot snapshot) {
        try {
            follower.accept(snapshot);
        } catch (RuntimeException e) {
            LOG.errorf(e, "Revision %d could not be told to all who follow", snapshot.revision());
        }
    }

    private boolean isPublished(Snapshot snapshot) {
        var published = newest.get();
        return published != null && !KnownSnapshot.supersedes(snapshot, published.snapshot());
    }

    private Published prepare(Snapshot snapshot) {
        var resolutions = Resolutions.of(snapshot);
        var responses = new HashMap<String, PreparedResponse>();
        sources.forEach(source -> responses.putAll(source.prepare(snapshot, resolutions)));
        return new Published(snapshot, new PreparedResponses(snapshot.revision(), responses));
    }
}
