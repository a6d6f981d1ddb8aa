package dev.duoconfig.feature;

import dev.duoconfig.catalogue.Catalogue;
import dev.duoconfig.snapshot.ResponseSource;
import dev.duoconfig.snapshot.prepared.PreparedBodies;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** The prepared responses for features, for benchmarks outside this package. */
public final class FeatureResponses {

    private FeatureResponses() {}

    public static ResponseSource source(Catalogue catalogue, PreparedBodies bodies) {
        return new PreparedFeatures(bodies, new ResolutionMetrics(catalogue, new SimpleMeterRegistry()));
    }
}
