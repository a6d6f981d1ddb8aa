package dev.duoconfig.snapshot.lastknowngood;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;

/** Shows how old the state in the last-known-good file is. */
@ApplicationScoped
@Startup
class LastKnownGoodMetrics {

    private static final double MILLIS_PER_SECOND = 1000.0;

    LastKnownGoodMetrics(LastKnownGood lastKnownGood, MeterRegistry meters) {
        Gauge.builder("duo.last.known.good.age", () -> lastKnownGood.fileAge().toMillis() / MILLIS_PER_SECOND)
                .description("Time since the state in the last-known-good file was last known to be current;"
                        + " 0 without a file")
                .baseUnit("seconds")
                .register(meters);
    }
}
