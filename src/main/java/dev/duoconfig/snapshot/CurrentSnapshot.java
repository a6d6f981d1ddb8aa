package dev.duoconfig.snapshot;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
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

    private final List<AnswerSource> sources;
    private final AtomicReference<@Nullable Published> newest = new AtomicReference<>();
    private final List<Consumer<Snapshot>> followers = new CopyOnWriteArrayList<>();

    /** The {@link System#nanoTime()} at which the database was last known to have no newer one. */
    private volatile long confirmedNanos = System.nanoTime();

    CurrentSnapshot(@All List<AnswerSource> sources) {
        this.sources = sources;
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

    /** Takes note of what the database has at the moment. */
    void publish(Snapshot snapshot) {
        var known = newest.get();
        confirmedNanos = System.nanoTime();
        if (known != null && known.revision() >= snapshot.revision()) {
            return;
        }
        var given = prepare(snapshot);
        var published = newest.accumulateAndGet(
                given, (present, other) -> present == null || isNewer(other, present) ? other : present);
        if (published != null && published.revision() == snapshot.revision()) {
            followers.forEach(follower -> tell(follower, snapshot));
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

    private static boolean isNewer(@Nullable Published given, Published present) {
        return given != null && given.revision() > present.revision();
    }

    private Published prepare(Snapshot snapshot) {
        var resolutions = Resolutions.of(snapshot);
        var answers = new HashMap<String, PreparedAnswer>();
        sources.forEach(source -> answers.putAll(source.prepare(snapshot, resolutions)));
        return new Published(snapshot, resolutions, new PreparedAnswers(snapshot.revision(), answers));
    }
}
