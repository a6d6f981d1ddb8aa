package dev.duoconfig.follow;

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
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Requests that wait for a revision. Each wait is an entry in a set and does not block a thread. */
@ApplicationScoped
@Startup
public class RevisionWaits {

    /** The longest wait of a request with {@code min_revision}; longer than the interval between polls of the database. */
    private static final Duration MIN_REVISION_LIMIT = Duration.ofSeconds(2);

    private final CurrentSnapshot current;
    private final FollowSettings settings;
    private final Set<Wait> waits = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    RevisionWaits(CurrentSnapshot current, FollowSettings settings, MeterRegistry meters) {
        this.current = current;
        this.settings = settings;
        Gauge.builder("duo.revision.waits", waits, Set::size)
                .description(
                        "Requests that wait for a revision: those of GET /revision with a wait, and those with min_revision")
                .register(meters);
        current.follow(snapshot -> wake(snapshot.revision()));
    }

    /** A snapshot at this revision or a later one. Fails with a 503 if this instance does not reach the revision in time. */
    public Uni<Snapshot> atLeast(long revision) {
        var loaded = current.get();
        if (loaded.revision() >= revision) {
            return Uni.createFrom().item(loaded);
        }
        return until(revision, MIN_REVISION_LIMIT).map(snapshot -> {
            if (snapshot.revision() < revision) {
                throw new ApiException(
                        ProblemType.UNAVAILABLE,
                        "This instance is at revision %d and has not yet seen %d; try again."
                                .formatted(snapshot.revision(), revision));
            }
            return snapshot;
        });
    }

    /** The snapshot once it reaches a revision, or the current snapshot when the time is up or the service stops. */
    Uni<Snapshot> until(long revision, Duration limit) {
        if (waits.size() >= settings.maxClients()) {
            throw new ApiException(ProblemType.UNAVAILABLE, "Too many requests are waiting for a revision; try again.");
        }
        var wait = new Wait(revision, new CompletableFuture<>());
        waits.add(wait);
        if (stopping || current.get().revision() >= revision) {
            wait.done.complete(null);
        }
        var bounded = wait.done.completeOnTimeout(null, limit.toMillis(), TimeUnit.MILLISECONDS);
        return Uni.createFrom()
                .completionStage(bounded)
                .onTermination()
                .invoke(() -> waits.remove(wait))
                .map(ignored -> current.get());
    }

    void stop(@Observes ShutdownDelayInitiatedEvent event) {
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

    private record Wait(long revision, CompletableFuture<Void> done) {}
}
