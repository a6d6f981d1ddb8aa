package dev.duoconfig.http.edge;

import java.time.Duration;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.core.http.impl.HttpServerRequestWrapper;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Lets a request of HTTP/2 whose body has been read be handed to a resource. The framework pauses every request that it takes
 * over, which Vert.x allows after the end of a request in HTTP/1.1, and refuses in HTTP/2. See docs/framework.md.
 */
@ApplicationScoped
public class Http2Bodies {

    private static final String WRAPPED = Http2Bodies.class.getName();

    /** The response is complete, and the rest of the request is not needed. */
    private static final long NO_ERROR = 0;

    void register(@Observes Filters filters) {
        FilterOrder.HTTP2_BODIES.register(filters, Http2Bodies::wrap);
    }

    /** Whether a request of HTTP/2 can have a body. It need not announce the length, which methods that only read do all the same. */
    public static boolean canHave(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_2
                && (request.headers().contains(HttpHeaders.CONTENT_LENGTH) || !onlyReads(request.method()));
    }

    private static boolean onlyReads(HttpMethod method) {
        return HttpMethod.GET.equals(method) || HttpMethod.HEAD.equals(method) || HttpMethod.OPTIONS.equals(method);
    }

    /**
     * Receives the rest of a body whose request has its response already. Some clients, such as that of Java 17, read no response
     * before they have sent the whole body. The stream ends after the limit.
     */
    public static void discard(RoutingContext context, Duration limit) {
        var request = context.request();
        if (request.isEnded() || context.response().closed()) {
            return;
        }
        var timer = context.vertx()
                .setTimer(limit.toMillis(), id -> context.response().reset(NO_ERROR));
        request.handler(part -> {})
                .endHandler(end -> context.vertx().cancelTimer(timer))
                .exceptionHandler(failure -> context.vertx().cancelTimer(timer))
                .resume();
    }

    private static void wrap(RoutingContext context) {
        var request = context.request();
        var local = Vertx.currentContext();
        if (canHave(request) && local.getLocal(WRAPPED) == null) {
            local.putLocal(WRAPPED, true);
            ((RoutingContextInternal) context).currentRouter().handle(new AfterTheEnd((HttpServerRequestInternal)
                    request));
        } else {
            context.next();
        }
    }

    /** A request that can be paused and resumed after its end, to no effect. */
    private static final class AfterTheEnd extends HttpServerRequestWrapper {

        AfterTheEnd(HttpServerRequestInternal request) {
            super(request);
        }

        @Override
        public HttpServerRequest pause() {
            return isEnded() ? this : super.pause();
        }

        @Override
        public HttpServerRequest resume() {
            return isEnded() ? this : super.resume();
        }

        @Override
        public HttpServerRequest fetch(long amount) {
            return isEnded() ? this : super.fetch(amount);
        }
    }
}
