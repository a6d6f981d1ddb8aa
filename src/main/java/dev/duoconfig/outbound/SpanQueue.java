package dev.duoconfig.outbound;

import java.time.Duration;

import dev.duoconfig.trace.TraceSettings;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The spans that wait to be sent, by a thread of their own. Used only if traces are on. */
class SpanQueue {

    @Produces
    @Singleton
    SpanProcessor queue(TraceSettings settings, OutboundSettings outbound, Vertx vertx) {
        var egress = Egress.of(outbound.caBundle(), outbound.proxy());
        return BatchSpanProcessor.builder(SpanExport.create(settings, egress, vertx))
                .setScheduleDelay(Duration.ofMillis(settings.bspScheduleDelay()))
                .setMaxQueueSize(settings.bspMaxQueueSize())
                .setMaxExportBatchSize(settings.bspMaxExportBatchSize())
                .setExporterTimeout(Duration.ofMillis(settings.bspExportTimeout()))
                .build();
    }
}
