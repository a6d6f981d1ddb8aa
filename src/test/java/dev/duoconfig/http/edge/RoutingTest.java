package dev.duoconfig.http.edge;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import dev.duoconfig.contract.Contract;
import dev.duoconfig.contract.Operation;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.LocalInstallationResource;
import dev.duoconfig.testkit.RawConnection;
import dev.duoconfig.testkit.RawResponse;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.duoconfig.testkit.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

/** Paths, methods, and media types that no operation has. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class RoutingTest {

    private static final String GATEWAY = "{\"request_timeout_seconds\": 90}";

    static Set<String> paths() {
        var paths = new TreeSet<String>();
        Contract.published().operations().forEach(operation -> paths.add(operation.path()));
        return paths;
    }

    static List<String> callsWithABody() {
        return List.of(
                "PUT /gateway",
                "PATCH /gateway",
                "POST /models",
                "POST /models/check",
                "PUT /features/duo_chat",
                "PATCH /features",
                "PUT /configuration",
                "POST /configuration/imports/gitlab",
                "POST /plan",
                "POST /sign-in");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nowhere",
                "/consoles",
                "/gateways",
                "/Gateway",
                "/gateway/url",
                "/models/1/2",
                "/features/duo_chat/effective",
                "/subscription/sync/now",
                "/index.php",
                "/.git/config"
            })
    void anUnknownPathIsAProblem(String path) {
        var response = Api.as("admin").urlEncodingEnabled(false).get(path);

        assertProblem(response, 404, "not-found");
        assertThat(response.jsonPath().getString("detail")).contains("/q/openapi");
    }

    @ParameterizedTest
    @MethodSource("paths")
    void anUnsupportedMethodIsRejectedWithTheSupportedOnes(String template) {
        var path = template.replace("{id}", "1").replace("{feature}", "duo_chat");
        var taken = new TreeSet<String>();
        Contract.published().operations().stream()
                .filter(operation -> operation.path().equals(template))
                .forEach(operation -> taken.add(operation.method()));

        for (var method : List.of("GET", "PUT", "POST", "PATCH", "DELETE")) {
            if (!taken.contains(method)) {
                var response = Api.as("admin").body("{}").request(method, path);

                assertProblem(response, 405, "method-not-allowed");
                assertThat(List.of(response.header("Allow").split(", ", -1)))
                        .containsAll(taken)
                        .doesNotContain(method);
            }
        }
        assertThat(List.of(Api.as("admin")
                        .noFilters()
                        .request("OPTIONS", path)
                        .header("Allow")
                        .split(", ", -1)))
                .containsAll(taken)
                .isSubsetOf(and(taken, "HEAD", "OPTIONS"));
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /models/check, 'OPTIONS, POST'",
        "PATCH, /models/check, 'OPTIONS, POST'",
        "DELETE, /models/check, 'OPTIONS, POST'",
        "PUT, /models/families, 'GET, HEAD, OPTIONS'",
        "PATCH, /models/families, 'GET, HEAD, OPTIONS'",
        "DELETE, /models/families, 'GET, HEAD, OPTIONS'"
    })
    void aPathNextToAPathWithAnIdDoesNotHaveItsMethods(String method, String path, String allow) {
        var responses = List.of(
                Api.as("admin").body("{\"oops\"").request(method, path),
                Api.as("admin").body("{\"unknown\": 1}").request(method, path),
                Api.as("admin").contentType("text/plain").body("x").request(method, path),
                Api.as("viewer").queryParam("unknown", "1").request(method, path),
                Api.anonymous().request(method, path));

        assertThat(responses).allSatisfy(response -> {
            assertProblem(response, 405, "method-not-allowed");
            assertThat(response.header("Allow")).isEqualTo(allow);
        });
    }

    @Test
    void anUnknownMethodIsRejectedLikeAnyOther() {
        var response = Api.as("admin").request("BREW", "/gateway");

        assertProblem(response, 405, "method-not-allowed");
        assertThat(response.header("Allow")).isEqualTo("GET, HEAD, OPTIONS, PATCH, PUT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/xml", "text/html", "application/yaml, text/plain", "image/*"})
    void anotherMediaTypeIsNotAcceptable(String accept) {
        assertProblem(Api.as("viewer").header("Accept", accept).get("/gateway"), 406, "not-acceptable");
        assertProblem(Api.as("admin").header("Accept", accept).body(GATEWAY).patch("/gateway"), 406, "not-acceptable");
        assertThat(timeout()).isEqualTo(60);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json;q=0",
                "application/json; q=0.000",
                "*/*;q=0",
                "application/json;q=0, */*",
                "application/*;q=0, */*;q=1",
                "text/html, application/json;Q=0"
            })
    void aMediaTypeWithAWeightOfZeroIsNotAcceptable(String accept) {
        assertProblem(Api.as("viewer").header("Accept", accept).get("/gateway"), 406, "not-acceptable");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html;q=0, application/json",
                "*/*;q=0, application/json",
                "application/*;q=0, application/json;q=0.001",
                "*/*",
                "application/*",
                "application/json",
                "application/json; charset=utf-8",
                "text/html, application/xhtml+xml, */*;q=0.8"
            })
    void jsonIsReturnedIfItIsOneOfTheAcceptedTypes(String accept) {
        var response = Api.as("viewer").header("Accept", accept).get("/gateway");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.contentType()).startsWith("application/json");
    }

    @ParameterizedTest
    @MethodSource("callsWithABody")
    void aBodyOfAnotherMediaTypeIsRejected(String call) throws IOException {
        for (var type : List.of(
                "text/plain",
                "application/xml",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=b")) {
            assertUnsupported(raw(call, "Content-Type: " + type, GATEWAY));
        }
        assertThat(timeout()).isEqualTo(60);
    }

    @ParameterizedTest
    @MethodSource("callsWithABody")
    void aBodyWithoutAMediaTypeIsRejected(String call) throws IOException {
        assertUnsupported(raw(call, "X-Nothing: here", GATEWAY));
        assertThat(timeout()).isEqualTo(60);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "json", "application/", "/json", ";", "application/json application/json", "a/b/c"})
    void anInvalidContentTypeIsRejected(String type) throws IOException {
        assertThat(raw("PATCH /gateway", "Content-Type: " + type, GATEWAY))
                .matches("(?s)HTTP/1.1 4(00|15) .*")
                .contains("application/problem+json");
        assertThat(timeout()).isEqualTo(60);
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "application/", "text", "a/b/c"})
    void anInvalidAcceptIsRejected(String accept) {
        var response = Api.as("viewer").header("Accept", accept).get("/gateway");

        assertThat(response.statusCode()).as(response.asString()).isIn(400, 406);
        assertThat(response.contentType()).isEqualTo("application/problem+json");
    }

    @Test
    void aMediaTypeThatIsFarTooLongIsRejected() throws IOException {
        for (var parameters : List.of(";".repeat(15_000), ";a=b".repeat(3_000), "; a=\"" + "b".repeat(10_000) + "\"")) {
            assertUnsupported(raw("PATCH /gateway", "Content-Type: application/json" + parameters, GATEWAY));
        }
        assertThat(timeout()).isEqualTo(60);
    }

    static List<Operation> reads() {
        return Contract.published().operations().stream()
                .filter(operation -> operation.method().equals("GET"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("reads")
    void anAcceptThatListsNothingCountsAsAbsent(Operation operation) throws IOException {
        var absent = read(operation, "");

        for (var accept : List.of("", " ", ",", " , ,", "\r\nAccept: ", "\r\nAccept: ,")) {
            var response = read(operation, "Accept: " + accept + "\r\n");

            assertThat(response.status()).as(accept).isEqualTo(absent.status());
            assertThat(response.header("content-type")).as(accept).isEqualTo(absent.header("content-type"));
        }
    }

    @ParameterizedTest
    @MethodSource("reads")
    void anAcceptThatIsPartlyOrWhollyInvalidIsNoError(Operation operation) throws IOException {
        var absent = read(operation, "");

        for (var accept : List.of(
                ";q=1",
                "/",
                "a/",
                "/b",
                "*/json",
                "\"",
                "a/b/c",
                "a/b;q=2",
                "a/b;q=x",
                ";",
                "a b/c",
                "(",
                "\u00e9/a")) {
            assertThat(read(operation, "Accept: " + accept + "\r\n").status())
                    .as(accept)
                    .isEqualTo(406);
            assertThat(read(operation, "Accept: " + accept + ", */*;q=0.5;x=\"\r\n")
                            .status())
                    .as(accept)
                    .isEqualTo(absent.status());
        }
    }

    private static RawResponse read(Operation operation, String headers) throws IOException {
        try (var connection = RawConnection.open()) {
            var path = operation.path().replace("{id}", "1").replace("{feature}", "duo_chat");
            return connection.call("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                    + Api.token(operation.roles().stream().findFirst().orElse("viewer")) + "\r\n" + headers + "\r\n");
        }
    }

    @ParameterizedTest
    @MethodSource("callsWithABody")
    void aBodyInAnotherCharsetIsRejected(String call) throws IOException {
        for (var charset : List.of("iso-8859-1", "utf-16", "\"us-ascii\"", "none")) {
            assertUnsupported(raw(call, "Content-Type: application/json; a=b;Charset=" + charset, GATEWAY));
        }
        assertThat(timeout()).isEqualTo(60);
    }

    @ParameterizedTest
    @ValueSource(strings = {"; charset=utf-8", ";charset=UTF-8", "; charset=\"utf-8\"; a=b", "; a=charset", ""})
    void aBodyMayNameItsCharsetIfItIsUtf8(String parameters) throws IOException {
        assertThat(raw("PATCH /gateway", "Content-Type: application/json" + parameters, GATEWAY))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void aPatchIsAMergePatchOrPlainJson() throws IOException {
        assertThat(raw("PATCH /gateway", "Content-Type: application/merge-patch+json", GATEWAY))
                .startsWith("HTTP/1.1 200 ");
        assertUnsupported(raw("PUT /gateway", "Content-Type: application/merge-patch+json", GATEWAY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/features/%e2%28", "/features/%00", "/models/%2e%2e/x", "/models/caf%c3%a9", "/gateway%2f"})
    void aPathWithUnusualCharactersIsAProblem(String path) throws IOException {
        assertThat(raw("GET " + path, "Accept: */*", ""))
                .matches("(?s)HTTP/1.1 40[04] .*")
                .contains("application/problem+json", "X-Request-Id: ");
    }

    /** Sent raw, because clients would correct such a query. */
    @ParameterizedTest
    @ValueSource(strings = {"=", "=1", "=true&dry_run=true", "dry_run=true&=", "dry_run=true;=1"})
    void aParameterWithoutANameIsUnknown(String query) throws IOException {
        assertThat(raw("PATCH /gateway?" + query, "Content-Type: application/json", GATEWAY))
                .startsWith("HTTP/1.1 400 ")
                .contains("\"pointer\":\"/\",\"code\":\"unknown-parameter\"");
        assertThat(timeout()).isEqualTo(60);
    }

    private static Set<String> and(Set<String> methods, String... others) {
        var all = new TreeSet<>(methods);
        all.addAll(List.of(others));
        return all;
    }

    private static void assertUnsupported(String response) {
        assertThat(response)
                .startsWith("HTTP/1.1 415 ")
                .contains("application/problem+json", "\"code\":\"unsupported-media-type\"");
    }

    /** Sends the request as it is. Every client would correct it or refuse to send it. */
    private static String raw(String call, String header, String body) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            var request = call + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + Api.token("admin") + "\r\n"
                    + header + "\r\nContent-Length: " + body.length() + "\r\nConnection: close\r\n\r\n" + body;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static int timeout() {
        return Api.as("viewer").get("/gateway").jsonPath().getInt("request_timeout_seconds");
    }
}
