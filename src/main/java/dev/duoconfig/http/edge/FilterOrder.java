package dev.duoconfig.http.edge;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/**
 * The Vert.x filters of the service, outermost first. A request passes them in this order before Quarkus authenticates it
 * and hands it to a resource. Quarkus' own filters run at 300 (CORS), 200 (authentication), and 100 (authorization).
 */
public enum FilterOrder {

    /** Wraps requests of HTTP/2 that can have a body, and lets them pass the filters. Outermost, so that they pass the others once. */
    HTTP2_BODIES(2700),

    /** Makes the span of the request, if traces are on. Ahead of all that the span covers. */
    SPANS(2600),

    /** Waits until the client has received the responses before. Ahead of all responses, so that none piles up behind them. */
    RECEIVED_RESPONSES(2500),

    /** Sends prepared responses. Ahead of the other filters, because it does their work in one go. */
    PREPARED_RESPONSES(2000),

    /** Joins list headers that arrive over several lines. Ahead of all filters and resources that read such a header. */
    LIST_HEADERS(1500),

    /** Adds the security headers. Ahead of every filter that may end a request, so that refusals carry them too. */
    SECURITY_HEADERS(1010),

    /** Adds the headers for caches. Ahead of every filter that may end a request, so that refusals carry them too. */
    CACHE_HEADERS(1008),

    /** Completes the URLs of redirects. Ahead of every filter that may end a request. */
    PUBLIC_REDIRECTS(1006),

    /** Adds the headers of deprecated operations. Ahead of every filter that may end a request. */
    DEPRECATIONS(1005),

    /** Gives the request its id. Ahead of every filter that may end a request, because problems name the id. */
    REQUEST_IDS(1000),

    /** Adds the revision when the headers are written. Ahead of the body limit, so that its refusal carries it too. */
    REVISION(990),

    /** Refuses bodies that announce more than 1 MiB. Ahead of everything that would read a body. */
    BODY_LIMIT(980),

    /** Finds the request's token. After CORS, which ends preflight requests, and before authentication. */
    ACCESS_TOKENS(250),

    /** Reads bodies. After authentication, so that strangers cannot occupy memory or places. */
    BODIES(150);

    private final int priority;

    FilterOrder(int priority) {
        this.priority = priority;
    }

    int priority() {
        return priority;
    }

    /** Registers a filter at this place. */
    public void register(Filters filters, Handler<RoutingContext> filter) {
        filters.register(filter, priority);
    }
}
