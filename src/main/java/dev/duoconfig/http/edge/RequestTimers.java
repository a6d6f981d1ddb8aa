package dev.duoconfig.http.edge;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.quarkus.micrometer.runtime.binder.HttpBinderConfiguration;
import io.quarkus.micrometer.runtime.binder.HttpCommonTags;
import jakarta.enterprise.context.ApplicationScoped;

/** The metrics of requests whose responses the framework does not see. They have the names and tags that it would choose. */
@ApplicationScoped
public class RequestTimers {

    private final MeterRegistry meters;
    private final HttpBinderConfiguration configuration;

    private final PublishedOperations operations;

    RequestTimers(MeterRegistry meters, HttpBinderConfiguration configuration, PublishedOperations operations) {
        this.meters = meters;
        this.configuration = configuration;
        this.operations = operations;
    }

    /** Whether the framework counts all requests of the contract, and under its templates. */
    public boolean areUsable() {
        return configuration.isServerEnabled()
                && configuration.getServerMatchPatterns().isEmpty()
                && operations.templates().stream().noneMatch(this::isIgnored);
    }

    private boolean isIgnored(String template) {
        return configuration.getServerIgnorePatterns().stream()
                .anyMatch(pattern -> pattern.matcher(template).matches());
    }

    /**
     * The timer of a kind of GET. Callers keep it, because finding it costs more than using it.
     *
     * @param template the path with its parameters in braces
     * @param path the path as it was requested
     */
    public Timer of(String template, String path, int status) {
        var tags = Tags.of(
                HttpCommonTags.method("GET"),
                HttpCommonTags.uri(template, path, status, configuration.isServerSuppress4xxErrors()),
                HttpCommonTags.outcome(status),
                HttpCommonTags.status(status));
        return Timer.builder(configuration.getHttpServerRequestsName())
                .description("HTTP server request processing time")
                .tags(tags)
                .register(meters);
    }
}
