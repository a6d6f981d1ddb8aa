package dev.duoconfig.http.edge;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/** Gives every request an ID: the caller's, if it is valid, or a new one. The response, log, and audit events have it. */
@ApplicationScoped
public class RequestIds {

    public static final String HEADER = "X-Request-Id";

    private static final CharSequence HEADER_NAME = HttpHeaders.createOptimized(HEADER);
    private static final String KEY = RequestIds.class.getName();
    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    void register(@Observes Filters filters) {
        FilterOrder.REQUEST_IDS.register(filters, RequestIds::assignTo);
    }

    private static void assignTo(RoutingContext context) {
        var unused = assign(context);
        context.next();
    }

    private static String assign(RoutingContext context) {
        var id = idOf(context.request().headers());
        context.put(KEY, id);
        context.response().putHeader(HEADER, id);
        MDC.put("request_id", id);
        return id;
    }

    /** The caller's ID of a request, if it is valid, or a new one. */
    public static String idOf(MultiMap headers) {
        return orNew(headers.get(HEADER_NAME));
    }

    /** The ID that a caller sent, if it is valid, or a new one. */
    public static String orNew(@Nullable String sent) {
        return sent != null && VALID.matcher(sent).matches() ? sent : random();
    }

    /** Cheaper than {@link UUID#randomUUID}, whose secure randomness an ID does not need. */
    private static String random() {
        var random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    /** The ID of the request. A request that is rejected ahead of all filters gets it here. */
    public static String of(RoutingContext context) {
        String id = context.get(KEY);
        return id == null ? assign(context) : id;
    }
}
