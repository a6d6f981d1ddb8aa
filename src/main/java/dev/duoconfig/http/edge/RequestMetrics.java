package dev.duoconfig.http.edge;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Registers the metric of requests at the start. The framework registers it with the first request, so dashboards and alerts would
 * find no such metric on an instance without any. See docs/framework.md.
 */
@ApplicationScoped
class RequestMetrics {

    private static final String REQUESTED_BY_GITLAB = "/features/{feature}/model-metadata";

    private final MeterRegistry meters;
    private final String root;

    RequestMetrics(MeterRegistry meters, @ConfigProperty(name = "quarkus.http.root-path") String root) {
        this.meters = meters;
        this.root = FrameworkPaths.withoutSlash(root);
    }

    void register(@Observes StartupEvent event) {
        Timer.builder(RequestMetricTags.REQUESTS)
                .tags("method", "GET", "uri", root + REQUESTED_BY_GITLAB, "outcome", "SUCCESS", "status", "200")
                .register(meters);
    }
}
