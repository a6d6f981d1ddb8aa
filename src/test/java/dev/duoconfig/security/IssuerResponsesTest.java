package dev.duoconfig.security;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.duoconfig.outbound.Egress;
import dev.duoconfig.outbound.TestAuthority;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.duoconfig.security.IssuerResponses.MAX_BYTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Hostile issuers on the loopback interface, asked with the kind of client that OIDC uses. */
@Tag("fast")
@Timeout(60)
class IssuerResponsesTest {

    private final Vertx vertx = Vertx.vertx();
    private WebClient client = client();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private IssuerResponses responses = responses(Duration.ofSeconds(30), Optional.empty(), Optional.empty());
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
        responses = responses(Duration.ofMillis(300), Optional.empty(), Optional.empty());
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

    @ParameterizedTest
    @CsvSource({
        "404, true",
        "401, true",
        "302, true",
        "204, true",
        "429, false",
        "408, false",
        "500, false",
        "503, false"
    })
    void aDiscoveryDocumentThatIsNotThereIsAMistakeAndAnOutageIsNot(int status, boolean isMistake) {
        var discovery = "/realms/main/.well-known/openid-configuration";
        server.createContext(discovery, exchange -> respond(exchange, status, 0));

        assertRefused(discovery, "status " + status);

        assertThat(failures.get(0) instanceof MisconfiguredIssuerException).isEqualTo(isMistake);
    }

    @Test
    void anIssuerWithAPrivateAuthorityIsTrustedWithTheBundle(@TempDir Path directory) throws Exception {
        var authority = TestAuthority.in(directory);
        authority.issue("issuer", "ip:127.0.0.1", "-1d", 30);
        var https = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        https.setHttpsConfigurator(new HttpsConfigurator(authority.server("issuer")));
        https.createContext("/keys", exchange -> respond(exchange, 200, 5));
        https.start();
        var url = "https://127.0.0.1:" + https.getAddress().getPort() + "/keys";
        try {
            assertThatThrownBy(() -> getAbs(url)).isInstanceOf(ExecutionException.class);
            assertThat(failures).isNotEmpty();

            client = client();
            responses = responses(Duration.ofSeconds(30), Optional.of(authority.pem()), Optional.empty());

            assertThat(getAbs(url).body().length()).isEqualTo(5);
        } finally {
            https.stop(0);
        }
    }

    @Test
    void theIssuerIsAskedThroughTheProxyWithItsUser() throws Exception {
        var seen = new CopyOnWriteArrayList<String>();
        server.createContext("/realms/main", exchange -> {
            seen.add(exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Proxy-Authorization"));
            respond(exchange, 200, 5);
        });
        var proxy = "http://user:password@127.0.0.1:" + server.getAddress().getPort();
        responses = responses(Duration.ofSeconds(30), Optional.empty(), Optional.of(proxy));

        var response = getAbs("http://sso.test:8080/realms/main");

        assertThat(response.body().length()).isEqualTo(5);
        assertThat(seen).containsExactly("http://sso.test:8080/realms/main Basic dXNlcjpwYXNzd29yZA==");
    }

    private WebClient client() {
        return WebClient.create(vertx, new WebClientOptions().setMaxPoolSize(2));
    }

    private IssuerResponses responses(Duration limit, Optional<Path> caBundle, Optional<String> proxy) {
        return new IssuerResponses(vertx, limit, Egress.of(caBundle, proxy), "DUO_OIDC_ISSUER", failures::add);
    }

    private void assertRefused(String path, String reason) {
        assertThatThrownBy(() -> get(path))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(OIDCException.class)
                .hasMessageContaining(reason);
        assertThat(failures).last().satisfies(failure -> assertThat(failure).hasMessageContaining(reason));
    }

    private HttpResponse<Buffer> get(String path) throws Exception {
        return getAbs(url(path));
    }

    private HttpResponse<Buffer> getAbs(String url) throws Exception {
        var request = client.getAbs(url);
        responses.applyTo(request).toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
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
