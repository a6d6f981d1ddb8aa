package dev.duoconfig.http.wire;

import java.io.IOException;
import java.util.List;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.LocalInstallationResource;
import dev.duoconfig.testkit.RawConnection;
import dev.duoconfig.testkit.RawResponse;
import dev.duoconfig.testkit.Scrape;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Requests that RFC 9112 and RFC 9110 do not allow: they get a problem, and nothing behind them is served. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
class RawRequestsTest {

    private static final String NEXT = "GET /q/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";

    /** Without the end of the head; a host, unless the case is about it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /models HTTP/1.1|Host: a|Content-Length: 4|Transfer-Encoding: chunked||0||",
                "POST /models HTTP/1.1|Host: a|Transfer-Encoding: chunked|Content-Length: 4||0||",
                "POST /models HTTP/1.1|Host: a|Content-Length: 4|Content-Length: 5||abcd",
                "POST /models HTTP/1.1|Host: a|Content-Length: -1||",
                "POST /models HTTP/1.1|Host: a|Content-Length: 4, 5||abcd",
                "POST /models HTTP/1.1|Host: a|Content-Length: +4||abcd",
                "POST /models HTTP/1.1|Host: a|Transfer-Encoding: chunked, identity||0||",
                "POST /models HTTP/1.1|Host: a|Transfer-Encoding: chunked, chunked||0||",
                "POST /models HTTP/1.1|Host: a|Transfer-Encoding: gzip||",
                "POST /models HTTP/1.1|Host: a|Transfer-Encoding: identity||",
                "POST /models HTTP/1.1|Host: a|Transfer-Encoding: xchunked||0||",
                "POST /models HTTP/1.0|Host: a|Transfer-Encoding: chunked||0||",
                "GET /gateway HTTP/1.1|Host: a|Host: b||",
                "GET /gateway HTTP/1.1|Host: a|Host: a||",
                "GET /gateway HTTP/1.1||",
                "GET /gateway HTTP/1.1|Host:||",
                "GET /gateway HTTP/1.1|Host: a b||",
                "GET /gateway HTTP/1.1|Host: a/b||",
                "GET /gateway HTTP/1.1|Host: user@a||",
                "GET /gateway HTTP/1.1|Host: a|X-Long: one| two||",
                "GET /gateway HTTP/1.1|Host: a|X-Long: one|\ttwo||",
                "GET /gateway HTTP/1.1| Host: a||",
                "GET /gateway HTTP/1.1|Host: a|X-One: 1| ||",
                "GET /gateway HTTP/1.1|Host : a||",
                "GET /gateway HTTP/1.1|Host: a|No colon||",
                "GET /gateway HTTP/1.2|Host: a||",
                "GET /gateway HTTP/2.0|Host: a||",
                "GET /gateway HTTP/0.9|Host: a||",
                "GET /gateway HTTP/11|Host: a||",
                "GET /gateway FTP/1.1|Host: a||",
                "GET /%zz HTTP/1.1|Host: a||",
                "GET /models/% HTTP/1.1|Host: a||",
                "GET /gateway?dry_run=%2 HTTP/1.1|Host: a||",
                "GET gateway HTTP/1.1|Host: a||",
                "GET // HTTP/1.1|Host: a||",
                "GET //evil.example.com/gateway HTTP/1.1|Host: a||",
                "GET /gateway^ HTTP/1.1|Host: a||",
                "GET /models/[1] HTTP/1.1|Host: a||",
                "GET /gateway#there HTTP/1.1|Host: a||",
                "GET http://[zz]/gateway HTTP/1.1|Host: a||",
                "GET /models?search={a} HTTP/1.1|Host: a||",
                "GET /gateway http/1.1|Host: a||",
                "GET /gateway HTTP/01.1|Host: a||",
                "||GET /gateway HTTP/1.1|Host: a|X-One: 1| 2||",
                "GET * HTTP/1.1|Host: a||"
            })
    void aMalformedRequestIsRejectedAndTheConnectionClosed(String lines) throws IOException {
        try (var connection = RawConnection.open()) {
            connection.send(lines.replace("|", "\r\n") + NEXT);

            var response = connection.read(false);

            assertThat(response.status()).as(response.toString()).isEqualTo(400);
            assertProblem(response, "bad-request");
            assertThat(connection.isEnded()).isTrue();
        }
    }

    @Test
    void aLongTargetIsAProblemOfItsOwn() throws IOException {
        assertRejected("GET /" + "a".repeat(5000) + " HTTP/1.1\r\nHost: a\r\n\r\n", 414, "uri-too-long");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Long: %s", "If-None-Match: %s", "Host: %s", "Cookie: a=%s", "Authorization: Bearer %s"})
    void largeHeadersAreAProblemOfTheirOwn(String header) throws IOException {
        assertRejected(
                "GET /gateway HTTP/1.1\r\n" + header.formatted("a".repeat(20_000)) + "\r\n\r\n",
                431,
                "headers-too-large");
    }

    @Test
    void connectIsNotSupported() throws IOException {
        assertRejected("CONNECT localhost:443 HTTP/1.1\r\nHost: a\r\n\r\n", 405, "method-not-allowed");
    }

    @Test
    void optionsOfTheServerListsTheMethods() throws IOException {
        try (var connection = RawConnection.open()) {
            var response = connection.call("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n");

            assertThat(response.status()).isEqualTo(204);
            assertThat(header(response, "allow")).contains("GET", "PATCH", "OPTIONS");
            assertHasTheHeadersOfAllResponses(response);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /q/health/live HTTP/1.1|Host: a||",
                "GET /q/health/live HTTP/1.1|host: [::1]:8080||",
                "GET /q/health/live HTTP/1.0||",
                "GET http://localhost/q/health/live HTTP/1.1|Host: localhost||",
                "GET http://[::1]:8080/q/health/live?a[]=b HTTP/1.1|Host: [::1]:8080||",
                "|GET /q/health/live HTTP/1.1|Host: a||",
                "GET /q/health/live HTTP/1.1|Host: a|Content-Length: 0||"
            })
    void unusualButValidRequestsAreServed(String lines) throws IOException {
        try (var connection = RawConnection.open()) {
            assertThat(connection.call(lines.replace("|", "\r\n")).status()).isEqualTo(200);
        }
    }

    @Test
    void aFoldedLineIsFoundWhenItsBytesArriveOneByOne() throws IOException {
        try (var connection = RawConnection.open()) {
            for (var character : "GET /gateway HTTP/1.1\r\nHost: a\r\nX-One: 1\r\n 2".toCharArray()) {
                connection.send(String.valueOf(character));
            }

            assertProblem(connection.read(false), "bad-request");
        }
    }

    /** The end of a head and the body behind it arrive together, and the body begins with a blank. */
    @Test
    void aBodyThatBeginsWithABlankIsNotAFoldedLine() throws Exception {
        try (var connection = RawConnection.open()) {
            connection.send("PATCH /gateway?dry_run=true HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n"
                    + "Content-Type: application/json\r\nAuthorization: Bearer " + Api.token("admin") + "\r\n");
            connection.send("\r\n {}");

            assertThat(connection.read(false).status()).isEqualTo(200);
        }
    }

    @Test
    void aRejectedHeadRequestGetsNoBody() throws IOException {
        try (var connection = RawConnection.open()) {
            var response = connection.call("HEAD /%zz HTTP/1.1\r\nHost: a\r\n\r\n");

            assertThat(response.status()).isEqualTo(400);
            assertThat(connection.isEnded()).isTrue();
        }
    }

    @Test
    void theResponsesBeforeARejectedRequestAreSentFirst() throws IOException {
        try (var connection = RawConnection.open()) {
            connection.send(NEXT + NEXT + "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n" + NEXT);

            var statuses = List.of(
                    connection.read(false).status(),
                    connection.read(false).status(),
                    connection.read(false).status());

            assertThat(statuses).containsExactly(200, 200, 400);
            assertThat(connection.isEnded()).isTrue();
        }
    }

    @Test
    void pipelinedRequestsAreServedInOrder() throws IOException {
        try (var connection = RawConnection.open()) {
            connection.send(NEXT.repeat(500) + "GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n");

            for (var i = 0; i < 500; i++) {
                assertThat(connection.read(false).status()).isEqualTo(200);
            }
            assertThat(connection.read(false).status()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRI * HTTP/2.0||SM||",
                "GET /q/metrics HTTP/1.1|Host: a|Connection: Upgrade, HTTP2-Settings|Upgrade: h2c|HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA||"
            })
    void thereIsNoHttp2WithoutTls(String lines) throws IOException {
        try (var connection = RawConnection.open()) {
            var response = connection.call(lines.replace("|", "\r\n"));

            assertThat(response.statusLine()).startsWith("HTTP/1.1 ");
            assertThat(response.status()).isNotEqualTo(101);
        }
    }

    @Test
    void rejectedRequestsAreCounted() throws IOException {
        var before = Scrape.now().value("duo_problems_total", "code", "uri-too-long");

        aLongTargetIsAProblemOfItsOwn();

        assertThat(Scrape.now().value("duo_problems_total", "code", "uri-too-long"))
                .isEqualTo(before + 1);
    }

    private static void assertRejected(String request, int status, String code) throws IOException {
        try (var connection = RawConnection.open()) {
            var response = connection.call(request);

            assertThat(response.status()).isEqualTo(status);
            assertProblem(response, code);
        }
    }

    private static void assertProblem(RawResponse response, String code) {
        assertThat(header(response, "content-type")).startsWith("application/problem+json");
        assertThat(response.body()).contains("\"code\":\"" + code + "\"", "\"request_id\":\"");
        assertHasTheHeadersOfAllResponses(response);
    }

    private static void assertHasTheHeadersOfAllResponses(RawResponse response) {
        assertThat(response.headers())
                .containsKeys(
                        "config-revision",
                        "cache-control",
                        "x-request-id",
                        "content-security-policy",
                        "x-content-type-options",
                        "x-frame-options");
    }

    private static String header(RawResponse response, String name) {
        return String.join(", ", response.headers().getOrDefault(name, List.of()));
    }
}
