package dev.duoconfig.realparts;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.duoconfig.outbound.TestAuthority;
import dev.duoconfig.packaged.PackagedApplication;
import dev.duoconfig.realparts.ReverseProxy.Kind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The configurations of docs/reverse-proxy.md with the real proxies, from Debian's packages, over TLS and HTTP/2. */
class ReverseProxyIT {

    private static final Path GUIDE = Path.of("docs", "reverse-proxy.md");
    private static final String PUBLIC_URL = "https://example.com/duo-config";
    private static final int MAX_BODY = 1024 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final Map<Kind, ReverseProxy> PROXIES = new EnumMap<>(Kind.class);

    @TempDir
    private static Path home;

    private static TestAuthority authority;
    private static PackagedApplication application;
    private static PackagedApplication encrypted;
    private static SSLContext trust;

    @BeforeAll
    static void start() throws Exception {
        RealPrograms.require(ReverseProxy.packages());
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        authority = TestAuthority.in(home);
        authority.issue("proxy", "dns:example.com,ip:127.0.0.1", "-1d", 30);
        trust = authority.client();
        Files.writeString(home.resolve("chain.pem"), authority.chain("proxy"));
        Files.writeString(home.resolve("key.pem"), authority.key("proxy"));
        Files.writeString(home.resolve("all.pem"), authority.chain("proxy") + authority.key("proxy"));
        application =
                PackagedApplication.start(home, Map.of("DUO_PUBLIC_URL", PUBLIC_URL, "DUO_FOLLOW_HEARTBEAT", "1s"));
        application.call("admin", "POST", "/subscription/sync", "");
        for (var kind : Kind.values()) {
            PROXIES.put(kind, ReverseProxy.start(kind, home, application.port(), false));
        }
        encrypted = startWithTls();
    }

    private static PackagedApplication startWithTls() throws Exception {
        authority.issue("service", "dns:localhost,ip:127.0.0.1", "-1d", 30);
        var directory = Files.createDirectory(home.resolve("encrypted"));
        var certificate = Files.writeString(directory.resolve("tls.crt"), authority.chain("service"));
        var key = Files.writeString(directory.resolve("tls.key"), authority.key("service"));
        return PackagedApplication.start(
                directory,
                Map.of("DUO_TLS_CERTIFICATE_FILE", certificate.toString(), "DUO_TLS_KEY_FILE", key.toString()),
                trust);
    }

    @AfterAll
    static void stop() {
        PROXIES.values().forEach(ReverseProxy::close);
        application.close();
        encrypted.close();
    }

    @ParameterizedTest
    @EnumSource
    void theConsoleIsBelowThePrefix(Kind kind) throws Exception {
        var withoutSlash = get(kind, "");
        assertThat(withoutSlash.statusCode()).isEqualTo(308);
        assertThat(header(withoutSlash, "location")).endsWith("/duo-config/");
        var root = get(kind, "/");
        assertThat(root.statusCode()).isEqualTo(302);
        assertThat(header(root, "location")).isEqualTo(PUBLIC_URL + "/console/");

        var page = get(kind, "/console/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<title>Duo Config</title>", "app.js").doesNotContain("src=\"/", "href=\"/");
        assertThat(header(page, "content-security-policy")).contains("script-src 'self'", "frame-ancestors 'none'");
        for (var asset : new String[] {"app.js", "app.css", "icon.svg", "config.json"}) {
            assertThat(get(kind, "/console/" + asset).statusCode()).as(asset).isEqualTo(200);
        }
        assertThat(get(kind, "/console/config.json").body()).contains(PUBLIC_URL + "/");
    }

    @ParameterizedTest
    @EnumSource
    void linksBeginWithThePublicUrlWhateverTheCallerForwards(Kind kind) throws Exception {
        var body = """
                {"name": "Model %d", "family": "mixtral", "endpoint": "https://vllm.example.com/v1",
                 "identifier": "custom_openai/mixtral"}""".formatted(NUMBERS.incrementAndGet());
        var created = send(request(kind, "/models", "admin")
                .header("Content-Type", "application/json")
                .header("X-Forwarded-Host", "evil.example.com")
                .header("X-Forwarded-Proto", "http")
                .header("X-Forwarded-Prefix", "/evil")
                .header("X-Forwarded-For", "203.0.113.9")
                .header("Forwarded", "for=203.0.113.9;host=evil.example.com;proto=http")
                .POST(HttpRequest.BodyPublishers.ofString(body)));

        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        var location = header(created, "location");
        assertThat(location).startsWith(PUBLIC_URL + "/models/");
        assertThat(get(kind, location.substring(PUBLIC_URL.length())).statusCode())
                .isEqualTo(200);
        assertThat(header(get(kind, "/models?per_page=1&order_by=name"), "link"))
                .contains("<" + PUBLIC_URL + "/models?")
                .doesNotContain("evil");
        assertThat(get(kind, "/audit-events?per_page=100").body()).doesNotContain("203.0.113.9", "evil");
    }

    @ParameterizedTest
    @EnumSource
    void conditionsHoldWithTheTagsOfCompressedResponses(Kind kind) throws Exception {
        var read = sendBytes(request(kind, "/features", "admin").header("Accept-Encoding", "gzip"));
        assertThat(read.headers().firstValue("content-encoding")).hasValue("gzip");
        assertThat(unzipped(read.body())).startsWith("[{");
        var tag = read.headers().firstValue("etag").orElseThrow();

        var again = send(request(kind, "/features", "admin")
                .header("Accept-Encoding", "gzip")
                .header("If-None-Match", tag));
        var written = choose(kind, tag);
        var late = choose(kind, tag);

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(written.statusCode()).as(written.body()).isEqualTo(200);
        assertThat(late.statusCode()).isEqualTo(412);
    }

    @ParameterizedTest
    @EnumSource
    void theClientSpeaksHttp2AndTheRequestKeepsItsId(Kind kind) throws Exception {
        var found = send(request(kind, "/features/duo_chat", "viewer").header("X-Request-Id", "from-the-client-1"));
        var missing = send(request(kind, "/models/999999", "viewer").header("X-Request-Id", "from-the-client-2"));

        assertThat(found.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(header(found, "x-request-id")).isEqualTo("from-the-client-1");
        assertThat(json(missing).path("request_id").asText()).isEqualTo("from-the-client-2");
    }

    @ParameterizedTest
    @EnumSource
    void anEventArrivesAtOnceAndTheStreamOutlastsTheTimeLimits(Kind kind) throws Exception {
        for (var version : HttpClient.Version.values()) {
            var response = client(version)
                    .send(
                            request(kind, "/events", "viewer")
                                    .header("Accept-Encoding", "identity")
                                    .build(),
                            HttpResponse.BodyHandlers.ofInputStream());
            assertThat(response.version()).isEqualTo(version);
            var begun = System.nanoTime();
            try (var lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                // Heartbeats come once a second.
                for (var heartbeats = 0; heartbeats < 2 * ReverseProxy.LIMIT_SECONDS; ) {
                    var line = line(lines);
                    heartbeats += line.startsWith(":") ? 1 : 0;
                }
                assertThat(Duration.ofNanos(System.nanoTime() - begun))
                        .isGreaterThan(Duration.ofSeconds(ReverseProxy.LIMIT_SECONDS + 1));

                var revision = revision(choose(kind, "*"));
                var written = System.nanoTime();
                while (!line(lines).equals("id: " + revision)) {
                    // An earlier revision, or a heartbeat.
                }
                assertThat(Duration.ofNanos(System.nanoTime() - written)).isLessThan(Duration.ofSeconds(1));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBodyOfOneMebibytePassesAndALargerOneGetsAProblem(Kind kind) throws Exception {
        var body = "{\"request_timeout_seconds\": 90}";
        var largest = send(patch(kind, body + " ".repeat(MAX_BODY - body.length())));
        var larger = send(patch(kind, body + " ".repeat(MAX_BODY + 1 - body.length())));

        assertThat(largest.statusCode()).as(largest.body()).isEqualTo(200);
        assertThat(larger.statusCode()).isEqualTo(413);
        assertThat(json(larger).path("code").asText()).isEqualTo("body-too-large");
    }

    @ParameterizedTest
    @EnumSource
    void percentEncodedPathsAndQueriesArriveAsTheyWereSent(Kind kind) throws Exception {
        assertThat(get(kind, "/features/duo%5Fchat").statusCode()).isEqualTo(200);
        assertThat(json(get(kind, "/features/caf%C3%A9%20noir%3F"))
                        .path("instance")
                        .asText())
                .isEqualTo("/features/caf%C3%A9%20noir%3F");
        assertThat(header(get(kind, "/models?per_page=1&search=M%6Fdel%20&order_by=name"), "link"))
                .contains("search=M");
        assertThat(json(get(kind, "/models?search=a%2Fb%26c")).isArray()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsBelowQStaysInside(Kind kind) throws Exception {
        for (var path : new String[] {"/q/metrics", "/q", "/q/health/ready", "/%71/metrics", "/q//metrics"}) {
            assertThat(get(kind, path).statusCode()).as(path).isEqualTo(403);
        }
        for (var path : new String[] {"/q/openapi/../metrics", "/q/swagger-ui/%2e%2e/metrics", "/q/swagger-ui/.."}) {
            assertThat(get(kind, path).statusCode()).as(path).isEqualTo(403);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theContractAndItsPagesAreForCallers(Kind kind) throws Exception {
        var documentation = json(get(kind, "/console/config.json"))
                .path("documentation_url")
                .asText();

        assertThat(documentation).startsWith(PUBLIC_URL + "/");
        assertThat(get(kind, documentation.substring(PUBLIC_URL.length())).body())
                .contains("swagger-ui-bundle.js", "swagger-ui.css");
        for (var file : new String[] {"swagger-ui-bundle.js", "swagger-ui.css", "oauth2-redirect.html"}) {
            assertThat(get(kind, "/q/swagger-ui/" + file).statusCode()).as(file).isEqualTo(200);
        }
        assertThat(get(kind, "/q/openapi").body()).contains("openapi: 3.1");
    }

    @ParameterizedTest
    @EnumSource
    void aRestartOfInstancesInTurnReachesNoCaller(Kind kind, @TempDir Path directory) throws Exception {
        assertThat(kind.linesForTwo())
                .allSatisfy(line -> assertThat(GUIDE).content().contains(line.strip()));
        copyCertificates(directory);
        var first = responder(0);
        var second = responder(0);
        try (var proxy = ReverseProxy.startForTwo(
                kind,
                directory,
                first.getAddress().getPort(),
                second.getAddress().getPort())) {
            assertAllAreServed(proxy);
            first.stop(0);
            assertAllAreServed(proxy);
            first = responder(first.getAddress().getPort());
            second.stop(0);
            assertAllAreServed(proxy);
        } finally {
            first.stop(0);
            second.stop(0);
        }
    }

    /** A server that stands for an instance, and can be stopped and started at once. */
    private static HttpServer responder(int port) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static void assertAllAreServed(ReverseProxy proxy) throws Exception {
        for (var request = 0; request < 10; request++) {
            assertThat(send(HttpRequest.newBuilder(URI.create(proxy.url() + "/features"))
                                    .timeout(Duration.ofSeconds(30)))
                            .statusCode())
                    .isEqualTo(204);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aServiceWithTlsIsVerified(Kind kind, @TempDir Path right, @TempDir Path wrong) throws Exception {
        assertThat(kind.linesOverTls())
                .allSatisfy(line -> assertThat(GUIDE).content().contains(line.strip()));
        Files.copy(authority.pem(), right.resolve("internal-ca.pem"));
        Files.move(TestAuthority.in(wrong).pem(), wrong.resolve("internal-ca.pem"));

        assertThat(statusOverTls(kind, right)).isEqualTo(401);
        assertThat(statusOverTls(kind, wrong)).isBetween(500, 503);
    }

    private static int statusOverTls(Kind kind, Path directory) throws Exception {
        copyCertificates(directory);
        try (var proxy = ReverseProxy.start(kind, directory, encrypted.port(), true)) {
            var request = HttpRequest.newBuilder(URI.create(proxy.url() + "/features"));
            return send(request.timeout(Duration.ofSeconds(30))).statusCode();
        }
    }

    private static void copyCertificates(Path directory) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (var file : new String[] {"chain.pem", "key.pem", "all.pem"}) {
            Files.copy(home.resolve(file), directory.resolve(file));
        }
    }

    private static HttpResponse<String> choose(Kind kind, String condition) throws Exception {
        var provider = json(get(kind, "/features/duo_chat")).path("provider").asText();
        var other = provider.equals("disabled") ? "unassigned" : "disabled";
        return send(request(kind, "/features/duo_chat", "admin")
                .header("Content-Type", "application/json")
                .header("If-Match", condition)
                .PUT(HttpRequest.BodyPublishers.ofString("{\"provider\": \"%s\"}".formatted(other))));
    }

    private static HttpRequest.Builder patch(Kind kind, String body) {
        return request(kind, "/gateway", "admin")
                .header("Content-Type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(body));
    }

    private static String revision(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return header(response, "config-revision");
    }

    private static HttpResponse<String> get(Kind kind, String path) throws Exception {
        return send(request(kind, path, "admin"));
    }

    private static HttpRequest.Builder request(Kind kind, String path, String role) {
        return HttpRequest.newBuilder(
                        URI.create(Objects.requireNonNull(PROXIES.get(kind)).url() + path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + application.token(role));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client(HttpClient.Version.HTTP_2).send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<byte[]> sendBytes(HttpRequest.Builder request) throws Exception {
        return client(HttpClient.Version.HTTP_2).send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static HttpClient client(HttpClient.Version version) {
        return HttpClient.newBuilder().sslContext(trust).version(version).build();
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElseThrow();
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return JSON.readTree(response.body());
    }

    private static String line(BufferedReader lines) throws IOException {
        var line = lines.readLine();
        assertThat(line).as("the stream goes on").isNotNull();
        return line;
    }

    private static String unzipped(byte[] bytes) throws IOException {
        try (var unzipped = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return new String(unzipped.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
