package dev.duoconfig.packaged;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;

/** A collector of OpenTelemetry that keeps what it receives, over HTTP or gRPC. */
final class Collector implements AutoCloseable {

    private static final String HTTP = "/v1/traces";
    private static final String GRPC = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";

    /** The flag and the length before a message. */
    private static final int GRPC_PREFIX = 5;

    private final Vertx vertx = Vertx.vertx();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger unanswered = new AtomicInteger();
    private volatile boolean responding = true;
    private final int port;
    private HttpServer server;

    private Collector() {
        this.server = listen(0);
        this.port = server.actualPort();
    }

    static Collector start() {
        return new Collector();
    }

    private HttpServer listen(int number) {
        return vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(number))
                .requestHandler(this::receive)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Accepts requests from now on, and does not respond to them. */
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

    /** Stops listening, and closes all connections. */
    void stop() {
        server.close().toCompletionStage().toCompletableFuture().join();
    }

    /** Listens at the same port again. */
    void restart() {
        server = listen(port);
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
                .map(delivery -> new String(delivery.body.getBytes(), StandardCharsets.ISO_8859_1))
                .toList();
    }

    /** The headers of the newest delivery. */
    Map<String, String> headers() {
        return received.get(received.size() - 1).headers;
    }

    private void receive(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            if (!responding) {
                unanswered.incrementAndGet();
            } else if (request.path().equals(HTTP)) {
                keep(request, body);
                request.response()
                        .putHeader("content-type", "application/x-protobuf")
                        .end();
            } else if (request.path().equals(GRPC)) {
                keep(request, body.getBuffer(GRPC_PREFIX, body.length()));
                request.response()
                        .putHeader("content-type", "application/grpc")
                        .putTrailer("grpc-status", "0")
                        .end(Buffer.buffer(new byte[GRPC_PREFIX]));
            } else {
                request.response().setStatusCode(404).end();
            }
        });
    }

    private void keep(HttpServerRequest request, Buffer body) {
        try {
            var headers = new TreeMap<String, String>();
            request.headers().forEach(header -> headers.put(header.getKey(), header.getValue()));
            received.add(new Received(headers, body, ExportTraceServiceRequest.parseFrom(body.getBytes())));
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private record Received(Map<String, String> headers, Buffer body, ExportTraceServiceRequest message) {}
}
