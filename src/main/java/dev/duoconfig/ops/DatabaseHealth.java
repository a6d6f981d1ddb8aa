package dev.duoconfig.ops;

import dev.duoconfig.snapshot.CurrentSnapshot;
import dev.duoconfig.store.DatabaseState;
import dev.duoconfig.store.SetBackDatabase;
import io.smallrye.health.api.HealthGroup;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Shows whether the database can be used, for monitoring: {@code /q/health/group/database}, which belongs to neither readiness
 * nor liveness. Reports the result of the latest poll and never waits for the database.
 */
@HealthGroup("database")
@ApplicationScoped
class DatabaseHealth implements HealthCheck {

    private final DatabaseState database;
    private final SetBackDatabase setBack;
    private final CurrentSnapshot current;

    DatabaseHealth(DatabaseState database, SetBackDatabase setBack, CurrentSnapshot current) {
        this.database = database;
        this.setBack = setBack;
        this.current = current;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("database")
                .status(database.isAnswering() && !database.isDiskFull() && !setBack.isSetBack())
                .withData("snapshot_age", current.age().toSeconds())
                .withData("disk_full", database.isDiskFull())
                .withData("set_back", setBack.isSetBack())
                .build();
    }
}
