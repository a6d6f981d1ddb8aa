package dev.duoconfig.http.edge;

import java.util.Map;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Adds the headers of deprecated operations to every response, wherever it is made. */
@Singleton
public class Deprecations {

    private final PublishedOperations operations;

    private volatile Map<String, Deprecation> deprecated;

    Deprecations(PublishedOperations operations) {
        this.operations = operations;
        this.deprecated = operations.deprecations();
    }

    /** Replaces the deprecated operations. The keys are method and path template, separated by a space. */
    void announce(Map<String, Deprecation> operations) {
        deprecated = Map.copyOf(operations);
    }

    /** Adds the headers of an operation, if it is deprecated. The template is a path of the contract. */
    public void addTo(MultiMap headers, String method, String template) {
        var known = deprecated;
        if (!known.isEmpty()) {
            var deprecation = known.get((method.equals("HEAD") ? "GET" : method) + " " + template);
            if (deprecation != null) {
                deprecation.addTo(headers);
            }
        }
    }

    /** Whether the headers of an operation are not empty. */
    public boolean concern(String method, String template) {
        var known = deprecated;
        return !known.isEmpty() && known.containsKey(method + " " + template);
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
