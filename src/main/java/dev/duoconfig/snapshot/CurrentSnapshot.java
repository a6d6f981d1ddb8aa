package dev.duoconfig.snapshot;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
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

/** The newest snapshot that this instance knows, with the responses prepared from it. It only ever moves forward. */
@ApplicationScoped
public class CurrentSnapshot implements SnapshotPublisher {

    private static final Logger LOG = Logger.getLogger(CurrentSnapshot.class);

    private final List<ResponseSource> sources;
    private final RebuildMetrics metrics;
    private final KnownSnapshot known;
    private final AtomicReference<@Nullable Published> newest = new AtomicReference<>();

    /** Lets one thread at a time prepare responses, always for the newest revision known when it begins. */
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
     * @throws IllegalStateException before the first snapshot is loaded; no request is served until then
     */
    public Snapshot get() {
        var published = newest.get();
        if (published == null) {
            throw new IllegalStateException("No snapshot has been loaded yet");
        }
        return published.snapshot();
    }

    /** Whether a snapshot is loaded. */
    public boolean isLoaded() {
        return newest.get() != null;
    }

    /** The time since the database was last known to have no newer revision. */
    public Duration age() {
        return known.age();
    }

    /** Registers a follower. The thread that publishes a newer revision passes its snapshot to it. */
    public void follow(Consumer<Snapshot> follower) {
        followers.add(follower);
    }

    @Nullable
    Snapshot peek() {
        var published = newest.get();
        return published == null ? null : published.snapshot();
    }

    /** The newest snapshot with everything derived from it, or null before the first. */
    @Nullable
    public Published published() {
        return newest.get();
    }

    @Override
    public void publish(Snapshot snapshot) {
        publish(snapshot, Duration.ZERO);
    }

    /** Publishes a snapshot that the database had the given time ago. */
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
                var before = newest.getAndSet(prepare(latest));
                metrics.prepared(start);
                if (before == null || before.revision() < latest.revision()) {
                    followers.forEach(follower -> notify(follower, latest));
                }
            }
        } finally {
            publishing.unlock();
        }
    }

    /**
     * Logs the failure of a follower. It must not fail the publishing thread, which may just have committed a change.
     */
    private static void notify(Consumer<Snapshot> follower, Snapshot snapshot) {
        try {
            follower.accept(snapshot);
        } catch (RuntimeException e) {
            LOG.errorf(e, "A follower failed to process revision %d", snapshot.revision());
        }
    }

    private boolean isPublished(Snapshot snapshot) {
        var published = newest.get();
        return published != null && !known.supersedes(snapshot, published.snapshot());
    }

    private Published prepare(Snapshot snapshot) {
        var resolutions = Resolutions.of(snapshot);
        var responses = new HashMap<String, PreparedResponse>();
        sources.forEach(source -> responses.putAll(source.prepare(snapshot, resolutions)));
        var lookups = sources.stream()
                .map(source -> source.lookup(snapshot))
                .filter(Objects::nonNull)
                .toList();
        return new Published(snapshot, new PreparedResponses(snapshot.revision(), responses, lookups));
    }
}
