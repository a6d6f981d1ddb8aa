package dev.duoconfig.ops;

import dev.duoconfig.security.IssuerState;
import io.smallrye.health.api.HealthGroup;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Shows whether the issuer responds, for monitoring: {@code /q/health/group/issuer}. Reports the result of the latest request for
 * its keys and never waits for the issuer.
 */
@HealthGroup("issuer")
@ApplicationScoped
class IssuerHealth implements HealthCheck {

    private final IssuerState issuer;

    IssuerHealth(IssuerState issuer) {
        this.issuer = issuer;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("issuer")
                .status(issuer.isResponding())
                .withData("keys_age", issuer.keysAge().toSeconds())
                .build();
    }
}
