package dev.duoconfig.packaged;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;

import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;

/**
 * A collector of OpenTelemetry that keeps what it receives, over HTTP at one port and over gRPC at another. Vert.x serves HTTP/2 only:
 * our own guard, which is in the class path, belongs to the service.
 */
final class Collector implements AutoCloseable {

    private static final String HTTP = "/v1/traces";
    private static final String GRPC = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";

    /** The flag and the length before a message. */
    private static final int GRPC_PREFIX = 5;

    private final Vertx vertx = Vertx.vertx();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final HttpServer http;
    private final int grpcPort;
    private volatile boolean responding = true;
    private io.vertx.core.http.HttpServer grpc;

    private Collector() {
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.createContext(HTTP, this::receive);
        http.start();
        grpc = listen(0);
        grpcPort = grpc.actualPort();
    }

    static Collector start() {
        return new Collector();
    }

    private io.vertx.core.http.HttpServer listen(int port) {
        return vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(port))
                .requestHandler(this::receive)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    String httpUrl() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    String grpcUrl() {
        return "http://127.0.0.1:" + grpcPort;
    }

    /** Accepts requests over gRPC from now on, and does not respond to them. */
    void hang() {
        responding = false;
    }

    /** Responds again. */
    void respond() {
        responding = true;
    }

    /** The number of requests that it did not respond to. */
    int unanswered() {
        return unanswered.get();
    }

    /** Stops listening for gRPC, and closes all connections. */
    void stop() {
        grpc.close().toCompletionStage().toCompletableFuture().join();
    }

    /** Listens for gRPC at the same port again. */
    void restart() {
        grpc = listen(grpcPort);
    }

    /** The spans that it has received. */
    List<Span> spans() {
        var spans = new ArrayList<Span>();
        for (var delivery : received) {
            delivery.message.getResourceSpansList().forEach(resource -> resource.getScopeSpansList()
                    .forEach(scope -> spans.addAll(scope.getSpansList())));
        }
        return spans;
    }

    /** The attributes of the services that sent the spans. */
    String resources() {
        return received.stream()
                .flatMap(delivery -> delivery.message.getResourceSpansList().stream())
                .map(resource -> resource.getResource().toString())
                .distinct()
                .toList()
                .toString();
    }

    /** The bytes that it has received, as text. */
    List<String> texts() {
        return received.stream()
                .map(delivery -> new String(delivery.body, StandardCharsets.ISO_8859_1))
                .toList();
    }

    /** The header {@code Authorization} of the newest delivery. */
    String authorization() {
        return received.get(received.size() - 1).authorization;
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            var compressed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
            var body = exchange.getRequestBody();
            keep(
                    (compressed ? new GZIPInputStream(body) : body).readAllBytes(),
                    String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private void receive(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            if (!responding) {
                unanswered.incrementAndGet();
            } else if (request.path().equals(GRPC)) {
                keep(body.getBytes(GRPC_PREFIX, body.length()), String.valueOf(request.getHeader("authorization")));
                request.response()
                        .putHeader("content-type", "application/grpc")
                        .putTrailer("grpc-status", "0")
                        .end(Buffer.buffer(new byte[GRPC_PREFIX]));
            } else {
                request.response().setStatusCode(404).end();
            }
        });
    }

    private void keep(byte[] body, String authorization) {
        try {
            received.add(new Received(authorization, body, ExportTraceServiceRequest.parseFrom(body)));
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        http.stop(0);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Received(String authorization, byte[] body, ExportTraceServiceRequest message) {}
}
