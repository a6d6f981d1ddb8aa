package dev.duoconfig.snapshot.prepared;

import dev.duoconfig.http.edge.AccessTokens;
import dev.duoconfig.http.edge.Deprecations;
import dev.duoconfig.http.edge.FilterOrder;
import dev.duoconfig.http.edge.RequestIds;
import dev.duoconfig.security.TokenCache;
import dev.duoconfig.snapshot.CurrentSnapshot;
import dev.duoconfig.snapshot.PreparedResponse;
import dev.duoconfig.snapshot.PreparedResponses;
import dev.duoconfig.snapshot.SnapshotAge;
import io.quarkus.micrometer.runtime.binder.vertx.HttpRequestMetric;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jspecify.annotations.Nullable;

/**
 * Sends prepared responses, ahead of all other filters, to callers whose token was verified a moment ago, with the
 * roles found at that verification. All other requests, and those that must be refused, continue to the filters and
 * the resource of the path. {@link PreparedConnection} does the same where a request needs no router at all. See
 * docs/adr/0015-prepared-answers.md and docs/framework.md.
 */
@ApplicationScoped
class PreparedRoute {

    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized(RequestIds.HEADER);
    private static final CharSequence AGE = HttpHeaders.createOptimized(SnapshotAge.NAME);

    private final PreparedRequests requests;
    private final CurrentSnapshot current;
    private final TokenCache tokens;
    private final Deprecations deprecations;

    PreparedRoute(PreparedRequests requests, CurrentSnapshot current, TokenCache tokens, Deprecations deprecations) {
        this.requests = requests;
        this.current = current;
        this.tokens = tokens;
        this.deprecations = deprecations;
    }

    void register(@Observes Filters filters) {
        FilterOrder.PREPARED_RESPONSES.register(filters, this::handle);
    }

    private void handle(RoutingContext context) {
        var request = context.request();
        var published = current.published();
        var prepared = published == null ? null : find(request, published.responses());
        if (published == null || prepared == null || !respond(context, published.responses(), prepared)) {
            context.next();
        }
    }

    /** The response that the caller is allowed to have; null if only the resource can respond. */
    private @Nullable PreparedResponse find(HttpServerRequest request, PreparedResponses responses) {
        if (!HttpMethod.GET.equals(request.method()) || !requests.isPlain(request.headers())) {
            return null;
        }
        var path = requests.path(request.uri(), responses);
        var prepared = path == null ? null : responses.at(path);
        if (prepared != null) {
            return requests.isAllowed(caller(request), prepared.roles()) ? prepared : null;
        }
        var target = requests.belowRoot(request.uri());
        var lookup = target == null ? null : responses.lookup(target);
        if (target == null || lookup == null || !requests.isAllowed(caller(request), lookup.roles())) {
            return null;
        }
        var parsed = requests.parse(request, target);
        return parsed == null ? null : lookup.find(parsed);
    }

    private @Nullable SecurityIdentity caller(HttpServerRequest request) {
        var token = AccessTokens.claimed(request.headers());
        return token == null ? null : tokens.find(token);
    }

    /** Sends the response; returns false if its body cannot be produced. */
    private boolean respond(RoutingContext context, PreparedResponses responses, PreparedResponse prepared) {
        var sent = context.request().headers();
        var condition = requests.condition(sent, prepared);
        var unchanged = condition != null && requests.isUnchanged(condition, responses, prepared);
        var body = condition == null ? prepared.body().buffer() : null;
        if (!unchanged && body == null) {
            return false;
        }
        var metric = HttpRequestMetric.getRequestMetric(context);
        if (metric != null) {
            metric.setTemplatePath(prepared.template());
        }
        var response = context.response();
        var headers = response.headers();
        requests.addHeaders(headers, responses, prepared, unchanged);
        headers.add(REQUEST_ID, HttpHeaders.createOptimized(RequestIds.idOf(sent)));
        headers.add(AGE, HttpHeaders.createOptimized(Long.toString(current.age().toSeconds())));
        deprecations.addTo(headers, "GET", prepared.template());
        if (body == null) {
            response.setStatusCode(304).end();
        } else {
            response.end(body);
        }
        tokens.countHit();
        prepared.served().run();
        return true;
    }
}
