package dev.duoconfig.subscription;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

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

    /**
     * Counts one synchronization.
     *
     * @param failure the reason why it failed; null if it succeeded
     */
    void count(@Nullable SourceException failure) {
        var counter = failure == null ? succeeded : failure.isTimeout() ? timedOut : failed;
        counter.increment();
    }
}
