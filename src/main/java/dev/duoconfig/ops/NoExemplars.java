package dev.duoconfig.ops;

import java.util.Optional;
import java.util.function.Function;

import io.prometheus.client.exemplars.ExemplarSampler;
import io.quarkus.arc.Unremovable;
import io.quarkus.micrometer.runtime.export.exemplars.OpenTelemetryContextUnwrapper;
import io.vertx.core.Context;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/**
 * Keeps traces out of the metrics. Otherwise, every count would look for a trace, whether traces are on or not. See
 * docs/framework.md.
 */
@Singleton
@Unremovable
final class NoExemplars implements OpenTelemetryContextUnwrapper {

    @Produces
    static Optional<ExemplarSampler> none() {
        return Optional.empty();
    }

    @Override
    public <P, R> R executeInContext(Function<P, R> recording, P parameter, Context request) {
        return recording.apply(parameter);
    }
}
