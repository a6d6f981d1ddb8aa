package dev.duoconfig.http.edge;

import java.util.Set;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Keeps shared caches from serving the response to one caller's token to another caller. The token can be in a header that
 * caches do not know, so every response says so, refusals included, unless a resource sends a stricter header.
 */
@ApplicationScoped
public class CacheHeaders {

    private static final CharSequence PRIVATE = HttpHeaders.createOptimized("private, no-cache");
    private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
    private static final CharSequence ORIGIN = HttpHeaders.createOptimized("Origin");

    private final boolean variesByOrigin;

    CacheHeaders(CorsSettings cors) {
        this.variesByOrigin = cors.origins().stream().flatMap(Set::stream).anyMatch(origin -> !origin.isBlank());
    }

    /**
     * Adds the headers to a response that has none of them yet.
     *
     * @param storable whether the caller's own cache may store the response
     */
    public void addTo(MultiMap headers, boolean storable) {
        headers.add(HttpHeaders.CACHE_CONTROL, storable ? PRIVATE : NO_STORE);
        if (variesByOrigin) {
            headers.add(HttpHeaders.VARY, ORIGIN);
        }
    }

    void register(@Observes Filters filters) {
        FilterOrder.CACHE_HEADERS.register(filters, this::add);
    }

    private void add(RoutingContext context) {
        // At the end, when a resource has said how its response can be cached, and by which other headers it varies.
        context.addHeadersEndHandler(end -> complete(context.response().headers()));
        context.next();
    }

    private void complete(MultiMap headers) {
        if (!headers.contains(HttpHeaders.CACHE_CONTROL)) {
            headers.add(HttpHeaders.CACHE_CONTROL, PRIVATE);
        }
        if (variesByOrigin) {
            headers.add(HttpHeaders.VARY, ORIGIN);
        }
    }
}
