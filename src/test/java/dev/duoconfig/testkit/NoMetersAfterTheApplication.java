package dev.duoconfig.testkit;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;

/**
 * Removes all meters when an application of the tests ends. Micrometer's global registry outlives it if a later application has
 * the same profile, and thus the same class loaders. Gauges that are still registered then win over those of the later
 * application, and keep measuring the ended one. Quarkus removes them itself, but only in development mode.
 */
@Singleton
@Startup
class NoMetersAfterTheApplication {

    private final MeterRegistry meters;

    NoMetersAfterTheApplication(MeterRegistry meters) {
        this.meters = meters;
    }

    @PreDestroy
    void removeAll() {
        meters.getMeters().forEach(meters::remove);
    }
}
