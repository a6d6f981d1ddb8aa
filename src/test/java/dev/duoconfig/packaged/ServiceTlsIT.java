package dev.duoconfig.packaged;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

import dev.duoconfig.outbound.TestAuthority;
import dev.duoconfig.testkit.Await;
import io.opentelemetry.proto.trace.v1.Span;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** TLS of the service itself: one application whose certificate changes while it runs. */
class ServiceTlsIT {

    private static final Set<String> OF_ALL_RESPONSES = Set.of(
            "config-revision",
            "cache-control",
            "x-request-id",
            "content-security-policy",
            "x-content-type-options",
            "x-frame-options");
    private static final Pattern HITS = Pattern.compile("duo_token_cache_lookups_total\\{result=\"hit\"} (\\d+)");

    /** Four test classes share the CPU. */
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @TempDir
    private static Path home;

    private static final Collector COLLECTOR = Collector.start();

    private static TestAuthority authority;
    private static SSLContext trust;
    private static PackagedApplication application;
    private static Vertx vertx;
    private static io.vertx.core.http.HttpClient rawClient;

    @BeforeAll
    static void start() throws Exception {
        authority = TestAuthority.in(home);
        authority.issue("first", "ip:127.0.0.1", "-1d", 30);
        authority.issueRsa("second", "ip:127.0.0.1");
        trust = authority.client();
        install("first", "first");
        application = PackagedApplication.start(home, environment(), trust);
        application.call("admin", "POST", "/subscription/sync", "");
        vertx = Vertx.vertx();
        rawClient = vertx.createHttpClient(new HttpClientOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setTrustOptions(
                        new PemTrustOptions().addCertPath(authority.pem().toString())));
    }

    @AfterAll
    static void stop() throws Exception {
        application.close();
        COLLECTOR.close();
        await(vertx.close());
    }

    private static Map<String, String> environment() {
        return Map.of(
                "DUO_TLS_CERTIFICATE_FILE", home.resolve("tls.crt").toString(),
                "DUO_TLS_KEY_FILE", home.resolve("tls.key").toString(),
                "DUO_TLS_RELOAD", "1s",
                "OTEL_EXPORTER_OTLP_ENDPOINT", COLLECTOR.httpUrl(),
                "OTEL_BSP_SCHEDULE_DELAY", "100");
    }

    @Test
    void theStartSaysHttpsAndSoDoTheLinks() throws Exception {
        assertThat(application.log())
                .contains("Listening on: https://127.0.0.1:" + application.port(), "TLS certificate: CN=first")
                .doesNotContain("http://127.0.0.1:" + application.port());
        assertThat(application.signInLink()).startsWith("https://127.0.0.1:" + application.port() + "/console/#/");
        for (var path : new String[] {"/q/health/live", "/q/health/ready", "/q/metrics", "/console/"}) {
            assertThat(application.get(path).statusCode()).as(path).isEqualTo(200);
        }
        var redirect = send(HttpClient.Version.HTTP_1_1, "GET", "/", "");
        assertThat(redirect.headers().firstValue("location")).hasValue("console/");
    }

    @Test
    void withoutTlsThereIsNoResponse() throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), application.port())) {
            socket.getOutputStream()
                    .write("GET /q/health HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.UTF_8));

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                    .doesNotContain("HTTP/1.1");
        }
    }

    @ParameterizedTest
    @EnumSource
    void bothVersionsOfHttpServeResourcesAndPreparedResponses(HttpClient.Version version) throws Exception {
        var created = send(version, "POST", "/models", """
                {"name": "Model %s", "family": "mixtral", "endpoint": "https://vllm.example.com/v1",
                 "identifier": "custom_openai/mixtral"}""".formatted(version));
        assertThat(created.version()).isEqualTo(version);
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.headers().firstValue("location").orElseThrow()).startsWith(origin() + "/models/");

        send(version, "GET", "/features/duo_chat/effective-model", "");
        var before = hits();
        var prepared = send(version, "GET", "/features/duo_chat/effective-model", "");

        assertThat(prepared.statusCode()).isEqualTo(200);
        assertThat(prepared.body()).contains("\"feature\":\"duo_chat\"");
        assertThat(hits()).isGreaterThan(before);

        var unchanged = client(version)
                .send(
                        request("/features/duo_chat/effective-model")
                                .header(
                                        "If-None-Match",
                                        prepared.headers().firstValue("etag").orElseThrow())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(unchanged.statusCode()).isEqualTo(304);
        for (var response : List.of(created, prepared, unchanged)) {
            assertThat(OF_ALL_RESPONSES)
                    .allSatisfy(name ->
                            assertThat(response.headers().firstValue(name)).isPresent());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRequestWithABodyHasOneSpan(HttpClient.Version version) throws Exception {
        var id = "traced-" + version;
        var request = request("/models?dry_run=true")
                .header("X-Request-Id", id)
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();

        var response = client(version).send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(422);
        Await.until("the span arrives", () -> !spansOf(id).isEmpty());
        assertThat(spansOf(id)).extracting(Span::getName).containsExactly("POST /models");
    }

    private static List<Span> spansOf(String id) {
        return COLLECTOR.spans().stream()
                .filter(span -> span.getAttributesList().stream()
                        .anyMatch(attribute ->
                                attribute.getValue().getStringValue().equals(id)))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/models/%zz",
                "/models/%",
                "/gateway?dry_run=%2",
                "/models/[1]",
                "/models?search={a}",
                "/gateway^",
                "/gateway#there",
                "//evil.example.com/gateway",
                "https://evil.example.com/gateway",
                "gateway",
                "*"
            })
    void aMalformedTargetInHttp2GetsAProblem(String target) throws Exception {
        assertProblem(http2(HttpMethod.GET, target, Map.of()), 400, "bad-request");
    }

    @Test
    void theLimitsOfHttp2AreThoseOfHttp1() throws Exception {
        assertProblem(http2(HttpMethod.GET, "/" + "a".repeat(4096), Map.of()), 414, "uri-too-long");
        assertProblem(
                http2(HttpMethod.GET, "/gateway", Map.of("X-Long", "a".repeat(17_000))), 431, "headers-too-large");

        var authorized = Map.of("X-Long", "a".repeat(15_000), "Authorization", "Bearer " + application.token("viewer"));
        var largest = http2(HttpMethod.GET, "/gateway", authorized);
        assertThat(largest.statusCode()).isEqualTo(200);
        var settings = largest.request().connection().remoteSettings();
        assertThat(settings.getMaxConcurrentStreams()).isEqualTo(100);
        assertThat(settings.getMaxHeaderListSize()).isEqualTo(32 * 1024);
    }

    @Test
    void optionsOfTheServerListsTheMethodsInHttp2() throws Exception {
        var response = http2(HttpMethod.OPTIONS, "*", Map.of());

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.getHeader("allow")).contains("GET", "PATCH", "OPTIONS");
        assertThat(response.headers().names()).containsAll(OF_ALL_RESPONSES);
    }

    @Test
    void bodiesInHttp2AreLimited() throws Exception {
        var mostlyBlank = "{" + " ".repeat(1024 * 1024);
        // The second one has no length, which HTTP/2 does not need.
        for (var publisher : List.of(
                HttpRequest.BodyPublishers.ofString(mostlyBlank),
                HttpRequest.BodyPublishers.fromPublisher(HttpRequest.BodyPublishers.ofString(mostlyBlank)))) {
            var response = client(HttpClient.Version.HTTP_2)
                    .send(request("/models").POST(publisher).build(), HttpResponse.BodyHandlers.ofString());

            assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(response.statusCode()).isEqualTo(413);
            assertThat(response.body()).contains("body-too-large");
        }
    }

    @Test
    void aBodyWithoutALengthIsRead() throws Exception {
        var publisher = HttpRequest.BodyPublishers.fromPublisher(
                HttpRequest.BodyPublishers.ofString("{\"request_timeout_seconds\": 90}"));
        var response = client(HttpClient.Version.HTTP_2)
                .send(request("/gateway").method("PATCH", publisher).build(), HttpResponse.BodyHandlers.ofString());

        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(response.statusCode()).isEqualTo(200);
    }

    /** The first path has a prepared response. */
    @ParameterizedTest
    @ValueSource(strings = {"/features/duo_chat/effective-model", "/gateway", "/console/", "/q/openapi"})
    void aBodyThatNobodyNeedsDoesNoHarm(String path) throws Exception {
        for (var version : HttpClient.Version.values()) {
            var response = send(version, "GET", path, "{" + " ".repeat(100_000));

            assertThat(response.version()).isEqualTo(version);
            assertThat(response.statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @EnumSource
    void eventsArriveAtOnce(HttpClient.Version version) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(origin() + "/events"))
                .header("Authorization", "Bearer " + application.token("viewer"))
                .build();

        var response = client(version).send(request, HttpResponse.BodyHandlers.ofInputStream());

        try (var body = response.body()) {
            assertThat(response.version()).isEqualTo(version);
            assertThat(body.read()).isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void theWireIsGuardedWithBothVersionsOfTls(String version) throws Exception {
        try (var socket = connect()) {
            socket.setEnabledProtocols(new String[] {version});
            socket.getOutputStream()
                    .write("GET /models/%zz HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.UTF_8));

            assertThat(rest(socket))
                    .startsWith("HTTP/1.1 400 ")
                    .contains("\"code\":\"bad-request\"", "two hexadecimal");
            assertThat(socket.getSession().getProtocol()).isEqualTo(version);
        }
    }

    /** A client hello of TLS 1.1, which Java itself no longer sends. */
    @Test
    void olderVersionsOfTlsAreRefused() throws IOException {
        // The random number is zero, the only cipher suite TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA.
        var hello = HexFormat.of()
                .parseHex("160301002d" + "01000029" + "0302" + "00".repeat(32) + "00" + "0002c009" + "0100");
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), application.port())) {
            socket.getOutputStream().write(hello);

            // A fatal alert, and nothing else.
            assertThat(socket.getInputStream().readAllBytes())
                    .hasSize(7)
                    .startsWith(21, 3)
                    .contains(2, 70);
        }
    }

    @Test
    void aNewPairIsUsedForNewConnectionsAndABadOneIsNot() throws Exception {
        try (var old = connect()) {
            assertThat(exchange(old)).startsWith("HTTP/1.1 200 ");
            assertThat(subject()).isEqualTo("CN=first");

            install("second", "first");
            Await.until("the bad pair was refused", () -> application.log().contains("CANNOT BE USED"));
            assertThat(subject()).isEqualTo("CN=first");

            install("second", "second");
            Await.until("the new pair is in use", () -> subject().equals("CN=second"));
            assertThat(send(HttpClient.Version.HTTP_2, "GET", "/gateway", "").version())
                    .isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(exchange(old)).startsWith("HTTP/1.1 200 ");
            // Later, the files can be read between the replacement of one and that of the other.
            assertThat(application.log()).containsOnlyOnce("THE NEW TLS CERTIFICATE CANNOT BE USED");
        } finally {
            install("first", "first");
        }
        Await.until("the first pair is in use again", () -> subject().equals("CN=first"));
        assertThat(application.log()).contains("TLS certificate: CN=second").doesNotContain("Exception");
    }

    @Test
    void aPairThatCannotBeUsedRefusesTheStartInOneLine(@TempDir Path other) throws Exception {
        Files.writeString(other.resolve("tls.crt"), authority.chain("first"));
        Files.writeString(other.resolve("tls.key"), authority.key("second"));
        var certificate = other.resolve("tls.crt").toString();
        var key = other.resolve("tls.key").toString();
        try (var half = PackagedApplication.launch(other, Map.of("DUO_TLS_KEY_FILE", key));
                var mismatched = PackagedApplication.launch(
                        Files.createDirectory(other.resolve("mismatched")),
                        Map.of(
                                "DUO_TLS_CERTIFICATE_FILE",
                                certificate,
                                "DUO_TLS_KEY_FILE",
                                key,
                                // Which it does not get to, so that no embedded one is created.
                                "DUO_DATABASE_URL",
                                "jdbc:postgresql://127.0.0.1:1/none",
                                "DUO_MASTER_KEY",
                                "A".repeat(43) + "="))) {

            assertThat(half.awaitExit()).isEqualTo(1);
            assertThat(half.log().lines())
                    .singleElement()
                    .asString()
                    .contains("Set both DUO_TLS_CERTIFICATE_FILE and DUO_TLS_KEY_FILE");
            assertThat(mismatched.awaitExit()).isEqualTo(1);
            assertThat(mismatched.errors().lines()).singleElement().asString().contains("DUO_TLS_KEY_FILE");
            assertThat(mismatched.log()).doesNotContain("\tat ");
        }
    }

    private static void assertProblem(HttpClientResponse response, int status, String code) throws Exception {
        assertThat(response.version()).isEqualTo(HttpVersion.HTTP_2);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.getHeader("content-type")).isEqualTo("application/problem+json");
        assertThat(response.headers().names()).containsAll(OF_ALL_RESPONSES);
        assertThat(await(response.body()).toString())
                .contains("\"code\":\"" + code + "\"", response.getHeader("x-request-id"));
    }

    /** Sends a request that the client of Java cannot send. */
    private static HttpClientResponse http2(HttpMethod method, String target, Map<String, String> headers)
            throws Exception {
        var options = new RequestOptions()
                .setMethod(method)
                .setHost("127.0.0.1")
                .setPort(application.port())
                .setURI(target)
                .setTimeout(LIMIT.toMillis());
        headers.forEach(options::putHeader);
        return await(rawClient.request(options).compose(HttpClientRequest::send).compose(response -> response.body()
                .map(response)));
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    /** Replaces the files in the way that the tools do that renew certificates. */
    private static void install(String certificate, String key) throws Exception {
        replace("tls.crt", authority.chain(certificate));
        replace("tls.key", authority.key(key));
    }

    private static void replace(String name, String content) throws IOException {
        var written = Files.writeString(home.resolve(name + ".new"), content);
        Files.move(written, home.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private static String subject() {
        try (var socket = connect()) {
            socket.startHandshake();
            return socket.getSession().getPeerPrincipal().getName();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SSLSocket connect() throws IOException {
        // A context of its own, so that no session is resumed.
        try {
            var socket = (SSLSocket) authority
                    .client()
                    .getSocketFactory()
                    .createSocket(InetAddress.getLoopbackAddress(), application.port());
            socket.setSoTimeout(30_000);
            return socket;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** Sends a request, and reads as far as the end of the headers. */
    private static String exchange(SSLSocket socket) throws IOException {
        socket.getOutputStream()
                .write("HEAD /q/health/live HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        var text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            text.append((char) socket.getInputStream().read());
        }
        return text.toString();
    }

    private static String rest(SSLSocket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static HttpResponse<String> send(HttpClient.Version version, String method, String path, String body)
            throws Exception {
        var request = request(path)
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client(version).send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(origin() + path))
                .timeout(LIMIT)
                .header("Authorization", "Bearer " + application.token("admin"))
                .header("Content-Type", "application/json");
    }

    private static HttpClient client(HttpClient.Version version) {
        return HttpClient.newBuilder().sslContext(trust).version(version).build();
    }

    private static long hits() throws Exception {
        var found = HITS.matcher(application.get("/q/metrics").body());
        assertThat(found.find()).isTrue();
        return Long.parseLong(found.group(1));
    }

    private static String origin() {
        return "https://127.0.0.1:" + application.port();
    }
}
