package dev.duoconfig.outbound;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import dev.duoconfig.outbound.address.IpLiterals;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * One request to one checked address: connects only to that address, under the name of the URL's host. See docs/framework.md.
 */
final class Exchange {

    private static final int MAX_HEADER_BYTES = 32 * 1024;

    private final OutboundRequest request;
    private final AddressLookup.Checked target;
    private final Deadline deadline;
    private final AtomicBoolean connected = new AtomicBoolean();
    private final AtomicBoolean responded = new AtomicBoolean();
    private final Promise<Received> result = Promise.promise();

    Exchange(OutboundRequest request, AddressLookup.Checked target, Deadline deadline) {
        this.request = request;
        this.target = target;
        this.deadline = deadline;
    }

    /** Sends the request. */
    OutboundResponse run(Vertx vertx, Egress egress) {
        try {
            var received = withClient(vertx, egress, client -> {
                client.request(requestOptions(egress, request.url().isTls()))
                        .compose(this::write)
                        .onFailure(result::tryFail);
                return result.future();
            });
            return response(received);
        } catch (OutboundException e) {
            throw responded.get() ? e.afterResponse() : e;
        }
    }

    /** Connects and disconnects without sending anything. */
    void connect(Vertx vertx, Egress egress) {
        withClient(vertx, egress, client -> client.request(requestOptions(egress, false))
                .map(Exchange::ignoringErrors));
    }

    /** Connects, performs the TLS handshake, and disconnects without sending a request. */
    TlsSession handshake(Vertx vertx, Egress egress) {
        return withClient(vertx, egress, client -> client.request(requestOptions(egress, true))
                .map(Exchange::ignoringErrors)
                .map(connection -> TlsSession.of(connection.sslSession())));
    }

    /** Without handlers, the disconnect and unsolicited data from the server would be logged as failures. */
    private static HttpConnection ignoringErrors(HttpClientRequest unsent) {
        unsent.exceptionHandler(ignored -> {});
        return unsent.connection().exceptionHandler(ignored -> {});
    }

    private <T> T withClient(Vertx vertx, Egress egress, Function<HttpClient, Future<T>> exchange) {
        // A separate client for each exchange: closing it ends the exchange in any state.
        var client = vertx.createHttpClient(clientOptions(egress));
        try {
            return exchange.apply(client)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(deadline.remainingMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            var failure = Objects.requireNonNull(e.getCause());
            throw connected.get()
                    ? ConnectionFailures.responding(failure, request, target)
                    : ConnectionFailures.connecting(failure, request, target);
        } catch (TimeoutException e) {
            throw ConnectionFailures.timedOut(request, target, connected.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ConnectionFailures.timedOut(request, target, connected.get());
        } finally {
            client.close();
        }
    }

    private HttpClientOptions clientOptions(Egress egress) {
        int connectMillis = (int) Math.min(request.connectTimeout().toMillis(), deadline.remainingMillis());
        return egress.applyTo(new HttpClientOptions())
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setKeepAlive(false)
                .setMaxPoolSize(1)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setConnectTimeout(connectMillis)
                .setSslHandshakeTimeout(connectMillis)
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setVerifyHost(true);
    }

    private RequestOptions requestOptions(Egress egress, boolean tls) {
        var url = request.url();
        // An address instead of a name, to prevent another lookup between the check and the connection.
        var address = SocketAddress.inetSocketAddress(new InetSocketAddress(target.address(), url.port()));
        return new RequestOptions()
                .setMethod(HttpMethod.valueOf(request.method()))
                .setServer(address)
                .setHost(url.hostInAuthority())
                .setPort(url.port())
                .setSsl(tls)
                .setURI(egress.proxy().isPresent() && !tls ? proxyTarget() : url.requestTarget())
                .setFollowRedirects(false)
                // The client's own timeouts end the connection attempt with a more precise error.
                .setConnectTimeout(0);
    }

    /** The request target for a proxy: with the checked address instead of the name, which the proxy would look up again. */
    private String proxyTarget() {
        return "http://" + IpLiterals.bracketed(IpLiterals.format(target.address())) + ":"
                + request.url().port() + request.url().requestTarget();
    }

    private Future<HttpClientResponse> write(HttpClientRequest outgoing) {
        connected.set(true);
        // Without a handler, the failure would be logged with a message that quotes the server.
        outgoing.connection().exceptionHandler(result::tryFail);
        outgoing.putHeader(HttpHeaders.USER_AGENT, "duo-config");
        outgoing.putHeader(HttpHeaders.ACCEPT_ENCODING, HttpHeaders.IDENTITY);
        request.headers().forEach(outgoing::putHeader);
        // Registered before sending and called when the head arrives: a handler that is set later could miss the body.
        outgoing.response().onSuccess(this::receive);
        var body = request.body();
        return body == null ? outgoing.send() : outgoing.send(Buffer.buffer(body));
    }

    private void receive(HttpClientResponse response) {
        responded.set(true);
        var body = Buffer.buffer();
        response.exceptionHandler(result::tryFail);
        response.endHandler(end -> result.tryComplete(new Received(response.statusCode(), headers(response), body)));
        response.handler(chunk -> {
            if (body.length() + chunk.length() <= OutboundClient.MAX_RESPONSE_BYTES) {
                body.appendBuffer(chunk);
            } else {
                response.request().connection().close();
                result.tryFail(ConnectionFailures.tooLarge(request, target));
            }
        });
    }

    /** Decompressed here and not where it is received, because that thread serves other connections too. */
    private OutboundResponse response(Received received) {
        try {
            var applied = received.headers.getOrDefault("content-encoding", List.of());
            var body = ContentEncodings.decode(received.body.getBytes(), applied, OutboundClient.MAX_RESPONSE_BYTES);
            if (body.length > OutboundClient.MAX_RESPONSE_BYTES) {
                throw ConnectionFailures.tooLarge(request, target);
            }
            return new OutboundResponse(
                    received.status, received.headers, new String(body, UTF_8), target.address(), target.rule());
        } catch (ContentEncodings.UnknownEncodingException e) {
            throw ConnectionFailures.compressed(request, target);
        } catch (IOException e) {
            throw ConnectionFailures.notDecompressed(request, target);
        }
    }

    private static Map<String, List<String>> headers(HttpClientResponse response) {
        var headers = new TreeMap<String, List<String>>();
        for (var name : response.headers().names()) {
            headers.put(
                    name.toLowerCase(Locale.ROOT),
                    List.copyOf(response.headers().getAll(name)));
        }
        return headers;
    }

    /** A complete response as it was sent. */
    private record Received(int status, Map<String, List<String>> headers, Buffer body) {}
}
