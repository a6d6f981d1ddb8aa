package dev.duoconfig.http.edge;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

import dev.duoconfig.http.problem.ProblemType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;

/** Counts the problems that requests end with: rejections, exceeded limits, and failures. */
@ApplicationScoped
@Startup
public class ProblemMetrics {

    private final Map<ProblemType, Counter> counters = new EnumMap<>(ProblemType.class);

    ProblemMetrics(MeterRegistry meters) {
        for (var type : ProblemType.values()) {
            counters.put(
                    type,
                    Counter.builder("duo.problems")
                            .description("Requests that returned a problem, by problem code")
                            .tag("code", type.code())
                            .register(meters));
        }
    }

    public void count(ProblemType type) {
        Objects.requireNonNull(counters.get(type)).increment();
    }
}
