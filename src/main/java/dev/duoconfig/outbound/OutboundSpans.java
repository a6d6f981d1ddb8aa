package dev.duoconfig.outbound;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

import dev.duoconfig.trace.Traces;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;

/**
 * Makes a span of every request to another server, if traces are on, and sends its {@code traceparent}. A span has the URL without its
 * query, and no header or body.
 */
final class OutboundSpans {

    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<String> URL = AttributeKey.stringKey("url.full");
    private static final AttributeKey<String> HOST = AttributeKey.stringKey("server.address");
    private static final AttributeKey<Long> PORT = AttributeKey.longKey("server.port");
    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    private static final int FIRST_ERROR = 400;

    private final Traces traces;

    OutboundSpans(Traces traces) {
        this.traces = traces;
    }

    /** Sends a request, with a span if traces are on. */
    OutboundResponse send(OutboundRequest request, Function<OutboundRequest, OutboundResponse> exchange) {
        if (!traces.areOn()) {
            return exchange.apply(request);
        }
        var span = start(request);
        try {
            var response = exchange.apply(request.withHeaders(headers(span)));
            span.setAttribute(STATUS, (long) response.status());
            if (response.status() >= FIRST_ERROR) {
                fail(span, String.valueOf(response.status()));
            }
            return response;
        } catch (OutboundException e) {
            fail(span, e.fault().name().toLowerCase(Locale.ROOT));
            throw e;
        } finally {
            span.end();
        }
    }

    private Span start(OutboundRequest request) {
        var url = request.url();
        return traces.tracer()
                .spanBuilder(request.method())
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute(METHOD, request.method())
                .setAttribute(URL, url.toString())
                .setAttribute(HOST, url.host())
                .setAttribute(PORT, (long) url.port())
                .startSpan();
    }

    private Map<String, String> headers(Span span) {
        var headers = new HashMap<String, String>();
        traces.propagator()
                .inject(Context.current().with(span), headers, (carrier, name, value) -> Objects.requireNonNull(carrier)
                        .put(name, value));
        return headers;
    }

    private static void fail(Span span, String type) {
        span.setAttribute(ERROR, type).setStatus(StatusCode.ERROR);
    }
}
