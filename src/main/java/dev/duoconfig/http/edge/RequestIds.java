package dev.duoconfig.http.edge;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.MDC;

/** Gives every request an id: the caller's, if it sent a sane one. It is in the answer, the log and the audit. */
@ApplicationScoped
public class RequestIds {

    public static final String HEADER = "X-Request-Id";

    private static final CharSequence SENT = HttpHeaders.createOptimized(HEADER);
    private static final String KEY = RequestIds.class.getName();
    private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    void register(@Observes Filters filters) {
        FilterOrder.REQUEST_IDS.register(filters, RequestIds::take);
    }

    private static void take(RoutingContext context) {
        var unused = assign(context);
        context.next();
    }

    private static String assign(RoutingContext context) {
        var id = idOf(context.request());
        context.put(KEY, id);
        context.response().putHeader(HEADER, id);
        MDC.put("request_id", id);
        return id;
    }

    /** The id that a request gets: its own, if it is sane. */
    public static String idOf(HttpServerRequest request) {
        var sent = request.getHeader(SENT);
        return sent != null && SANE.matcher(sent).matches() ? sent : unique();
    }

    /** It need not be hard to guess, so it need not cost what a random UUID does. */
    private static String unique() {
        var random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    /** The id of the request; one that is refused ahead of all filters gets it here. */
    public static String of(RoutingContext context) {
        String id = context.get(KEY);
        return id == null ? assign(context) : id;
    }
}
