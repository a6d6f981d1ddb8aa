package dev.duoconfig.snapshot.prepared;

import java.util.Collections;
import java.util.Set;

import dev.duoconfig.http.edge.AccessTokens;
import dev.duoconfig.http.edge.CacheHeaders;
import dev.duoconfig.http.edge.Deprecations;
import dev.duoconfig.http.edge.FilterOrder;
import dev.duoconfig.http.edge.RequestIds;
import dev.duoconfig.http.edge.SecurityHeaders;
import dev.duoconfig.http.request.IfNoneMatch;
import dev.duoconfig.http.request.MinRevision;
import dev.duoconfig.security.TokenCache;
import dev.duoconfig.snapshot.CurrentSnapshot;
import dev.duoconfig.snapshot.PreparedResponse;
import dev.duoconfig.snapshot.PreparedResponses;
import dev.duoconfig.snapshot.SnapshotAge;
import dev.duoconfig.store.Revisions;
import io.quarkus.micrometer.runtime.binder.vertx.HttpRequestMetric;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Sends prepared responses, ahead of all other filters, to callers whose token was verified a moment ago, with the
 * roles found at that verification. All other requests, and those that must be refused, continue to the filters and
 * the resource of the path. See docs/adr/0015-prepared-answers.md and
 * docs/framework.md.
 */
@ApplicationScoped
class PreparedRoute {

    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized(RequestIds.HEADER);
    private static final CharSequence REVISION = HttpHeaders.createOptimized(Revisions.HEADER);
    private static final CharSequence AGE = HttpHeaders.createOptimized(SnapshotAge.NAME);
    private static final CharSequence PREFER = HttpHeaders.createOptimized("Prefer");
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json;charset=UTF-8");

    /** The values that nearly all clients send. Other values that allow JSON are left to the resource. */
    private static final Set<String> ACCEPTS =
            Set.of("*/*", "application/json", "application/json, */*", "application/json, text/plain, */*");

    private final CurrentSnapshot current;
    private final TokenCache tokens;
    private final CacheHeaders caches;
    private final Deprecations deprecations;
    private final String root;

    PreparedRoute(
            CurrentSnapshot current,
            TokenCache tokens,
            CacheHeaders caches,
            Deprecations deprecations,
            @ConfigProperty(name = "quarkus.http.root-path") String root) {
        this.current = current;
        this.tokens = tokens;
        this.caches = caches;
        this.deprecations = deprecations;
        this.root = root.replaceAll("/+$", "");
    }

    void register(@Observes Filters filters) {
        FilterOrder.PREPARED_RESPONSES.register(filters, this::handle);
    }

    private void handle(RoutingContext context) {
        var request = context.request();
        var published = current.published();
        var prepared = published == null ? null : find(request, published.responses());
        if (published == null
                || prepared == null
                || !isAllowed(request, prepared)
                || !respond(context, published.responses(), prepared)) {
            context.next();
        }
    }

    private @Nullable PreparedResponse find(HttpServerRequest request, PreparedResponses responses) {
        if (!HttpMethod.GET.equals(request.method()) || !isPlain(request)) {
            return null;
        }
        var path = MinRevision.reached(request.uri(), responses.revision());
        return path == null || !path.startsWith(root) ? null : responses.at(path.substring(root.length()));
    }

    /**
     * Whether the request has nothing that only the resource handles: a wait, an origin, a condition other than
     * {@code If-None-Match}, a body, or an unusual {@code Accept}.
     */
    private static boolean isPlain(HttpServerRequest request) {
        var headers = request.headers();
        return !headers.contains(PREFER)
                && !headers.contains(HttpHeaders.ORIGIN)
                && !headers.contains(HttpHeaders.IF_MATCH)
                && !headers.contains(HttpHeaders.CONTENT_LENGTH)
                && !headers.contains(HttpHeaders.TRANSFER_ENCODING)
                && acceptsJson(headers.get(HttpHeaders.ACCEPT));
    }

    private static boolean acceptsJson(@Nullable String accept) {
        return accept == null || ACCEPTS.contains(accept);
    }

    private boolean isAllowed(HttpServerRequest request, PreparedResponse prepared) {
        var token = AccessTokens.claimed(request);
        var caller = token == null ? null : tokens.find(token);
        return caller != null && !Collections.disjoint(caller.getRoles(), prepared.roles());
    }

    /** Sends the response; returns false if its body cannot be produced. */
    private boolean respond(RoutingContext context, PreparedResponses responses, PreparedResponse prepared) {
        var request = context.request();
        var condition = prepared.storable() ? request.getHeader(HttpHeaders.IF_NONE_MATCH) : null;
        var unchanged = condition != null && IfNoneMatch.isOnly(condition, responses.entityTag());
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
        SecurityHeaders.addForData(headers);
        headers.add(REQUEST_ID, HttpHeaders.createOptimized(RequestIds.idOf(request)));
        headers.add(REVISION, responses.revisionText());
        headers.add(AGE, HttpHeaders.createOptimized(Long.toString(current.age().toSeconds())));
        deprecations.addTo(headers, "GET", prepared.template());
        caches.addTo(headers, prepared.storable());
        if (prepared.storable()) {
            headers.add(HttpHeaders.ETAG, responses.entityTagHeader());
        }
        if (body == null) {
            response.setStatusCode(304).end();
        } else {
            headers.add(HttpHeaders.CONTENT_TYPE, JSON);
            response.end(body);
        }
        tokens.countHit();
        prepared.served().run();
        return true;
    }
}
