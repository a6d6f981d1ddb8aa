package dev.duoconfig.outbound;

import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.exporter.internal.FailedExportException.GrpcExportException;
import io.opentelemetry.exporter.internal.FailedExportException.HttpExportException;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jboss.logging.Logger;

/**
 * Logs once that spans cannot be sent, and once that they can again. One thread of the queue calls it. See docs/framework.md.
 */
final class LoggedSpanExporter implements SpanExporter {

    private static final Logger LOG = Logger.getLogger(LoggedSpanExporter.class);

    private final SpanExporter exporter;
    private final URI collector;
    private final Duration limit;
    private volatile boolean failing;

    LoggedSpanExporter(SpanExporter exporter, URI collector, Duration limit) {
        this.exporter = exporter;
        this.collector = collector;
        this.limit = limit;
    }

    /** Waits for the outcome: some failures of the collector never lead to one. */
    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        var result = exporter.export(spans).join(limit.toMillis(), TimeUnit.MILLISECONDS);
        if (result.isSuccess()) {
            succeeded();
            return result;
        }
        var failure = result.getFailureThrowable();
        failed(failure == null ? "It did not confirm them within " + limit.toMillis() + " ms." : reason(failure));
        return CompletableResultCode.ofFailure();
    }

    private static String reason(Throwable failure) {
        if (failure instanceof HttpExportException refused && refused.getResponse() != null) {
            return "It returns the status " + refused.getResponse().statusCode() + ".";
        }
        if (failure instanceof GrpcExportException refused && refused.getResponse() != null) {
            return "It returns the status " + refused.getResponse().grpcStatusValue() + " of gRPC.";
        }
        var cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.toString();
    }

    private void succeeded() {
        if (failing) {
            failing = false;
            LOG.info("The collector receives traces again.");
        }
    }

    private void failed(String reason) {
        if (!failing) {
            failing = true;
            LOG.warnf(
                    "The collector at %s, which OTEL_EXPORTER_OTLP_ENDPOINT names, receives no traces. They are dropped until it does;"
                            + " requests are not affected. %s",
                    collector, reason);
        }
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}
