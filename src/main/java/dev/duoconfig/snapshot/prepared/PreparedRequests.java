package dev.duoconfig.snapshot.prepared;

import java.util.Collections;
import java.util.Set;

import dev.duoconfig.http.edge.CacheHeaders;
import dev.duoconfig.http.edge.FrameworkPaths;
import dev.duoconfig.http.edge.SecurityHeaders;
import dev.duoconfig.http.request.IfNoneMatch;
import dev.duoconfig.http.request.MinRevision;
import dev.duoconfig.http.request.PlainTarget;
import dev.duoconfig.http.request.PublicUrls;
import dev.duoconfig.snapshot.PreparedResponse;
import dev.duoconfig.snapshot.PreparedResponses;
import dev.duoconfig.store.Revisions;
import io.quarkus.security.identity.SecurityIdentity;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Decides which requests get a prepared response, and with which headers, for both ways to send it. */
@Singleton
class PreparedRequests {

    private static final CharSequence REVISION = HttpHeaders.createOptimized(Revisions.HEADER);
    private static final CharSequence PREFER = HttpHeaders.createOptimized("Prefer");
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json;charset=UTF-8");

    /** The values that nearly all clients send. Other values that allow JSON are left to the resource. */
    private static final Set<String> ACCEPTS =
            Set.of("*/*", "application/json", "application/json, */*", "application/json, text/plain, */*");

    private final CacheHeaders caches;
    private final PublicUrls urls;
    private final String root;

    PreparedRequests(
            CacheHeaders caches, PublicUrls urls, @ConfigProperty(name = "quarkus.http.root-path") String root) {
        this.caches = caches;
        this.urls = urls;
        this.root = FrameworkPaths.withoutSlash(root);
    }

    /**
     * Whether a GET has nothing that only the resource handles: a wait, an origin, a condition other than {@code If-None-Match}, a
     * body, or an unusual {@code Accept}.
     */
    boolean isPlain(MultiMap headers) {
        return !headers.contains(PREFER)
                && !headers.contains(HttpHeaders.ORIGIN)
                && !headers.contains(HttpHeaders.IF_MATCH)
                && !headers.contains(HttpHeaders.CONTENT_LENGTH)
                && !headers.contains(HttpHeaders.TRANSFER_ENCODING)
                && acceptsJson(headers);
    }

    private static boolean acceptsJson(MultiMap headers) {
        var accept = headers.get(HttpHeaders.ACCEPT);
        return accept == null
                || (ACCEPTS.contains(accept)
                        && headers.getAll(HttpHeaders.ACCEPT).size() == 1);
    }

    /** The path below the root of a request target whose query, if any, is fulfilled; null if there is another query, or no such path. */
    @Nullable
    String path(String target, PreparedResponses responses) {
        var path = MinRevision.reached(target, responses.revision());
        return path == null ? null : belowRoot(path);
    }

    /** A request target below the root; null if it is elsewhere. */
    @Nullable
    String belowRoot(String target) {
        return target.startsWith(root) ? target.substring(root.length()) : null;
    }

    /** A target below the root with its query; null if the query is not plain, or the URLs of the request are not known. */
    @Nullable
    PlainTarget parse(HttpServerRequest request, String target) {
        var base = urls.root(request, root);
        return base == null ? null : PlainTarget.parse(target, base);
    }

    /** The path of a request for what is at a path below the root. */
    String withRoot(String path) {
        return root + path;
    }

    /** Whether a caller has one of the roles that can read a response. */
    boolean isAllowed(@Nullable SecurityIdentity caller, Set<String> roles) {
        return caller != null && !Collections.disjoint(caller.getRoles(), roles);
    }

    /** The condition that decides about a response, if any. */
    @Nullable
    String condition(MultiMap headers, PreparedResponse response) {
        return response.tagged() ? headers.get(HttpHeaders.IF_NONE_MATCH) : null;
    }

    /** Whether the caller has the response already. Another condition is left to the resource. */
    boolean isUnchanged(String condition, PreparedResponses responses, PreparedResponse response) {
        var ownTag = response.ownTag();
        return IfNoneMatch.isOnly(condition, ownTag == null ? responses.entityTag() : ownTag);
    }

    /** Adds the headers that all of these responses have at a revision. */
    void addHeaders(MultiMap headers, PreparedResponses responses, PreparedResponse response, boolean unchanged) {
        SecurityHeaders.addForData(headers);
        headers.add(REVISION, responses.revisionText());
        caches.addTo(headers, response.storable());
        if (response.tagged()) {
            var ownTag = response.ownTag();
            headers.add(HttpHeaders.ETAG, ownTag == null ? responses.entityTagHeader() : ownTag);
        }
        response.headers().forEach(headers::add);
        if (!unchanged) {
            headers.add(HttpHeaders.CONTENT_TYPE, JSON);
        }
    }
}
