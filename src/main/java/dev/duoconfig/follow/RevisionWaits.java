package dev.duoconfig.follow;

import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemType;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.snapshot.CurrentSnapshot;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Requests that wait for a revision. Each wait is an entry in a set and does not block a thread. */
@ApplicationScoped
@Startup
public class RevisionWaits {

    /** The longest wait of a request with {@code min_revision}; longer than the interval between polls of the database. */
    private static final Duration MIN_REVISION_LIMIT = Duration.ofSeconds(2);

    private final CurrentSnapshot current;
    private final CurrentFollower follower;
    private final Clock clock;
    private final FollowerPlaces places;
    private final Set<Wait> waits = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    RevisionWaits(
            CurrentSnapshot current,
            CurrentFollower follower,
            FollowSettings settings,
            Clock clock,
            EndOfService end,
            MeterRegistry meters) {
        this.current = current;
        this.follower = follower;
        this.clock = clock;
        this.places = new FollowerPlaces("requests that wait for a revision", settings.maxClients());
        Gauge.builder("duo.revision.waits", waits, Set::size)
                .description(
                        "Requests that wait for a revision: those of GET /revision with a wait, and those with min_revision")
                .register(meters);
        current.follow(snapshot -> wake(snapshot.revision()));
        end.then(this::stop);
    }

    /**
     * A snapshot at this revision or a later one. Fails with a 503 if this instance does not reach the revision in time. Works
     * only within a request.
     */
    public Uni<Snapshot> atLeast(long revision) {
        var loaded = current.get();
        if (loaded.revision() >= revision) {
            return Uni.createFrom().item(loaded);
        }
        return until(revision, MIN_REVISION_LIMIT, follower.get()).map(snapshot -> {
            if (snapshot.revision() < revision) {
                throw new ApiException(
                        ProblemType.UNAVAILABLE,
                        "This instance is at revision %d and has not yet seen %d; try again."
                                .formatted(snapshot.revision(), revision));
            }
            return snapshot;
        });
    }

    /** Like {@link #atLeast}, for responses that show everything. Fails with a 503 if a file of release 0.2 is served. */
    public Uni<Snapshot> completeAtLeast(long revision) {
        return atLeast(revision).invoke(snapshot -> {
            if (!snapshot.isComplete()) {
                throw new ApiException(
                        ProblemType.UNAVAILABLE,
                        "This instance started without its database from a file of release 0.2, which lacks what this response shows.");
            }
        });
    }

    /**
     * The snapshot once it reaches a revision, or the current snapshot when the time is up, the follower's token expires, or
     * the service stops.
     */
    Uni<Snapshot> until(long revision, Duration limit, Follower follower) {
        places.take(follower.caller());
        var wait = new Wait(revision, follower, new CompletableFuture<>());
        waits.add(wait);
        var bounded = wait.done.completeOnTimeout(
                null, Math.min(limit.toMillis(), follower.remainingMillis(clock)), TimeUnit.MILLISECONDS);
        // A wait that nobody subscribes to ends, too.
        var unused = bounded.thenRun(() -> leave(wait));
        if (stopping || current.get().revision() >= revision) {
            wait.done.complete(null);
        }
        return Uni.createFrom()
                .completionStage(bounded)
                .onTermination()
                .invoke(() -> leave(wait))
                .map(ignored -> current.get());
    }

    private void leave(Wait wait) {
        if (waits.remove(wait)) {
            places.release(wait.follower.caller());
        }
    }

    private void stop() {
        stopping = true;
        wake(Long.MAX_VALUE);
    }

    private void wake(long revision) {
        for (var wait : waits) {
            if (wait.revision <= revision) {
                wait.done.complete(null);
            }
        }
    }

    private record Wait(long revision, Follower follower, CompletableFuture<Void> done) {}
}
