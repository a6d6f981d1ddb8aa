package dev.duoconfig.security;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;

/** Shows how old the keys are that tokens are verified with. */
@ApplicationScoped
@Startup
class IssuerMetrics {

    private static final double MILLIS_PER_SECOND = 1000.0;

    IssuerMetrics(Issuers issuers, MeterRegistry meters) {
        for (var issuer : issuers.all()) {
            var state = issuer.state();
            Gauge.builder("duo.issuer.keys.age", () -> state.keysAge().toMillis() / MILLIS_PER_SECOND)
                    .description("Time since the keys of the issuer were last read; 0 until then, and for local tokens")
                    .baseUnit("seconds")
                    .tag("issuer", issuer.id().issuer())
                    .register(meters);
        }
    }
}
