package dev.duoconfig.store;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import dev.duoconfig.http.problem.ApiException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;

/** Counts writes by outcome, and the audit events that they append. */
@ApplicationScoped
@Startup
class WriteMetrics {

    private enum Outcome {
        COMMITTED,
        UNCHANGED,
        REFUSED,
        FAILED
    }

    private final Map<WriteKind, Map<Outcome, Counter>> writes = new EnumMap<>(WriteKind.class);
    private final Counter auditEvents;

    WriteMetrics(MeterRegistry meters) {
        for (var kind : WriteKind.values()) {
            var ofKind = new EnumMap<Outcome, Counter>(Outcome.class);
            for (var outcome : Outcome.values()) {
                ofKind.put(outcome, counter(kind, outcome, meters));
            }
            writes.put(kind, ofKind);
        }
        auditEvents = Counter.builder("duo.audit.events")
                .description("Audit events that this instance has committed")
                .register(meters);
    }

    private static Counter counter(WriteKind kind, Outcome outcome, MeterRegistry meters) {
        return Counter.builder("duo.writes")
                .description("Writes by kind and outcome, including the service's own, excluding dry runs:"
                        + " unchanged had nothing to change, refused violated a rule, failed could not be completed")
                .tag("kind", kind.id())
                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .register(meters);
    }

    /**
     * Counts a write that succeeded.
     *
     * @param events the number of its audit events
     */
    void committed(WriteKind kind, long events) {
        count(kind, events > 0 ? Outcome.COMMITTED : Outcome.UNCHANGED);
        auditEvents.increment((double) events);
    }

    void notCommitted(WriteKind kind, RuntimeException reason) {
        var refused = reason instanceof ApiException problem && !problem.isTransient();
        count(kind, refused ? Outcome.REFUSED : Outcome.FAILED);
    }

    private void count(WriteKind kind, Outcome outcome) {
        Objects.requireNonNull(Objects.requireNonNull(writes.get(kind)).get(outcome))
                .increment();
    }
}
