package dev.duoconfig.ops;

import dev.duoconfig.security.Issuers;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the keys of an issuer were read. Later outages do not count, because the known keys stay in use. */
@Readiness
@ApplicationScoped
class IssuerReadiness implements HealthCheck {

    private final Issuers issuers;

    IssuerReadiness(Issuers issuers) {
        this.issuers = issuers;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("issuer")
                .status(issuers.canVerifyTokens())
                .build();
    }
}
