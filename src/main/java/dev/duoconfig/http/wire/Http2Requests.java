package dev.duoconfig.http.wire;

import java.time.Duration;

import dev.duoconfig.http.edge.Http2Bodies;
import dev.duoconfig.http.edge.RequestIds;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.FullHttpResponse;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Responds to requests of HTTP/2 that are not valid. {@link RequestGuard} does so in HTTP/1.1, where each connection has one.
 * See docs/framework.md.
 */
@ApplicationScoped
class Http2Requests {

    private final RejectedRequests rejected;
    private final Duration timeout;

    Http2Requests(RejectedRequests rejected, @ConfigProperty(name = "quarkus.http.read-timeout") Duration timeout) {
        this.rejected = rejected;
        this.timeout = timeout;
    }

    void register(@Observes Router router) {
        // Ahead of all filters, and of the responses to paths that the router itself refuses.
        router.route().order(Integer.MIN_VALUE).handler(this::check).failureHandler(this::check);
    }

    private void check(RoutingContext context) {
        var request = context.request();
        if (request.version() != HttpVersion.HTTP_2) {
            context.next();
            return;
        }
        var violation = RequestRules.violation(request);
        if (RejectedRequests.isPassedOn(violation, request.uri())) {
            context.next();
        } else {
            var sentId = request.getHeader(RequestIds.HEADER);
            send(rejected.respond(violation, request.method().toNetty(), request.uri(), sentId), context);
        }
    }

    private void send(FullHttpResponse response, RoutingContext context) {
        var stream = context.response().setStatusCode(response.status().code());
        response.headers().forEach(header -> stream.putHeader(header.getKey(), header.getValue()));
        var unused = stream.end(Buffer.buffer(ByteBufUtil.getBytes(response.content())))
                .onSuccess(sent -> Http2Bodies.discard(context, timeout));
    }
}
