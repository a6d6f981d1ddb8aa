package dev.duoconfig.ops;

import dev.duoconfig.security.Issuers;
import io.smallrye.health.api.HealthGroup;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Shows whether the issuers respond, for monitoring: {@code /q/health/group/issuer}. Reports the result of the latest request for
 * the keys of each and never waits for an issuer.
 */
@HealthGroup("issuer")
@ApplicationScoped
class IssuerHealth implements HealthCheck {

    private final Issuers issuers;

    IssuerHealth(Issuers issuers) {
        this.issuers = issuers;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("issuer")
                .status(issuers.areResponding())
                .withData("keys_age", issuers.keysAge().toSeconds());
        for (var state : issuers.states()) {
            response.withData(state.id().issuer(), state.isResponding() ? "UP" : "DOWN");
        }
        return response.build();
    }
}
