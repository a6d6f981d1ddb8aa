package dev.duoconfig.snapshot.prepared;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import dev.duoconfig.catalogue.Feature;
import dev.duoconfig.snapshot.CurrentSnapshot;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.AtOnce;
import dev.duoconfig.testkit.RawConnection;
import dev.duoconfig.testkit.RawResponse;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Prepared responses equal those of the resources, byte for byte and header for header. */
@SuppressWarnings("NullAway.Init")
abstract class PreparedResponseRules {

    private static final List<String> EVERY_KIND = List.of(
            "/features",
            "/features/code_generations",
            "/features/code_generations/effective-model",
            "/features/code_generations/model-metadata",
            "/models",
            "/models/families",
            "/catalogue",
            "/gateway",
            "/subscription",
            "/revision");

    private static final List<String> LIST_QUERIES = List.of(
            "?per_page=2",
            "?per_page=2&page=2",
            "?page=2&per_page=2&order_by=family&sort=desc",
            "?page=10000000&per_page=100",
            "?per_page=1&min_revision=1",
            "?per_page=1&min_revision=999999",
            "?per_page=0",
            "?per_page=101",
            "?page=one",
            "?page=",
            "?page",
            "?page=1&page=2",
            "?per_page=1&",
            "?&per_page=1",
            "?per_page=1&&page=1",
            "?per_page=1;page=2",
            "?=1",
            "?per_page=%31",
            "?search=mixtral&per_page=1",
            "?search=MIX",
            "?search=e",
            "?search=nothing.at.all",
            "?search=",
            "?search",
            "?search=a%20b",
            "?search=a+b",
            "?search=%C3%A9",
            "?search=\u00e9",
            "?search=~",
            "?search=/",
            "?search=a/b&sort=asc&per_page=1",
            "?family=mixtral",
            "?family=nothing",
            "?platform=vllm&order_by=platform",
            "?platform=VLLM",
            "?release_state=ga&per_page=1",
            "?compatible_with=duo_chat&per_page=1",
            "?compatible_with=nothing",
            "?in_use=true&per_page=1",
            "?in_use=false&order_by=updated_at",
            "?in_use=maybe",
            "?order_by=created_at",
            "?order_by=id&sort=desc&per_page=1",
            "?order_by=color",
            "?sort=DESC",
            "?color=red");

    private static final List<String> CONDITIONS = List.of(
            "<tag>",
            "W/<tag>",
            "\"<revision>-gzip\"",
            "W/\"<revision>--br\"",
            "\"<revision>;deflate\"",
            "\"<revision>-gzip-zstd\"",
            "\"<revision>-gzip\", \"1\"",
            "w/<tag>",
            "W/ <tag>",
            "\"<revision>-\"",
            "\"<revision>gzip\"",
            "\"<revision>-lzma\"",
            "\"<revision>---gzip\"",
            "\"-gzip\"",
            "\"gzip\"",
            "\"abc\", <tag>",
            "<tag>, \"1\"",
            " <tag> ",
            "*",
            "\"1\"",
            "W/\"1\"",
            "\"999999999999999999\"",
            "\"abc\"",
            "\"\"",
            "",
            "1",
            "\"1",
            "*, <tag>",
            "abc",
            "<tag>\r\nIf-None-Match: \"1\"",
            "\"1\"\r\nIf-None-Match: <tag>",
            "<tag>\r\nIf-Match: \"1\"",
            "<tag>\r\nIf-Modified-Since: Sun, 22 Nov 2026 14:00:00 GMT");

    private static final List<String> QUERIES = List.of(
            "?",
            "??",
            "?&",
            "?min_revision=<revision>",
            "?min_revision=0",
            "?min_revision=00000001",
            "?min_revision=%31",
            "?%6din_revision=1",
            "?min_revision=",
            "?min_revision",
            "?min_revision=-1",
            "?min_revision=+1",
            "?min_revision=1.0",
            "?min_revision=one",
            "?min_revision=9999999999999999999",
            "?min_revision=1&",
            "?min_revision=1&min_revision=1",
            "?min_revision=1&min_revision=999999",
            "?min_revision=1#there",
            "?MIN_REVISION=1",
            "?min_revision=\u0661",
            "?unasked=1",
            "?explain=true",
            "?explain=maybe",
            "?include_unavailable=true",
            "?model_id=1",
            "?main_feature=GitLab%20Duo%20Chat");

    private static final List<String> PATHS = List.of(
            "/models/",
            "/models/1",
            "/models/01",
            "/models/0",
            "/models/1/",
            "/models/1/more",
            "/models1",
            "/modelsx1",
            "/models-1",
            "/models/999999999999999999",
            "/models/9999999999999999999",
            "/models/check",
            "/models/families/",
            "/models/families/1",
            "/models//families",
            "/%6dodels",
            "/models;a=b",
            "/Models",
            "/gateway/",
            "/gateway/check",
            "/subscription/sync",
            "/catalogue/",
            "/features/",
            "/features//",
            "//features",
            "/features//code_generations",
            "/features/code_generations/",
            "/features/code_generations/effective-model/",
            "/features/code_generations//effective-model",
            "/%66eatures",
            "/features/code%5fgenerations",
            "/features/code_generations/effective%2dmodel",
            "/features%2fcode_generations",
            "/features/code_generations%2feffective-model",
            "/./features",
            "/features/.",
            "/features/x/../code_generations",
            "/features/code_generations/../code_generations",
            "/gateway/../features",
            "/q/../features",
            "/features/%2e%2e/features",
            "/features;a=b",
            "/features/code_generations;a=b",
            "/features;a=b/code_generations",
            "/features/code_generations/effective-model;a=b",
            "/Features",
            "/features/CODE_GENERATIONS",
            "/features/code_generations/Effective-Model",
            "/features/nothing",
            "/features/nothing/effective-model",
            "/features/nothing/model-metadata",
            "/features/code_generations/effective-model/more",
            "/features/%00",
            "/features/\u00e9",
            "/revision/",
            "/revisions",
            "/revision;a=b",
            "/REVISION",
            "/features#code_generations");

    private static final List<String> ACCEPTS = List.of(
            "*/*",
            "application/json",
            "application/*",
            "APPLICATION/JSON",
            " application/json ",
            "application/json, text/plain, */*",
            "text/html, application/xhtml+xml, */*;q=0.8",
            "application/json;q=0.9",
            "application/json;q=0",
            "application/json; charset=utf-8",
            "text/html",
            "text/html\r\nAccept: application/json",
            "application/json\r\nAccept: text/html",
            "*/*\r\nAccept: application/json;q=0",
            "application/json-seq",
            "application/jsonlines",
            "x-application/json",
            "text/*/*",
            "application/problem+json",
            "application/json application/json",
            "application/json,",
            "application/json, nonsense",
            "*/*/*",
            "nonsense, */*",
            "text/event-stream",
            "*",
            "",
            ",");

    private static final List<String> BODIES = List.of(
            "Content-Length: 5\r\n\r\nhello",
            "Content-Length: 5\r\nContent-Type: application/json\r\n\r\n{\"a\":",
            "Content-Length: 0\r\n\r\n",
            "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
            "Content-Type: nonsense\r\n\r\n",
            "Content-Length: 3000000\r\nConnection: close\r\n\r\n");

    @Inject
    CurrentSnapshot current;

    static Set<String> tokens() {
        return SampleTokens.headers().keySet();
    }

    @ParameterizedTest
    @MethodSource("tokens")
    void responsesMatchTheResourceForEveryToken(String name) throws IOException {
        PreparedConfigurations.ready();

        try (var both = SameResponse.open()) {
            for (var path : everyPath()) {
                both.get(path, token(name));
            }
        }
    }

    @Test
    void aReadyFeatureRespondsAsTheContractSays() throws IOException {
        PreparedConfigurations.ready();
        var tag = "\"" + current.get().revision() + "\"";

        try (var both = SameResponse.open()) {
            for (var path : EVERY_KIND) {
                var role = path.endsWith("metadata") || path.endsWith("model") ? "resolver" : "viewer";
                var response = both.get(path, token(role));

                assertThat(response.status()).as(path).isEqualTo(200);
                assertThat(response.header("content-type")).isEqualTo("application/json;charset=UTF-8");
                assertThat(response.header("config-revision")).isEqualTo(tag.replace("\"", ""));
                assertThat(response.header("x-request-id")).isEqualTo("same");
                assertThat(response.header("x-content-type-options")).isEqualTo("nosniff");
                assertThat(response.headers()).containsKeys("content-security-policy", "x-frame-options");
                assertThat(response.header("etag")).isEqualTo(tagOf(path, tag));
                assertThat(response.header("cache-control"))
                        .isEqualTo(path.endsWith("metadata") ? "no-store" : "private, no-cache");
            }
        }
    }

    private static String tagOf(String path, String tag) {
        return switch (path) {
            case "/gateway" -> tag.replaceAll("\"$", "-0\"");
            case "/models", "/models/families" -> "";
            default -> path.endsWith("metadata") ? "" : tag;
        };
    }

    @Test
    void everyConditionIsEvaluatedAsByTheResource() throws IOException {
        PreparedConfigurations.ready();
        var revision = Long.toString(current.get().revision());

        for (var condition : CONDITIONS) {
            assertSame(
                    "",
                    "If-None-Match: "
                            + condition.replace("<tag>", "\"<revision>\"").replace("<revision>", revision));
        }
    }

    @Test
    void everyQueryIsParsedAsByTheResource() throws IOException {
        PreparedConfigurations.ready();
        var revision = Long.toString(current.get().revision());

        for (var query : QUERIES) {
            assertSame(query.replace("<revision>", revision));
        }
    }

    @Test
    void everyListIsThatOfTheResource() throws IOException {
        PreparedConfigurations.ready();

        for (var query : LIST_QUERIES) {
            for (var path : List.of("/models", "/models/families", models().get(0))) {
                try (var both = SameResponse.open()) {
                    both.get(path + query, token("viewer"));
                    both.get(path + query, token("resolver"));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:8081",
                "localhost:80",
                "example.com",
                "EXAMPLE.com",
                "127.0.0.1:1",
                "[::1]:8081",
                "a_b.example.com",
                "example.com:0",
                "example.com:99999",
                "example.com.",
                "\u00e9.example.com"
            })
    void linksAreThoseOfTheResourceForEveryHost(String host) throws IOException {
        PreparedConfigurations.ready();

        for (var path : List.of("/models?per_page=1", "/models/families?per_page=2&page=2")) {
            assertThat(withHost(host, path)).as(host).isEqualTo(withHost(host, path, "Prefer: the-resource"));
        }
    }

    private static RawResponse withHost(String host, String path, String... headers) throws IOException {
        try (var connection = RawConnection.open()) {
            var all = new ArrayList<>(List.of(headers));
            all.add(token("viewer"));
            var text = SameResponse.text(get(path), "", all).replace("Host: localhost", "Host: " + host);
            var response = connection.call(text);
            response.headers().remove("snapshot-age");
            response.headers().remove("content-length");
            response.headers().remove("transfer-encoding");
            return response;
        }
    }

    @Test
    void aTagWithAStatusIsComparedAsByTheResource() throws IOException {
        PreparedConfigurations.ready();

        for (var path : List.of("/gateway", models().get(0))) {
            try (var both = SameResponse.open()) {
                var tag = both.get(path, token("viewer")).header("etag");
                assertThat(tag).endsWith("-0\"");
                for (var condition :
                        List.of(tag, "W/" + tag, tag.replace("-0", ""), tag.replace("-0", "-0-gzip"), "*")) {
                    both.get(path, token("viewer"), "If-None-Match: " + condition);
                }
            }
        }
    }

    /** The paths of the models. */
    final List<String> models() {
        return current.get().models().keySet().stream()
                .sorted()
                .map(id -> "/models/" + id)
                .toList();
    }

    @Test
    void aMissingRevisionIsAwaitedAsByTheResource() throws IOException {
        var ahead = current.get().revision() + 1000;

        try (var both = SameResponse.open()) {
            var response = both.get("/features?min_revision=" + ahead, token("viewer"));

            assertThat(response.status()).isEqualTo(503);
            assertThat(response.headers()).containsKey("retry-after");
        }
    }

    @Test
    void everyPathIsMatchedAsByTheResource() throws IOException {
        PreparedConfigurations.ready();

        for (var path : PATHS) {
            try (var both = SameResponse.open()) {
                both.get(path, token("viewer"));
                both.get(path, token("resolver"));
            }
        }
    }

    @Test
    void everyAcceptHeaderIsParsedAsByTheResource() throws IOException {
        PreparedConfigurations.ready();

        for (var accept : ACCEPTS) {
            assertSame("", "Accept: " + accept);
        }
    }

    @Test
    void anUnexpectedBodyChangesNothing() throws IOException {
        PreparedConfigurations.ready();

        for (var rest : BODIES) {
            var headers = rest.substring(0, rest.indexOf("\r\n\r\n"));
            var body = rest.substring(rest.indexOf("\r\n\r\n") + 4);
            for (var path : EVERY_KIND) {
                if (headers.contains("close")) {
                    assertThat(once(path, headers)).isEqualTo(once(path, headers + "\r\nPrefer: the-resource"));
                } else {
                    try (var both = SameResponse.open()) {
                        both.call(get(path), body, token("viewer"), headers);
                    }
                }
            }
        }
    }

    @Test
    void everyOtherMethodIsLeftToTheResource() throws IOException {
        PreparedConfigurations.ready();

        for (var method : List.of("HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "BREW", "get")) {
            for (var path : EVERY_KIND) {
                try (var both = SameResponse.open()) {
                    var line = method + " " + Api.prefix() + path + " HTTP/1.1";
                    var response = both.call(line, "", token("viewer"), "Content-Length: 0");

                    if (method.equals("HEAD") && !path.endsWith("metadata")) {
                        assertThat(response.status()).isEqualTo(200);
                        assertThat(response.header("etag"))
                                .isEqualTo(both.get(path, token("viewer")).header("etag"));
                    }
                }
            }
        }
    }

    @Test
    void responsesMatchTheResourceForHttp10() throws IOException {
        PreparedConfigurations.ready();

        for (var path : EVERY_KIND) {
            var line = "GET " + Api.prefix() + path + " HTTP/1.0";
            assertThat(onClosedConnection(line)).isEqualTo(onClosedConnection(line, "Prefer: the-resource"));
            // A resource sends long bodies without a length, which only the end of the connection can limit.
            if (!List.of("/features", "/models", "/models/families", "/catalogue")
                    .contains(path)) {
                try (var both = SameResponse.open()) {
                    both.call(line, "", token("viewer"), "Connection: keep-alive");
                }
            }
        }
    }

    @Test
    void theConnectionEndsAsByTheResource() throws IOException {
        PreparedConfigurations.ready();

        for (var header : List.of(
                "Connection: keep-alive",
                "Connection: Keep-Alive",
                "Connection: close",
                "Connection: keep-alive, close",
                "Connection: keep-alive\r\nConnection: close",
                "Connection: Upgrade\r\nUpgrade: websocket",
                "Connection:",
                "Expect: 100-continue",
                "Expect: nothing")) {
            assertSame("", header);
        }
        for (var path : EVERY_KIND) {
            var line = get(path);
            assertThat(onClosedConnection(line, "Connection: close"))
                    .isEqualTo(onClosedConnection(line, "Connection: close\r\nPrefer: the-resource"));
        }
    }

    @Test
    void pipelinedRequestsReceiveTheirResponsesInOrder() throws IOException {
        PreparedConfigurations.ready();
        var paths = List.of(
                "/revision", "/features", "/nowhere", "/features/duo_chat/effective-model", "/features/duo_chat");
        var requests = new StringBuilder();
        var roles = List.of("viewer", "expired", "resolver", "no token", "admin");
        roles.forEach(
                role -> paths.forEach(path -> requests.append(SameResponse.text(get(path), "", List.of(token(role))))));

        try (var connection = RawConnection.open();
                var both = SameResponse.open()) {
            connection.send(requests.toString());

            for (var role : roles) {
                for (var path : paths) {
                    var response = connection.read(false);
                    var alone = both.get(path, token(role));
                    assertThat(response.status()).as(role + " " + path).isEqualTo(alone.status());
                    assertThat(response.body()).as(role + " " + path).isEqualTo(alone.body());
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://console.example.com", "https://elsewhere.example.com", "null", ""})
    void corsHeadersAreThoseOfTheResource(String origin) throws IOException {
        PreparedConfigurations.ready();

        assertSame("", "Origin: " + origin);
    }

    @Test
    void aResponseMatchesItsRevisionDuringWrites() throws Exception {
        PreparedConfigurations.ready();
        var features = List.of("code_generations", "code_completions");

        var seen = AtOnce.run(3, caller -> caller == 0 ? writes(features) : reads());

        assertThat(seen.subList(1, 3)).allSatisfy(count -> assertThat(count).isPositive());
    }

    private static int writes(List<String> features) {
        for (int i = 0; i < 20; i++) {
            Api.as("admin")
                    .body("{\"provider\": \"%s\"}".formatted(i % 2 == 0 ? "disabled" : "unassigned"))
                    .put("/features/" + features.get(i % 4 / 2))
                    .then()
                    .statusCode(200);
        }
        return 20;
    }

    private static int reads() {
        var last = 0L;
        try (var connection = RawConnection.open()) {
            for (int i = 0; i < 200; i++) {
                var response = connection.call(SameResponse.text(
                        get("/features/code_generations/effective-model"), "", List.of(token("resolver"))));
                var revision = Long.parseLong(response.header("config-revision"));
                assertThat(response.header("etag")).isEqualTo("\"" + revision + "\"");
                assertThat(response.body()).contains("\"revision\":" + revision);
                assertThat(revision).isGreaterThanOrEqualTo(last);
                last = revision;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return 200;
    }

    /** Compares the responses for roles with and without access. */
    private static void assertSame(String query, String... headers) throws IOException {
        try (var both = SameResponse.open()) {
            for (var path : EVERY_KIND) {
                for (var role : List.of("viewer", "resolver")) {
                    var all = new ArrayList<>(List.of(headers));
                    all.add(token(role));
                    both.get(path + query, all.toArray(new String[0]));
                }
            }
        }
    }

    final List<String> everyPath() {
        var paths = new ArrayList<>(
                List.of("/features", "/revision", "/catalogue", "/gateway", "/subscription", "/models/families"));
        paths.addAll(List.of("/models", "/models?per_page=1", "/models?search=i&order_by=updated_at&sort=desc"));
        paths.addAll(models());
        for (var feature :
                current.get().catalogue().features().stream().map(Feature::id).toList()) {
            for (var suffix : List.of("", "/effective-model", "/model-metadata")) {
                paths.add("/features/" + feature + suffix);
            }
        }
        return paths;
    }

    private static RawResponse once(String path, String headers) throws IOException {
        try (var connection = RawConnection.open()) {
            var response = connection.call(SameResponse.text(get(path), "", List.of(token("viewer"), headers)));
            response.headers().remove("snapshot-age");
            return response;
        }
    }

    /** The response on a connection that the service closes afterwards. */
    private static RawResponse onClosedConnection(String requestLine, String... headers) throws IOException {
        try (var connection = RawConnection.open()) {
            var all = new ArrayList<>(List.of(headers));
            all.add(token("viewer"));
            var response = connection.call(SameResponse.text(requestLine, "", all));
            var body = response.body() + connection.rest();
            response.headers().remove("snapshot-age");
            response.headers().remove("content-length");
            response.headers().remove("transfer-encoding");
            return new RawResponse(response.statusLine(), response.status(), response.headers(), body);
        }
    }

    private static String get(String path) {
        return "GET " + Api.prefix() + path + " HTTP/1.1";
    }

    static String token(String name) {
        return Objects.requireNonNull(SampleTokens.headers().get(name));
    }
}
