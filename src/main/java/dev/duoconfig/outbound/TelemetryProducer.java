package dev.duoconfig.outbound;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import dev.duoconfig.trace.ServiceAttributes;
import dev.duoconfig.trace.TraceSampler;
import dev.duoconfig.trace.TraceSettings;
import dev.duoconfig.trace.Traces;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Makes the SDK of OpenTelemetry by our settings alone. That of the framework reads further variables, and some of them end the start
 * even while traces are off. See docs/framework.md.
 */
class TelemetryProducer {

    private static final int STOP_SECONDS = 2;

    /** Events of failed statements would contain the messages of the database, which can quote values. */
    private static final SpanLimits WITHOUT_EVENTS =
            SpanLimits.builder().setMaxNumberOfEvents(0).build();

    @Produces
    @Singleton
    OpenTelemetry telemetry(
            Traces traces,
            TraceSettings settings,
            OutboundSettings outbound,
            Vertx vertx,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        if (!traces.areOn()) {
            return OpenTelemetry.noop();
        }
        var provider = SdkTracerProvider.builder()
                .setResource(ServiceAttributes.of(settings, version))
                .setSampler(TraceSampler.of(settings))
                .setSpanLimits(WITHOUT_EVENTS)
                .addSpanProcessor(queue(settings, Egress.of(outbound.caBundle(), outbound.proxy()), vertx))
                .build();
        // Baggage would pass on what callers wrote.
        return OpenTelemetrySdk.builder()
                .setTracerProvider(provider)
                .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
                .build();
    }

    private static SpanProcessor queue(TraceSettings settings, Egress egress, Vertx vertx) {
        return BatchSpanProcessor.builder(SpanExport.create(settings, egress, vertx))
                .setScheduleDelay(Duration.ofMillis(settings.bspScheduleDelay()))
                .setMaxQueueSize(settings.bspMaxQueueSize())
                .setMaxExportBatchSize(Math.min(settings.bspMaxExportBatchSize(), settings.bspMaxQueueSize()))
                .setExporterTimeout(Duration.ofMillis(settings.bspExportTimeout()))
                .build();
    }

    /** Sends the last spans. */
    void close(@Disposes OpenTelemetry telemetry) {
        if (telemetry instanceof OpenTelemetrySdk sdk) {
            var unused = sdk.shutdown().join(STOP_SECONDS, TimeUnit.SECONDS);
        }
    }
}
