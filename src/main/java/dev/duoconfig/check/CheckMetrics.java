package dev.duoconfig.check;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import dev.duoconfig.resolve.CheckStatus;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;

/** Measures the number and the duration of checks. */
@ApplicationScoped
@Startup
class CheckMetrics {

    /** The kind of a check, by the server that it is about. */
    enum Kind {
        GATEWAY,
        MODEL
    }

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30)
    };

    private final Map<Kind, Map<CheckStatus, Timer>> timers = new EnumMap<>(Kind.class);

    CheckMetrics(MeterRegistry meters) {
        for (var kind : Kind.values()) {
            var ofKind = new EnumMap<CheckStatus, Timer>(CheckStatus.class);
            for (var outcome : CheckStatus.values()) {
                ofKind.put(outcome, timer(kind, outcome, meters));
            }
            timers.put(kind, ofKind);
        }
    }

    private static Timer timer(Kind kind, CheckStatus outcome, MeterRegistry meters) {
        return Timer.builder("duo.check")
                .description("Duration of connection checks, by kind and outcome")
                .tag("kind", kind.name().toLowerCase(Locale.ROOT))
                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .serviceLevelObjectives(BUCKETS)
                .register(meters);
    }

    CheckReport record(Kind kind, CheckReport report) {
        Objects.requireNonNull(Objects.requireNonNull(timers.get(kind)).get(report.status()))
                .record(Duration.ofMillis(report.durationMs()));
        return report;
    }
}
