package dev.duoconfig.snapshot;

import java.util.Collections;

import dev.duoconfig.http.AccessTokens;
import dev.duoconfig.http.MinRevision;
import dev.duoconfig.security.VerifiedTokens;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticator;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Answers what was prepared, ahead of the resources: after the same request ids, CORS and tokens, with the same
 * authentication and roles. Whatever is not plainly such a request, and whatever is refused, goes on to the resource of the
 * path, which knows the words. See docs/adr/0015-prepared-answers.md.
 */
@ApplicationScoped
class PreparedRoute {

    /** After the tokens, before the authentication of everything else. */
    private static final int PRIORITY = 240;

    private static final CharSequence REVISION = HttpHeaders.createOptimized(RevisionHeader.NAME);
    private static final CharSequence AGE = HttpHeaders.createOptimized(SnapshotAge.NAME);
    private static final CharSequence PREFER = HttpHeaders.createOptimized("Prefer");
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json;charset=UTF-8");
    private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");

    private final CurrentSnapshot current;
    private final VerifiedTokens verified;
    private final HttpAuthenticator authenticator;
    private final int rootLength;

    PreparedRoute(
            CurrentSnapshot current,
            VerifiedTokens verified,
            HttpAuthenticator authenticator,
            @ConfigProperty(name = "quarkus.http.root-path") String root) {
        this.current = current;
        this.verified = verified;
        this.authenticator = authenticator;
        this.rootLength = root.replaceAll("/+$", "").length();
    }

    void register(@Observes Filters filters) {
        filters.register(this::handle, PRIORITY);
    }

    private void handle(RoutingContext context) {
        var published = current.published();
        var answer = published == null ? null : find(context.request(), published.answers());
        var token = answer == null ? null : AccessTokens.of(context.request());
        if (published == null || answer == null || token == null) {
            context.next();
            return;
        }
        var caller = verified.find(token);
        if (caller != null) {
            answer(context, caller, published.answers(), answer);
        } else {
            authenticator
                    .attemptAuthentication(context)
                    .subscribe()
                    .with(
                            identity -> answer(context, identity, published.answers(), answer),
                            refused -> context.next());
        }
    }

    private @Nullable PreparedAnswer find(HttpServerRequest request, PreparedAnswers answers) {
        if (!HttpMethod.GET.equals(request.method())
                || request.headers().contains(PREFER)
                || !acceptsJson(request.getHeader(HttpHeaders.ACCEPT))) {
            return null;
        }
        var path = MinRevision.reached(request.uri(), answers.revision());
        return path == null || path.length() < rootLength ? null : answers.at(path.substring(rootLength));
    }

    /** Only what is plain; a list with weights is for others to read. */
    private static boolean acceptsJson(@Nullable String accept) {
        return accept == null
                || accept.equals("*/*")
                || (accept.indexOf('=') < 0 && (accept.contains("application/json") || accept.contains("*/*")));
    }

    private void answer(
            RoutingContext context, @Nullable SecurityIdentity caller, PreparedAnswers answers, PreparedAnswer answer) {
        if (caller == null || Collections.disjoint(caller.getRoles(), answer.roles())) {
            context.next();
            return;
        }
        var condition = answer.storable() ? context.request().getHeader(HttpHeaders.IF_NONE_MATCH) : null;
        var unchanged = condition != null && condition.equals(answers.entityTag());
        var body = unchanged || condition != null ? null : answer.body().buffer();
        if (!unchanged && body == null) {
            context.next();
            return;
        }
        var response = context.response();
        var headers = response.headers();
        headers.set(REVISION, answers.revisionText());
        headers.set(AGE, Long.toString(current.age().toSeconds()));
        if (answer.storable()) {
            headers.set(HttpHeaders.ETAG, answers.entityTagHeader());
        } else {
            headers.set(HttpHeaders.CACHE_CONTROL, NO_STORE);
        }
        if (body == null) {
            response.setStatusCode(304).end();
        } else {
            headers.set(HttpHeaders.CONTENT_TYPE, JSON);
            response.end(body);
        }
        answer.served().run();
    }
}
