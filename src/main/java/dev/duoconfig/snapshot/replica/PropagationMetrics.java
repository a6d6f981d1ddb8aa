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
 * How long the changes of others take to be answered from here. The writer's clock says when one was made and this one's
 * when it is here, so that the lag is as exact as the two agree; where they do not, it is taken for none rather than less.
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

    /** The newest revision that was recorded: several threads may find the same one. */
    private final AtomicLong recorded = new AtomicLong();

    PropagationMetrics(CurrentSnapshot current, KnownSnapshot known, Clock clock, MeterRegistry meters) {
        this.known = known;
        this.clock = clock;
        this.start = clock.instant();
        lag = Timer.builder("duo.propagation.lag")
                .description(
                        "Time from a change by another instance, as its clock had it, to this instance's answering"
                                + " from it; 0 where the clocks contradict that. Revisions that a newer one overtook are not in it")
                .serviceLevelObjectives(BUCKETS)
                .register(meters);
        current.follow(this::published);
    }

    /** What was changed while this instance was not there did not take its time to get here. */
    private void published(Snapshot snapshot) {
        var revision = snapshot.revision();
        var isNew = recorded.getAndAccumulate(revision, Math::max) < revision && known.ownRevision() < revision;
        if (isNew && !snapshot.changedAt().isBefore(start)) {
            var elapsed = Duration.between(snapshot.changedAt(), clock.instant());
            lag.record(elapsed.isNegative() ? Duration.ZERO : elapsed);
        }
    }
}
