package dev.duoconfig.security;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Consumer;

import dev.duoconfig.http.problem.VisibleText;
import dev.duoconfig.outbound.Egress;
import dev.duoconfig.text.OutsideText;
import io.quarkus.oidc.OIDCException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.net.SSLOptions;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.impl.ClientPhase;
import io.vertx.ext.web.client.impl.HttpContext;
import io.vertx.ext.web.client.impl.HttpRequestImpl;
import io.vertx.ext.web.client.impl.HttpResponseImpl;
import io.vertx.ext.web.client.impl.WebClientInternal;

/**
 * Reads the responses of the issuer within limits of size and time, and follows no redirect. OIDC's own client reads a body of
 * any size for any time. The requests go through the configured proxy, and trust the configured authorities. See
 * docs/framework.md.
 */
final class IssuerResponses implements Handler<HttpContext<?>> {

    /** The largest body in bytes. */
    static final int MAX_BYTES = 1024 * 1024;

    /** The statuses below 500 that end by themselves: a timeout, and too many or too early requests. */
    private static final Set<Integer> PASSING = Set.of(408, 425, 429);

    private static final String TIMER = IssuerResponses.class.getName();

    private final Vertx vertx;
    private final Duration limit;
    private final Egress egress;
    private final String variable;
    private final Consumer<Throwable> failures;

    /** The clients that have the limits already; a client accepts them once. */
    private final Set<WebClientInternal> limited =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    /**
     * Creates the limits.
     *
     * @param limit the longest time from sending a request to the end of its response
     * @param variable the setting with the URL of the issuer
     * @param failures receives the reason of each exchange that fails
     */
    IssuerResponses(Vertx vertx, Duration limit, Egress egress, String variable, Consumer<Throwable> failures) {
        this.vertx = vertx;
        this.limit = limit;
        this.egress = egress;
        this.variable = variable;
        this.failures = failures;
    }

    /** Applies the limits to a request that is not sent yet, and to all later requests of its client. Send it after that. */
    Future<Void> applyTo(HttpRequest<?> request) {
        request.followRedirects(false);
        egress.proxy().ifPresent(request::proxy);
        var client = clientOf(request);
        if (!limited.add(client)) {
            return Future.succeededFuture();
        }
        client.addInterceptor(this);
        return client.updateSSLOptions(new SSLOptions().setTrustOptions(egress.trust()), false)
                .mapEmpty();
    }

    /** The client of a request. There is no method that returns it. */
    private static WebClientInternal clientOf(HttpRequest<?> request) {
        try {
            var field = HttpRequestImpl.class.getDeclaredField("client");
            field.setAccessible(true);
            return (WebClientInternal) field.get(request);
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new OIDCException("The responses of the issuer cannot be limited, so it is not asked", e);
        }
    }

    @Override
    public void handle(HttpContext<?> exchange) {
        switch (exchange.phase()) {
            case SEND_REQUEST -> startTimer(exchange);
            case DISPATCH_RESPONSE, FAILURE -> stopTimer(exchange);
            case PREPARE_REQUEST, CREATE_REQUEST, FOLLOW_REDIRECT, RECEIVE_RESPONSE -> {}
        }
        if (exchange.phase() == ClientPhase.FAILURE) {
            failures.accept(exchange.failure());
        }
        if (exchange.phase() == ClientPhase.RECEIVE_RESPONSE) {
            receive(exchange);
        } else {
            exchange.next();
        }
    }

    private void startTimer(HttpContext<?> exchange) {
        var request = exchange.clientRequest();
        var timer = vertx.setTimer(limit.toMillis(), expired -> {
            exchange.fail(new OIDCException("The issuer's response did not end within " + limit.toSeconds() + " s"));
            request.reset();
        });
        exchange.set(TIMER, timer);
    }

    private void stopTimer(HttpContext<?> exchange) {
        Long timer = exchange.get(TIMER);
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
    }

    private void receive(HttpContext<?> exchange) {
        var response = exchange.clientResponse();
        response.exceptionHandler(exchange::fail);
        if (response.statusCode() != 200) {
            refuse(exchange, unexpected(exchange, response.statusCode()));
            return;
        }
        var body = Buffer.buffer();
        response.handler(bytes -> {
            if (body.length() + bytes.length() > MAX_BYTES) {
                refuse(exchange, new OIDCException("The issuer's response is larger than " + MAX_BYTES + " bytes"));
            } else {
                body.appendBuffer(bytes);
            }
        });
        response.endHandler(end -> dispatch(exchange, response, withoutMark(body)));
        response.resume();
    }

    private static Buffer withoutMark(Buffer body) {
        return body.slice(OutsideText.markLength(body.getBytes()), body.length());
    }

    /** Fails the exchange, and closes its connection, whose rest is not read. */
    private static void refuse(HttpContext<?> exchange, OIDCException reason) {
        var response = exchange.clientResponse();
        response.handler(null);
        exchange.fail(reason);
        response.request().reset();
    }

    private OIDCException unexpected(HttpContext<?> exchange, int status) {
        var path = exchange.request().uri();
        if (path.endsWith(IssuerId.DISCOVERY) && status < 500 && !PASSING.contains(status)) {
            return new MisconfiguredIssuerException(
                    "There is no discovery document at %s: the response to %s has the status %d. Set it to the URL of the issuer, without %s."
                            .formatted(variable, VisibleText.excerpt(path), status, IssuerId.DISCOVERY));
        }
        return new OIDCException("The issuer responded to %s with the status %d instead of 200."
                .formatted(VisibleText.excerpt(path), status));
    }

    @SuppressWarnings("unchecked")
    private static void dispatch(HttpContext<?> exchange, HttpClientResponse response, Buffer body) {
        ((HttpContext<Buffer>) exchange)
                .dispatchResponse(new HttpResponseImpl<>(
                        response.version(),
                        response.statusCode(),
                        response.statusMessage(),
                        response.headers(),
                        response.trailers(),
                        response.cookies(),
                        body,
                        List.of()));
    }
}
