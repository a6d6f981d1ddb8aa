package dev.duoconfig.store;

import java.time.Duration;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;

/** Measures the time to build a new snapshot. */
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
                .description("Time to build a new snapshot: load reads it from the database,"
                        + " prepare builds the responses from it. A write on this instance needs no load")
                .tag("phase", phase)
                .serviceLevelObjectives(BUCKETS)
                .register(meters);
    }

    /**
     * Records a load.
     *
     * @param start the {@link System#nanoTime()} at which the load began
     */
    void loaded(long start) {
        load.record(Duration.ofNanos(System.nanoTime() - start));
    }

    /**
     * Records a preparation of responses.
     *
     * @param start the {@link System#nanoTime()} at which the preparation began
     */
    public void prepared(long start) {
        prepare.record(Duration.ofNanos(System.nanoTime() - start));
    }
}
