package dev.duoconfig.http.edge;

import java.util.Map;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Tells the callers of deprecated operations so, in every answer, whoever gives it. */
@Singleton
public class Deprecations {

    private final PublishedOperations operations;

    private volatile Map<String, Deprecation> deprecated = Map.of();

    Deprecations(PublishedOperations operations) {
        this.operations = operations;
    }

    /** Late in the start, when the contract was read in the background, and before the port is opened. */
    void read(@Observes @Priority(Integer.MAX_VALUE) StartupEvent start) {
        announce(operations.deprecations());
    }

    /** Tells of these operations from now on, and of no others; they are named by method and template, a space between. */
    void announce(Map<String, Deprecation> operations) {
        deprecated = Map.copyOf(operations);
    }

    /** Adds what there is to say of an operation; its path is the contract's, with the names of its parameters in braces. */
    public void addTo(MultiMap headers, String method, String template) {
        var known = deprecated;
        if (!known.isEmpty()) {
            var deprecation = known.get((method.equals("HEAD") ? "GET" : method) + " " + template);
            if (deprecation != null) {
                deprecation.addTo(headers);
            }
        }
    }

    void register(@Observes Filters filters) {
        FilterOrder.DEPRECATIONS.register(filters, this::add);
    }

    private void add(RoutingContext context) {
        if (!deprecated.isEmpty()) {
            var request = context.request();
            operations
                    .template(context.normalizedPath())
                    .ifPresent(template ->
                            addTo(context.response().headers(), request.method().name(), template));
        }
        context.next();
    }
}
