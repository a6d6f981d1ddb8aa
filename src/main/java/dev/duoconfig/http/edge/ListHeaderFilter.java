package dev.duoconfig.http.edge;

import java.util.List;

import dev.duoconfig.http.request.Preferences;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Joins list headers that arrive over several lines into one line (RFC 9110, section 5.3), because resources are given the
 * first line only. See docs/framework.md.
 */
@Singleton
class ListHeaderFilter {

    private static final List<CharSequence> LISTS =
            List.of(HttpHeaders.IF_MATCH, HttpHeaders.IF_NONE_MATCH, HttpHeaders.createOptimized(Preferences.NAME));

    /** Matches no revision, so that a client whose variable is empty does not write without a condition. */
    private static final String UNKNOWN_TAG = "\"\"";

    void register(@Observes Filters filters) {
        FilterOrder.LIST_HEADERS.register(filters, ListHeaderFilter::join);
    }

    private static void join(RoutingContext context) {
        var headers = context.request().headers();
        for (var name : LISTS) {
            var lines = headers.getAll(name);
            if (lines.size() > 1) {
                headers.set(name, String.join(", ", lines));
            }
        }
        var condition = headers.get(HttpHeaders.IF_MATCH);
        if (condition != null && condition.isBlank()) {
            headers.set(HttpHeaders.IF_MATCH, UNKNOWN_TAG);
        }
        context.next();
    }
}
