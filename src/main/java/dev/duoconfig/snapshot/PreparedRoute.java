package dev.duoconfig.snapshot;

import java.util.Collections;
import java.util.Set;

import dev.duoconfig.http.AccessTokens;
import dev.duoconfig.http.Deprecations;
import dev.duoconfig.http.MinRevision;
import dev.duoconfig.http.RequestIds;
import dev.duoconfig.http.SecurityHeaders;
import dev.duoconfig.security.TokenCache;
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
 * Answers what was prepared, ahead of everything else, to callers whose token was verified a moment ago, with the roles that
 * this verification found. Whatever is not plainly such a request, and whatever is refused, goes on to the filters and the
 * resource of the path. See docs/adr/0015-prepared-answers.md.
 */
@ApplicationScoped
class PreparedRoute {

    /** Ahead of all other filters: what they would do is done here, in one go. */
    private static final int PRIORITY = 2000;

    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized(RequestIds.HEADER);
    private static final CharSequence REVISION = HttpHeaders.createOptimized(RevisionHeader.NAME);
    private static final CharSequence AGE = HttpHeaders.createOptimized(SnapshotAge.NAME);
    private static final CharSequence PREFER = HttpHeaders.createOptimized("Prefer");
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json;charset=UTF-8");
    private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");

    /** What nearly all clients send; what else allows JSON is for others to find out. */
    private static final Set<String> ACCEPTS =
            Set.of("*/*", "application/json", "application/json, */*", "application/json, text/plain, */*");

    private final CurrentSnapshot current;
    private final TokenCache tokens;
    private final Deprecations deprecations;
    private final String root;

    PreparedRoute(
            CurrentSnapshot current,
            TokenCache tokens,
            Deprecations deprecations,
            @ConfigProperty(name = "quarkus.http.root-path") String root) {
        this.current = current;
        this.tokens = tokens;
        this.deprecations = deprecations;
        this.root = root.replaceAll("/+$", "");
    }

    void register(@Observes Filters filters) {
        filters.register(this::handle, PRIORITY);
    }

    private void handle(RoutingContext context) {
        var request = context.request();
        var published = current.published();
        var answer = published == null ? null : find(request, published.answers());
        if (published == null
                || answer == null
                || !isAllowed(request, answer)
                || !answer(context, published.answers(), answer)) {
            context.next();
        }
    }

    private @Nullable PreparedAnswer find(HttpServerRequest request, PreparedAnswers answers) {
        if (!HttpMethod.GET.equals(request.method()) || !isPlain(request)) {
            return null;
        }
        var path = MinRevision.reached(request.uri(), answers.revision());
        return path == null || !path.startsWith(root) ? null : answers.at(path.substring(root.length()));
    }

    /** Waits, other sites' scripts, bodies and unusual accepted types are for others to look at. */
    private static boolean isPlain(HttpServerRequest request) {
        var headers = request.headers();
        return !headers.contains(PREFER)
                && !headers.contains(HttpHeaders.ORIGIN)
                && !headers.contains(HttpHeaders.CONTENT_LENGTH)
                && !headers.contains(HttpHeaders.TRANSFER_ENCODING)
                && acceptsJson(headers.get(HttpHeaders.ACCEPT));
    }

    private static boolean acceptsJson(@Nullable String accept) {
        return accept == null || ACCEPTS.contains(accept);
    }

    private boolean isAllowed(HttpServerRequest request, PreparedAnswer answer) {
        var token = AccessTokens.claimed(request);
        var caller = token == null ? null : tokens.find(token);
        return caller != null && !Collections.disjoint(caller.getRoles(), answer.roles());
    }

    /** Whether it could be answered. */
    private boolean answer(RoutingContext context, PreparedAnswers answers, PreparedAnswer answer) {
        var request = context.request();
        var condition = answer.storable() ? request.getHeader(HttpHeaders.IF_NONE_MATCH) : null;
        var unchanged = condition != null && condition.equals(answers.entityTag());
        var body = condition == null ? answer.body().buffer() : null;
        if (!unchanged && body == null) {
            return false;
        }
        var metric = HttpRequestMetric.getRequestMetric(context);
        if (metric != null) {
            metric.setTemplatePath(answer.template());
        }
        var response = context.response();
        var headers = response.headers();
        SecurityHeaders.addForData(headers);
        headers.add(REQUEST_ID, HttpHeaders.createOptimized(RequestIds.idOf(request)));
        headers.add(REVISION, answers.revisionText());
        headers.add(AGE, HttpHeaders.createOptimized(Long.toString(current.age().toSeconds())));
        deprecations.addTo(headers, "GET", answer.template());
        if (answer.storable()) {
            headers.add(HttpHeaders.ETAG, answers.entityTagHeader());
        } else {
            headers.add(HttpHeaders.CACHE_CONTROL, NO_STORE);
        }
        if (body == null) {
            response.setStatusCode(304).end();
        } else {
            headers.add(HttpHeaders.CONTENT_TYPE, JSON);
            response.end(body);
        }
        tokens.countHit();
        answer.served().run();
        return true;
    }
}
