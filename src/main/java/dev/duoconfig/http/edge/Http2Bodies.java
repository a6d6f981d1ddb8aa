package dev.duoconfig.http.edge;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
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

    void register(@Observes Filters filters) {
        FilterOrder.HTTP2_BODIES.register(filters, Http2Bodies::wrap);
    }

    /** Whether a request of HTTP/2 can have a body, of which it need not announce the length. */
    public static boolean canHave(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_2
                && !HttpMethod.GET.equals(request.method())
                && !HttpMethod.HEAD.equals(request.method())
                && !HttpMethod.OPTIONS.equals(request.method());
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
