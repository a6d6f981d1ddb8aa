package dev.duoconfig.ops;

import dev.duoconfig.snapshot.CurrentSnapshot;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once a snapshot is loaded. Does not query the database, whose short failures must not remove every replica. */
@Readiness
@ApplicationScoped
class SnapshotReadiness implements HealthCheck {

    private final CurrentSnapshot current;

    SnapshotReadiness(CurrentSnapshot current) {
        this.current = current;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("snapshot").status(current.isLoaded()).build();
    }
}
