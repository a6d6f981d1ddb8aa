package dev.duoconfig.ops;

import dev.duoconfig.security.IssuerState;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the keys of the issuer were read. Later outages do not count, because the known keys stay in use. */
@Readiness
@ApplicationScoped
class IssuerReadiness implements HealthCheck {

    private final IssuerState issuer;

    IssuerReadiness(IssuerState issuer) {
        this.issuer = issuer;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("issuer")
                .status(issuer.canVerifyTokens())
                .build();
    }
}
