package dev.duoconfig.trace;

import java.util.Map;

import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdkBuilder;
import io.quarkus.opentelemetry.runtime.AutoConfiguredOpenTelemetrySdkBuilderCustomizer;
import jakarta.inject.Singleton;

/**
 * The settings that the environment cannot change: the service chooses how spans are sent, sends no metrics or logs, and passes no
 * baggage on. The SDK reads the variables itself, with precedence over the framework's settings. See docs/framework.md.
 */
@Singleton
final class FixedTraceSettings implements AutoConfiguredOpenTelemetrySdkBuilderCustomizer {

    private static final String NONE = "none";

    private static final Map<String, String> FIXED = Map.of(
            "otel.traces.exporter", NONE,
            "otel.metrics.exporter", NONE,
            "otel.logs.exporter", NONE,
            "otel.propagators", "tracecontext",
            // TraceSampler replaces it.
            "otel.traces.sampler", "always_on");

    @Override
    public void customize(AutoConfiguredOpenTelemetrySdkBuilder builder) {
        builder.addPropertiesCustomizer(configured -> FIXED);
    }
}
