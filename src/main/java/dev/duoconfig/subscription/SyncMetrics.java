package dev.duoconfig.subscription;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;

/** Counts synchronizations of the subscription by outcome. */
@ApplicationScoped
@Startup
class SyncMetrics {

    private final Counter succeeded;
    private final Counter failed;
    private final Counter timedOut;

    SyncMetrics(MeterRegistry meters) {
        succeeded = counter("succeeded", meters);
        failed = counter("failed", meters);
        timedOut = counter("timeout", meters);
    }

    private static Counter counter(String outcome, MeterRegistry meters) {
        return Counter.builder("duo.synchronisations")
                .description(
                        "Synchronizations of the subscription by whether its source could be read, excluding dry runs")
                .tag("outcome", outcome)
                .register(meters);
    }

    void succeeded() {
        succeeded.increment();
    }

    void failed(SourceException reason) {
        (reason.isTimeout() ? timedOut : failed).increment();
    }
}
