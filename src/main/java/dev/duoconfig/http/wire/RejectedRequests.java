package dev.duoconfig.http.wire;

import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duoconfig.http.body.JsonText;
import dev.duoconfig.http.edge.CacheHeaders;
import dev.duoconfig.http.edge.ProblemMetrics;
import dev.duoconfig.http.edge.RequestIds;
import dev.duoconfig.http.edge.SecurityHeaders;
import dev.duoconfig.http.problem.Problem;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
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
        var headers = HeadersMultiMap.httpHeaders();
        var requestId = RequestIds.orNew(request.headers().get(RequestIds.HEADER));
        if (violation == null) {
            return request.uri().equals("*")
                    ? response(
                            HttpResponseStatus.NO_CONTENT,
                            headers.add(HttpHeaderNames.ALLOW, METHODS),
                            requestId,
                            new byte[0])
                    : null;
        }
        metrics.count(violation.type());
        if (violation.type().status() == HttpResponseStatus.METHOD_NOT_ALLOWED.code()) {
            headers.add(HttpHeaderNames.ALLOW, METHODS);
        }
        headers.add(HttpHeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE);
        var path = request.uri().startsWith("/") ? request.uri().replaceFirst("\\?.*", "") : "/";
        var problem = Problem.from(violation, path, requestId);
        return response(
                HttpResponseStatus.valueOf(problem.status()),
                headers,
                requestId,
                JsonText.of(json, problem).getBytes(StandardCharsets.UTF_8));
    }

    private FullHttpResponse response(
            HttpResponseStatus status, HeadersMultiMap headers, String requestId, byte[] body) {
        SecurityHeaders.addForData(headers);
        cache.addTo(headers, true);
        state.addTo(headers);
        headers.add(RequestIds.HEADER, requestId).add(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        if (!status.equals(HttpResponseStatus.NO_CONTENT)) {
            headers.add(HttpHeaderNames.CONTENT_LENGTH, String.valueOf(body.length));
        }
        return new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body), headers, HeadersMultiMap.httpHeaders());
    }
}
