package dev.duoconfig.http.wire;

import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duoconfig.http.body.JsonText;
import dev.duoconfig.http.edge.CacheHeaders;
import dev.duoconfig.http.edge.ProblemMetrics;
import dev.duoconfig.http.edge.RequestIds;
import dev.duoconfig.http.edge.SecurityHeaders;
import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.Problem;
import dev.duoconfig.http.problem.ProblemType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.http.impl.headers.HeadersMultiMap;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Responds to requests that never reach the router, with the problems and headers that all other responses have. */
@ApplicationScoped
class RejectedRequests {

    private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

    private final ObjectMapper json;
    private final ProblemMetrics metrics;
    private final CacheHeaders cache;
    private final StateHeaders state;

    RejectedRequests(ObjectMapper json, ProblemMetrics metrics, CacheHeaders cache, StateHeaders state) {
        this.json = json;
        this.metrics = metrics;
        this.cache = cache;
        this.state = state;
    }

    /** The last response of a connection, or null if the request is to be passed on. */
    @Nullable
    FullHttpResponse respond(HttpRequest request) {
        var violation = RequestRules.violation(request);
        if (isPassedOn(violation, request.uri())) {
            return null;
        }
        var response = respond(
                violation, request.method(), request.uri(), request.headers().get(RequestIds.HEADER));
        response.headers().add(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        return response;
    }

    /** Whether a request is for the router: it is valid, and not about the whole server. */
    static boolean isPassedOn(@Nullable ApiException violation, @Nullable String target) {
        return violation == null && !"*".equals(target);
    }

    /**
     * The response to a request that is not passed on.
     *
     * @param violation the rule that the request breaks, if any
     * @param sentId the ID that the caller has given it, if any
     */
    FullHttpResponse respond(
            @Nullable ApiException violation, HttpMethod method, @Nullable String target, @Nullable String sentId) {
        var requestId = RequestIds.orNew(sentId);
        return violation == null
                ? response(
                        HttpResponseStatus.NO_CONTENT,
                        HeadersMultiMap.httpHeaders().add(HttpHeaderNames.ALLOW, METHODS),
                        requestId,
                        Unpooled.EMPTY_BUFFER)
                : problem(violation, method, target, requestId);
    }

    private FullHttpResponse problem(
            ApiException violation, HttpMethod method, @Nullable String target, String requestId) {
        metrics.count(violation.type());
        var problem = Problem.from(violation, path(target), requestId);
        var body = JsonText.of(json, problem).getBytes(StandardCharsets.UTF_8);
        var headers = HeadersMultiMap.httpHeaders();
        if (violation.type() == ProblemType.METHOD_NOT_ALLOWED) {
            headers.add(HttpHeaderNames.ALLOW, METHODS);
        }
        headers.add(HttpHeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .add(HttpHeaderNames.CONTENT_LENGTH, String.valueOf(body.length));
        return response(
                HttpResponseStatus.valueOf(problem.status()),
                headers,
                requestId,
                method.equals(HttpMethod.HEAD) ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body));
    }

    private static String path(@Nullable String target) {
        if (target == null || !target.startsWith("/")) {
            return "/";
        }
        var query = target.indexOf('?');
        return target.substring(0, query < 0 ? target.length() : query);
    }

    private FullHttpResponse response(
            HttpResponseStatus status, HeadersMultiMap headers, String requestId, ByteBuf body) {
        SecurityHeaders.addForData(headers);
        cache.addTo(headers, true);
        state.addTo(headers);
        headers.add(RequestIds.HEADER, requestId);
        return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body, headers, HeadersMultiMap.httpHeaders());
    }
}
