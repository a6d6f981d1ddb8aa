package dev.duoconfig.feature;

import java.util.Locale;

import dev.duoconfig.resolve.Resolution;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/** Counts what requests for features come to. */
@ApplicationScoped
class ResolutionCounters {

    private final MeterRegistry meters;

    ResolutionCounters(MeterRegistry meters) {
        this.meters = meters;
    }

    /** The counter of all requests that fared so. */
    Counter of(Resolution resolution) {
        return Counter.builder("duo.resolutions")
                .description(
                        "Requests for the effective model or the model metadata of a feature, by what they came to")
                .tag("feature", resolution.feature())
                .tag("status", resolution.status().name().toLowerCase(Locale.ROOT))
                .tag("reason", resolution.reason().id())
                .register(meters);
    }
}
