package dev.duoconfig.http.edge;

import java.util.Set;

import dev.duoconfig.trace.Traces;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Makes a span of every request, if traces are on, and continues the trace of its {@code traceparent}. A span has nothing that a caller
 * wrote except the request's ID: no path, query, header, or body. Without traces, there is no filter. See docs/framework.md.
 */
@ApplicationScoped
public class RequestSpans {

    private static final String TRACE_ID = RequestSpans.class.getName();

    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
    private static final AttributeKey<String> SCHEME = AttributeKey.stringKey("url.scheme");
    private static final AttributeKey<String> REQUEST_ID = AttributeKey.stringKey("duo.request_id");

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    /** The name of a span whose method a caller made up. */
    private static final String OTHER = "HTTP";

    private static final int FIRST_SERVER_ERROR = 500;

    private final Traces traces;
    private final PublishedOperations operations;
    private final String frameworkPath;

    RequestSpans(
            Traces traces,
            PublishedOperations operations,
            @ConfigProperty(name = "quarkus.http.root-path") String root,
            @ConfigProperty(name = "quarkus.http.non-application-root-path") String framework) {
        this.traces = traces;
        this.operations = operations;
        this.frameworkPath = FrameworkPaths.of(root, framework) + "/";
    }

    /** The ID of the request's trace; null without traces. */
    public static @Nullable String traceIdOf(RoutingContext context) {
        return context.get(TRACE_ID);
    }

    void register(@Observes Filters filters) {
        if (traces.areOn()) {
            FilterOrder.SPANS.register(filters, this::trace);
        }
    }

    private void trace(RoutingContext context) {
        if (!context.normalizedPath().startsWith(frameworkPath)) {
            begin(context);
        }
        context.next();
    }

    // The scope is closed at the end of the response.
    @SuppressWarnings("MustBeClosedChecker")
    private void begin(RoutingContext context) {
        var request = context.request();
        var method = method(request);
        var parent = traces.propagator().extract(Context.root(), request.headers(), Headers.INSTANCE);
        var span = traces.tracer()
                .spanBuilder(method)
                .setParent(parent)
                .setSpanKind(SpanKind.SERVER)
                .setAttribute(METHOD, method.equals(OTHER) ? "_OTHER" : method)
                .setAttribute(SCHEME, request.isSSL() ? "https" : "http")
                .startSpan();
        context.put(TRACE_ID, span.getSpanContext().getTraceId());
        var scope = parent.with(span).makeCurrent();
        context.addEndHandler(end -> end(context, span, scope, end.failed()));
    }

    private static String method(HttpServerRequest request) {
        var name = request.method().name();
        return METHODS.contains(name) ? name : OTHER;
    }

    private void end(RoutingContext context, Span span, Scope scope, boolean disconnected) {
        try (scope) {
            var response = context.response();
            operations.template(context.normalizedPath()).ifPresent(route -> {
                span.updateName(method(context.request()) + " " + route);
                span.setAttribute(ROUTE, route);
            });
            var id = response.headers().get(RequestIds.HEADER);
            if (id != null) {
                span.setAttribute(REQUEST_ID, id);
            }
            if (disconnected) {
                span.setAttribute(ERROR, "disconnected").setStatus(StatusCode.ERROR);
            } else {
                span.setAttribute(STATUS, (long) response.getStatusCode());
                if (response.getStatusCode() >= FIRST_SERVER_ERROR) {
                    span.setAttribute(ERROR, String.valueOf(response.getStatusCode()))
                            .setStatus(StatusCode.ERROR);
                }
            }
            span.end();
        }
    }

    /** Reads headers of a request. */
    private enum Headers implements TextMapGetter<MultiMap> {
        INSTANCE;

        @Override
        public Iterable<String> keys(MultiMap headers) {
            return headers.names();
        }

        @Override
        public @Nullable String get(@Nullable MultiMap headers, String name) {
            return headers == null ? null : headers.get(name);
        }
    }
}
