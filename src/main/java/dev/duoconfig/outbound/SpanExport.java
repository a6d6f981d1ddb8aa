package dev.duoconfig.outbound;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.duoconfig.trace.TraceSettings;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.exporter.internal.grpc.GrpcExporter;
import io.opentelemetry.exporter.internal.grpc.GrpcSender;
import io.opentelemetry.exporter.internal.http.HttpExporter;
import io.opentelemetry.exporter.internal.otlp.traces.TraceRequestMarshaler;
import io.opentelemetry.sdk.common.InternalTelemetryVersion;
import io.opentelemetry.sdk.internal.ComponentId;
import io.opentelemetry.sdk.internal.StandardComponentId.ExporterType;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.quarkus.opentelemetry.runtime.exporter.otlp.sender.VertxGrpcSender;
import io.quarkus.opentelemetry.runtime.exporter.otlp.sender.VertxHttpSender;
import io.quarkus.opentelemetry.runtime.exporter.otlp.tracing.VertxGrpcSpanExporter;
import io.quarkus.opentelemetry.runtime.exporter.otlp.tracing.VertxHttpSpanExporter;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;

/**
 * Sends spans to the collector, with the trust and the proxy of all connections. The framework's own exporter
 * knows neither, and logs each failure. See docs/framework.md.
 */
final class SpanExport {

    private static final String GZIP = "gzip";
    private static final String GRPC = "grpc";
    private static final String PROTOBUF = "application/x-protobuf";

    private final TraceSettings settings;
    private final Egress egress;
    private final URI collector;
    private final Vertx vertx;

    private SpanExport(TraceSettings settings, Egress egress, Vertx vertx) {
        this.settings = settings;
        this.egress = egress;
        this.collector =
                URI.create(settings.exporterOtlpEndpoint().orElseThrow().strip());
        this.vertx = vertx;
    }

    /** An exporter by the settings, which have an endpoint. */
    static SpanExporter create(TraceSettings settings, Egress egress, Vertx vertx) {
        var export = new SpanExport(settings, egress, vertx);
        return new LoggedSpanExporter(
                settings.exporterOtlpProtocol().equals(GRPC) ? export.overGrpc() : export.overHttp(),
                export.collector,
                Duration.ofMillis(settings.bspExportTimeout()));
    }

    private SpanExporter overHttp() {
        return new VertxHttpSpanExporter(new HttpExporter<>(
                ComponentId.generateLazy(ExporterType.OTLP_HTTP_SPAN_EXPORTER),
                new VertxHttpSender(
                        collector,
                        VertxHttpSender.TRACES_PATH,
                        isCompressed(),
                        timeout(),
                        headers(),
                        PROTOBUF,
                        this::configure,
                        vertx),
                MeterProvider::noop,
                InternalTelemetryVersion.LATEST,
                collector.toString()));
    }

    // The sender takes any marshaler.
    @SuppressWarnings("unchecked")
    private SpanExporter overGrpc() {
        GrpcSender<TraceRequestMarshaler> sender = new VertxGrpcSender(
                collector,
                VertxGrpcSender.GRPC_TRACE_SERVICE_NAME,
                isCompressed(),
                timeout(),
                headers(),
                this::configure,
                vertx);
        return new VertxGrpcSpanExporter(new GrpcExporter<>(
                sender,
                InternalTelemetryVersion.LATEST,
                ComponentId.generateLazy(ExporterType.OTLP_GRPC_SPAN_EXPORTER),
                MeterProvider::noop,
                collector.toString()));
    }

    private boolean isCompressed() {
        return settings.exporterOtlpCompression().equals(GZIP);
    }

    private Duration timeout() {
        return Duration.ofMillis(settings.exporterOtlpTimeout());
    }

    private void configure(HttpClientOptions options) {
        egress.applyTo(options);
        var tls = "https".equalsIgnoreCase(collector.getScheme());
        options.setSsl(tls)
                .setUseAlpn(tls)
                .setConnectTimeout(settings.exporterOtlpTimeout())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setReadIdleTimeout(settings.exporterOtlpTimeout());
        CollectorTls.apply(settings, options, vertx);
    }

    private Map<String, String> headers() {
        return settings.exporterOtlpHeaders().map(CollectorHeaders::parse).orElse(Map.of());
    }
}
