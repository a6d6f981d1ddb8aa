package dev.duoconfig.feature;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import dev.duoconfig.catalogue.Catalogue;
import dev.duoconfig.resolve.Reason;
import dev.duoconfig.resolve.Resolution;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Counts requests for features by result. All counters are registered at start: if they were registered when first needed,
 * the metrics would reveal the settings of features to callers without a token.
 */
@ApplicationScoped
@Startup
class ResolutionMetrics {

    private final Map<String, Map<Reason, Counter>> counters = new HashMap<>();

    ResolutionMetrics(Catalogue catalogue, MeterRegistry meters) {
        for (var feature : catalogue.features()) {
            var ofFeature = new EnumMap<Reason, Counter>(Reason.class);
            for (var reason : Reason.values()) {
                ofFeature.put(reason, counter(feature.id(), reason, meters));
            }
            counters.put(feature.id(), ofFeature);
        }
    }

    private static Counter counter(String feature, Reason reason, MeterRegistry meters) {
        return Counter.builder("duo.resolutions")
                .description("Requests for the effective model or the model metadata of a feature, by result")
                .tag("feature", feature)
                .tag("status", reason.status().id())
                .tag("reason", reason.id())
                .register(meters);
    }

    /** The counter of requests with the same feature and reason. */
    Counter of(Resolution resolution) {
        return Objects.requireNonNull(
                Objects.requireNonNull(counters.get(resolution.feature())).get(resolution.reason()));
    }
}
