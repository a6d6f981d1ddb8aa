package dev.duoconfig.http.edge;

import java.util.List;

import dev.duoconfig.http.request.Preferences;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Joins list headers that arrive over several lines into one line (RFC 9110, section 5.3), because resources are given the
 * first line only, and leaves of media types what the framework understands. See docs/framework.md.
 */
@Singleton
class ListHeaderFilter {

    private static final List<CharSequence> LISTS =
            List.of(HttpHeaders.IF_MATCH, HttpHeaders.IF_NONE_MATCH, HttpHeaders.createOptimized(Preferences.NAME));

    /** Matches no revision, so that a client whose variable is empty does not write without a condition. */
    private static final String UNKNOWN_TAG = "\"\"";

    /** The framework takes quadratic time to parse the parameters of a media type, before it looks at the token. */
    private static final int MAX_TYPE_LENGTH = 255;

    void register(@Observes Filters filters) {
        FilterOrder.LIST_HEADERS.register(filters, context -> {
            normalize(context.request().headers());
            context.next();
        });
    }

    private static void normalize(MultiMap headers) {
        LISTS.forEach(name -> join(headers, name));
        var condition = headers.get(HttpHeaders.IF_MATCH);
        if (condition != null && condition.isBlank()) {
            headers.set(HttpHeaders.IF_MATCH, UNKNOWN_TAG);
        }
        if (headers.contains(HttpHeaders.ACCEPT)) {
            accept(headers, AcceptedTypes.of(headers.getAll(HttpHeaders.ACCEPT)));
        }
        var type = headers.get(HttpHeaders.CONTENT_TYPE);
        if (type != null && type.length() > MAX_TYPE_LENGTH) {
            headers.set(HttpHeaders.CONTENT_TYPE, AcceptedTypes.NOTHING);
        }
    }

    private static void join(MultiMap headers, CharSequence name) {
        var lines = headers.getAll(name);
        if (lines.size() > 1) {
            headers.set(name, String.join(", ", lines));
        }
    }

    private static void accept(MultiMap headers, @Nullable String types) {
        if (types == null) {
            headers.remove(HttpHeaders.ACCEPT);
        } else {
            headers.set(HttpHeaders.ACCEPT, types);
        }
    }
}
