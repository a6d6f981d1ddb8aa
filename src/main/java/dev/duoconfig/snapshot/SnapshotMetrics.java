package dev.duoconfig.snapshot;

import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;

/** Gauges of the published snapshot. Before the first snapshot they are NaN. */
@ApplicationScoped
@Startup
class SnapshotMetrics {

    private static final double NANOS_PER_SECOND = 1e9;

    private final CurrentSnapshot current;

    SnapshotMetrics(CurrentSnapshot current, MeterRegistry meters) {
        this.current = current;
        Gauge.builder(
                        "duo.snapshot.age",
                        () -> valueIfLoaded(loaded -> loaded.age().toNanos() / NANOS_PER_SECOND))
                .description("Time since the database was last known to have nothing newer than the snapshot")
                .baseUnit("seconds")
                .register(meters);
        Gauge.builder(
                        "duo.snapshot.revision",
                        () -> valueIfLoaded(loaded -> (double) loaded.get().revision()))
                .description("Revision of the configuration that this instance serves")
                .register(meters);
    }

    private double valueIfLoaded(ToDoubleFunction<CurrentSnapshot> value) {
        return current.isLoaded() ? value.applyAsDouble(current) : Double.NaN;
    }
}
