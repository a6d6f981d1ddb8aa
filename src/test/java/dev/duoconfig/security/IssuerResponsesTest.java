package dev.duoconfig.security;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.duoconfig.testkit.Await;
import io.quarkus.oidc.OIDCException;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.duoconfig.security.IssuerResponses.MAX_BYTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Hostile issuers on the loopback interface, asked with the kind of client that OIDC uses. */
@Tag("fast")
@Timeout(60)
class IssuerResponsesTest {

    private final Vertx vertx = Vertx.vertx();
    private final WebClient client = WebClient.create(vertx, new WebClientOptions().setMaxPoolSize(2));
    private IssuerResponses responses = new IssuerResponses(vertx, Duration.ofSeconds(30));
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger brokenConnections = new AtomicInteger();

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/small", exchange -> respond(exchange, 200, 5));
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        end.countDown();
        server.stop(0);
        vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100_000, MAX_BYTES})
    void aBodyUpToTheLimitIsRead(int length) throws Exception {
        server.createContext("/keys", exchange -> respond(exchange, 200, length));

        assertThat(get("/keys").body().length()).isEqualTo(length);
    }

    @ParameterizedTest
    @ValueSource(ints = {MAX_BYTES + 1, 5 * MAX_BYTES})
    void aBodyOverTheLimitIsRefused(int length) {
        server.createContext("/keys", exchange -> respond(exchange, 200, length));

        assertRefused("/keys", "larger than 1048576 bytes");
    }

    @Test
    void aBodyWithoutEndIsNotReadOn() throws Exception {
        server.createContext("/keys", this::respondWithoutEnd);

        for (var i = 0; i < 5; i++) {
            assertRefused("/keys", "larger than 1048576 bytes");
        }

        Await.until("all connections are closed", () -> brokenConnections.get() == 5);
        assertThat(get("/small").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aResponseThatStallsIsNotAwaited(boolean withHead) throws Exception {
        responses = new IssuerResponses(vertx, Duration.ofMillis(300));
        server.createContext("/keys", exchange -> stall(exchange, withHead));

        for (var i = 0; i < 3; i++) {
            assertThatThrownBy(() -> get("/keys"))
                    .hasCauseInstanceOf(OIDCException.class)
                    .hasMessageContaining("did not end within");
        }

        assertThat(get("/small").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void aRedirectIsNotFollowed(int status) {
        var requests = new AtomicInteger();
        server.createContext("/keys", exchange -> {
            exchange.getResponseHeaders().set("Location", url("/elsewhere"));
            exchange.getResponseHeaders().set("Set-Cookie", "a=b; Path=/");
            respond(exchange, status, 0);
        });
        server.createContext("/elsewhere", exchange -> {
            requests.incrementAndGet();
            respond(exchange, 200, 5);
        });

        assertRefused("/keys", "status " + status);

        assertThat(requests).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 203, 400, 404, 500, 503})
    void anotherStatusIsRefusedWithoutItsBody(int status) {
        server.createContext("/keys", exchange -> respond(exchange, status, 3 * MAX_BYTES));

        assertRefused("/keys", "status " + status);
    }

    private void assertRefused(String path, String reason) {
        assertThatThrownBy(() -> get(path))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(OIDCException.class)
                .hasMessageContaining(reason);
    }

    private HttpResponse<Buffer> get(String path) throws Exception {
        var request = client.getAbs(url(path));
        responses.applyTo(request);
        return request.send().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private static void respond(HttpExchange exchange, int status, int length) throws IOException {
        exchange.sendResponseHeaders(status, length == 0 ? -1 : length);
        if (length > 0) {
            exchange.getResponseBody().write(new byte[length]);
        }
        exchange.close();
    }

    private void respondWithoutEnd(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        var bytes = new byte[64 * 1024];
        try {
            while (end.getCount() > 0) {
                exchange.getResponseBody().write(bytes);
            }
        } catch (IOException e) {
            brokenConnections.incrementAndGet();
        }
    }

    private void stall(HttpExchange exchange, boolean withHead) throws IOException {
        if (withHead) {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(new byte[10]);
            exchange.getResponseBody().flush();
        }
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
