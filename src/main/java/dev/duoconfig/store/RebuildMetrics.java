package dev.duoconfig.store;

import java.time.Duration;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;

/** How long it takes to come to a new snapshot. */
@ApplicationScoped
@Startup
public class RebuildMetrics {

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(3)
    };

    private final Timer load;
    private final Timer prepare;

    RebuildMetrics(MeterRegistry meters) {
        load = timer("load", meters);
        prepare = timer("prepare", meters);
    }

    private static Timer timer(String phase, MeterRegistry meters) {
        return Timer.builder("duo.snapshot.rebuild")
                .description("Time for a new snapshot: load reads it from the database,"
                        + " prepare makes the answers from it. A write of this instance needs no load")
                .tag("phase", phase)
                .serviceLevelObjectives(BUCKETS)
                .register(meters);
    }

    /** @param begun the {@link System#nanoTime()} at which the reading began */
    void loaded(long begun) {
        load.record(Duration.ofNanos(System.nanoTime() - begun));
    }

    /**
     * Records the time.
     *
     * @param begun the {@link System#nanoTime()} at which the making of answers began
     */
    public void prepared(long begun) {
        prepare.record(Duration.ofNanos(System.nanoTime() - begun));
    }
}
