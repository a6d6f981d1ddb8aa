package dev.duoconfig.snapshot.replica;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.snapshot.CurrentSnapshot;
import dev.duoconfig.store.KnownSnapshot;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Measures how long it takes until this instance serves a change by another instance. The start is read from the
 * writer's clock and the end from this instance's clock, so the result is only as exact as the two clocks agree. A
 * negative result counts as zero.
 */
@ApplicationScoped
@Startup
class PropagationMetrics {

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30)
    };

    private final Clock clock;
    private final Timer lag;
    private final Instant start;

    private final KnownSnapshot known;

    /** The newest recorded revision. Several threads can find the same one. */
    private final AtomicLong recorded = new AtomicLong();

    PropagationMetrics(CurrentSnapshot current, KnownSnapshot known, Clock clock, MeterRegistry meters) {
        this.known = known;
        this.clock = clock;
        this.start = clock.instant();
        lag = Timer.builder("duo.propagation.lag")
                .description(
                        "Time from a change by another instance, by the writer's clock, until this instance responds"
                                + " from it; 0 where the clocks contradict each other. Excludes revisions that a newer one overtook")
                .serviceLevelObjectives(BUCKETS)
                .register(meters);
        current.follow(this::published);
    }

    /** Records the lag, except for changes made before this instance started. */
    private void published(Snapshot snapshot) {
        var revision = snapshot.revision();
        var isNew = recorded.getAndAccumulate(revision, Math::max) < revision && known.ownRevision() < revision;
        if (isNew && !snapshot.changedAt().isBefore(start)) {
            var elapsed = Duration.between(snapshot.changedAt(), clock.instant());
            lag.record(elapsed.isNegative() ? Duration.ZERO : elapsed);
        }
    }
}
