package dev.duoconfig.packaged;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import dev.duoconfig.check.FakeServer;
import dev.duoconfig.testkit.Await;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

/** Traces of the application, as a collector receives them over either protocol. */
class TracesIT {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CALLER = "00f067aa0ba902b7";
    private static final String CANARY = "canary-4711";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path overHttp;

    @TempDir
    private static Path overGrpc;

    private static final Collector COLLECTOR = Collector.start();
    private static final FakeServer MODELS = FakeServer.start();

    private static PackagedApplication application;
    private static long model;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeAll
    static void startWithAModel() throws Exception {
        MODELS.gets(
                "/v1/models?" + CANARY,
                200,
                "{\"object\": \"list\", \"data\": [{\"id\": \"m\", \"object\": \"model\"}]}");
        application = PackagedApplication.start(
                overHttp,
                Map.of(
                        "OTEL_EXPORTER_OTLP_ENDPOINT",
                        COLLECTOR.httpUrl(),
                        "OTEL_EXPORTER_OTLP_HEADERS",
                        "authorization=Bearer%20of-the-collector",
                        "OTEL_RESOURCE_ATTRIBUTES",
                        "deployment.environment.name=test",
                        // Often set for all services of an installation.
                        "OTEL_TRACES_EXPORTER",
                        "otlp",
                        "OTEL_METRICS_EXPORTER",
                        "otlp",
                        "OTEL_PROPAGATORS",
                        "tracecontext,baggage",
                        "OTEL_EXPORTER_OTLP_COMPRESSION",
                        "gzip",
                        // Read by a Java agent, not by the service.
                        "JAVA_TOOL_OPTIONS",
                        "-Dotel.javaagent.debug=false",
                        "OTEL_BSP_SCHEDULE_DELAY",
                        "100"));
        application.call("admin", "POST", "/subscription/sync", "");
        application.call(
                "admin",
                "PATCH",
                "/gateway",
                "{\"url\": \"%s/gateway\", \"outbound_allowlist\": [\"127.0.0.0/8\"]}".formatted(MODELS.url()));
        model = application
                .call(
                        "admin",
                        "POST",
                        "/models",
                        "{\"name\": \"%1$s\", \"family\": \"mistral\", \"identifier\": \"custom_openai/m\", \"api_key\": \"%1$s\", \"endpoint\": \"%2$s/v1?%1$s\"}"
                                .formatted(CANARY, MODELS.url()))
                .path("id")
                .asLong();
    }

    @AfterAll
    static void stop() {
        application.close();
        COLLECTOR.close();
        MODELS.close();
    }

    @Test
    void aRequestContinuesItsCallersTraceDownToTheDatabaseAndTheModel() throws Exception {
        var response = send(
                application,
                "admin",
                "POST",
                "/models/" + model + "/check",
                "traceparent",
                parent(TRACE, CALLER, "01"));

        assertThat(response.statusCode()).isEqualTo(200);
        var request = span(COLLECTOR, ofTrace(TRACE).and(named("POST /models/{id}/check")));
        var call = span(COLLECTOR, ofTrace(TRACE).and(calling("/v1/models")));
        var statement =
                span(COLLECTOR, ofTrace(TRACE).and(TracesIT::isStatement).and(span -> attributes(span)
                        .contains("select")));
        assertThat(hex(request.getParentSpanId())).isEqualTo(CALLER);
        assertThat(request.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
        assertThat(attributes(request))
                .contains(
                        "http.response.status_code=200",
                        "duo.request_id="
                                + response.headers().firstValue("X-Request-Id").orElseThrow());
        assertThat(call.getParentSpanId()).isEqualTo(request.getSpanId());
        assertThat(attributes(call))
                .contains("http.request.method=GET", "server.address=127.0.0.1", "http.response.status_code=200");
        assertThat(statement.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CLIENT);
        assertThat(MODELS.received(getRequestedFor(urlPathEqualTo("/v1/models"))))
                .extracting(received -> received.getHeader("traceparent"))
                .contains(parent(TRACE, hex(call.getSpanId()), "01"));
    }

    @ParameterizedTest
    @CsvSource({
        "/gateway/check, GET, /gateway/monitoring/healthz, ''",
        "/configuration/imports/gitlab?dry_run=true, POST, /api/graphql, '{\"url\": \"%s\", \"token\": \"" + CANARY
                + "\"}'"
    })
    void callsOfGatewaysAndGitLabsContinueTheTrace(String path, String method, String called, String body)
            throws Exception {
        var id = "calls-" + method;
        send(application, "admin", "POST", path, body.formatted(MODELS.url()), "X-Request-Id", id);

        var request = span(COLLECTOR, requested(id));
        var call = span(COLLECTOR, ofTrace(hex(request.getTraceId())).and(calling(called)));
        assertThat(call.getParentSpanId()).isEqualTo(request.getSpanId());
        assertThat(attributes(call)).contains("http.request.method=" + method, "error.type=404");
        assertThat(MODELS.received(anyRequestedFor(urlPathEqualTo(called))))
                .extracting(received -> received.getHeader("traceparent"))
                .contains(parent(hex(call.getTraceId()), hex(call.getSpanId()), "01"));
    }

    @Test
    void aTraceThatItsCallerDoesNotKeepIsNotKept() throws Exception {
        var other = TRACE.replace('4', '5');
        send(application, "viewer", "GET", "/features", "traceparent", parent(other, CALLER, "00"));
        send(application, "viewer", "GET", "/features", "X-Request-Id", "after-it");
        span(COLLECTOR, requested("after-it"));

        assertThat(COLLECTOR.spans()).noneMatch(ofTrace(other));
    }

    @Test
    void checksInOtherThreadsBelongToTheirRequest() throws Exception {
        send(application, "admin", "GET", "/diagnostics?checks=true", "X-Request-Id", "diagnosis");

        var request = span(COLLECTOR, requested("diagnosis"));
        var call = span(COLLECTOR, ofTrace(hex(request.getTraceId())).and(calling("/v1/models")));
        assertThat(call.getParentSpanId()).isEqualTo(request.getSpanId());
    }

    @Test
    void aPreparedResponseIsASpanToo() throws Exception {
        var path = "/features/duo_chat/effective-model";
        send(application, "resolver", "GET", path, "X-Request-Id", "the-first");
        send(application, "resolver", "GET", path, "X-Request-Id", "the-prepared");

        var span = span(COLLECTOR, requested("the-prepared"));

        assertThat(span.getName()).isEqualTo("GET /features/{feature}/effective-model");
        assertThat(attributes(span)).contains("http.response.status_code=200");
    }

    @Test
    void aProblemAndTheLogNameTheTrace() throws Exception {
        var response = client.send(
                request(application, "GET", "/models/4711", "")
                        .header("Authorization", "Bearer aGVhZGVy.Ym9keQ.c2ln")
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        var trace = JSON.readTree(response.body()).path("trace_id").asText();
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(trace).matches("[0-9a-f]{32}");
        assertThat(span(COLLECTOR, ofTrace(trace)).getName()).isEqualTo("GET /models/{id}");
        assertThat(application.log().lines())
                .anyMatch(line -> line.contains(
                        response.headers().firstValue("X-Request-Id").orElseThrow() + " " + trace + " "));
    }

    @Test
    void nothingThatACallerWroteAndNoSecretIsInATrace() throws Exception {
        send(application, "admin", "GET", "/models?search=" + CANARY, "X-Other", CANARY);
        send(application, "admin", "GET", "/features/" + CANARY, "Cookie", CANARY);
        send(application, "admin", "GET", "/" + CANARY, "User-Agent", CANARY);
        send(application, "admin", "GET", "/revision", "baggage", "a=" + CANARY);
        send(application, "admin", "POST", "/models/" + model + "/check", "baggage", "a=" + CANARY);
        send(application, "admin", "POST", "/models/" + model + "/check", "X-Request-Id", "last");
        span(COLLECTOR, requested("last"));

        assertThat(COLLECTOR.texts())
                .hasSizeGreaterThan(2)
                .noneMatch(text -> text.contains(CANARY))
                .noneMatch(text -> text.contains(application.token("admin")))
                .noneMatch(text -> text.contains("of-the-collector"));
        assertThat(MODELS.received(anyRequestedFor(anyUrl())))
                .isNotEmpty()
                .noneMatch(received -> received.containsHeader("baggage"));
    }

    @Test
    void theCollectorLearnsWhoSendsTheSpans() throws Exception {
        send(application, "viewer", "GET", "/features", "X-Request-Id", "of-the-resource");
        span(COLLECTOR, requested("of-the-resource"));

        assertThat(COLLECTOR.resources()).contains("duo-config", "deployment.environment.name", "\"test\"");
        assertThat(COLLECTOR.authorization()).isEqualTo("Bearer of-the-collector");
    }

    @Test
    void onlyRequestsAndCallsBeginATrace() throws Exception {
        send(application, "viewer", "GET", "/features", "X-Request-Id", "after-many-polls");
        span(COLLECTOR, requested("after-many-polls"));

        assertThat(COLLECTOR.spans())
                .filteredOn(span -> span.getParentSpanId().isEmpty())
                .isNotEmpty()
                .noneMatch(TracesIT::isStatement);
        assertThat(COLLECTOR.spans()).noneMatch(span -> span.getName().contains("/q/"));
    }

    @Test
    void aCollectorThatHangsOrIsGoneIsLoggedOnceAndDelaysNoRequest() throws Exception {
        try (var collector = Collector.start();
                var traced = PackagedApplication.start(
                        overGrpc,
                        Map.of(
                                "OTEL_EXPORTER_OTLP_ENDPOINT", collector.grpcUrl(),
                                "OTEL_EXPORTER_OTLP_PROTOCOL", "grpc",
                                "OTEL_EXPORTER_OTLP_TIMEOUT", "1000",
                                "OTEL_SERVICE_NAME", "duo-staging",
                                "OTEL_TRACES_SAMPLER", "always_on",
                                "OTEL_BSP_EXPORT_TIMEOUT", "2000",
                                "OTEL_BSP_SCHEDULE_DELAY", "100"))) {
            send(traced, "viewer", "GET", "/features", "X-Request-Id", "over-grpc");
            var span = span(collector, requested("over-grpc"));
            assertThat(span.getName()).isEqualTo("GET /features");
            assertThat(collector.resources()).contains("duo-staging");
            // The sampler keeps them, whatever callers do.
            send(traced, "viewer", "GET", "/models?search=" + CANARY, "traceparent", parent(TRACE, CALLER, "00"));
            span(collector, ofTrace(TRACE));
            assertThat(collector.texts()).noneMatch(text -> text.contains(CANARY));

            collector.hang();
            Await.until("some deliveries have failed", () -> {
                request(traced);
                return collector.unanswered() > 2 && traced.log().contains("receives no traces");
            });
            var begin = System.nanoTime();
            for (var i = 0; i < 50; i++) {
                request(traced);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
            collector.stop();
            request(traced);
            assertThat(traced.log().split("receives no traces", -1)).hasSize(2);

            collector.respond();
            collector.restart();
            Await.until("traces arrive again", () -> {
                request(traced);
                return traced.log().contains("receives traces again");
            });
            assertThat(traced.log()).doesNotContain("Failed to export");

            assertThatFailedStatementsQuoteNothing(collector, traced);
        }
    }

    /** Messages of the database can contain values. */
    private void assertThatFailedStatementsQuoteNothing(Collector collector, PackagedApplication traced)
            throws Exception {
        traced.postgresql().orElseThrow().destroyForcibly();
        send(traced, "admin", "POST", "/subscription/sync", "X-Request-Id", "without-database");

        span(
                collector,
                candidate -> isStatement(candidate)
                        && candidate.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR);
        assertThat(collector.spans()).allSatisfy(span -> {
            assertThat(span.getEventsList()).isEmpty();
            assertThat(span.getStatus().getMessage()).isEmpty();
        });
    }

    private void request(PackagedApplication target) {
        try {
            assertThat(send(target, "viewer", "GET", "/features", "Accept", "application/json")
                            .statusCode())
                    .isEqualTo(200);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private HttpResponse<String> send(
            PackagedApplication target, String role, String method, String path, String header, String value)
            throws Exception {
        return send(target, role, method, path, "", header, value);
    }

    private HttpResponse<String> send(
            PackagedApplication target,
            String role,
            String method,
            String path,
            String body,
            String header,
            String value)
            throws Exception {
        return client.send(
                request(target, method, path, body)
                        .header("Authorization", "Bearer " + target.token(role))
                        .header("Content-Type", "application/json")
                        .header(header, value)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(PackagedApplication target, String method, String path, String body) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + target.port() + path))
                .timeout(Duration.ofMinutes(1))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
    }

    /** The newest span that a collector has received or will receive. */
    private static Span span(Collector collector, Predicate<Span> wanted) {
        Await.until("the span arrives", () -> collector.spans().stream().anyMatch(wanted));
        return collector.spans().stream()
                .filter(wanted)
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    private static Predicate<Span> named(String name) {
        return span -> span.getName().equals(name);
    }

    private static Predicate<Span> ofTrace(String trace) {
        return span -> hex(span.getTraceId()).equals(trace);
    }

    private static Predicate<Span> requested(String id) {
        return span -> attributes(span).contains("duo.request_id=" + id + " ");
    }

    private static Predicate<Span> calling(String path) {
        return span -> attributes(span).contains("url.full=" + MODELS.url() + path + " ");
    }

    private static boolean isStatement(Span span) {
        return List.of("db.statement=", "db.query.text=").stream()
                .anyMatch(name -> attributes(span).contains(name));
    }

    private static String parent(String trace, String span, String flags) {
        return "00-" + trace + "-" + span + "-" + flags;
    }

    private static String hex(ByteString id) {
        return HexFormat.of().formatHex(id.toByteArray());
    }

    /** Names and values, each followed by a blank. */
    private static String attributes(Span span) {
        var text = new StringBuilder();
        for (KeyValue attribute : span.getAttributesList()) {
            var value = attribute.getValue();
            text.append(attribute.getKey())
                    .append('=')
                    .append(value.hasIntValue() ? value.getIntValue() : value.getStringValue())
                    .append(' ');
        }
        return text.toString();
    }
}
