package dev.duoconfig.outbound;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;

import dev.duoconfig.outbound.OutboundException.Fault;
import dev.duoconfig.outbound.address.Allowlist;
import dev.duoconfig.outbound.address.HttpUrl;
import dev.duoconfig.outbound.address.Trust;
import dev.duoconfig.testkit.LogLines;
import io.vertx.core.net.impl.ConnectionBase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static dev.duoconfig.outbound.OutboundFixture.GATEWAY;
import static dev.duoconfig.outbound.OutboundFixture.LONG;
import static dev.duoconfig.outbound.OutboundFixture.OK;
import static dev.duoconfig.outbound.OutboundFixture.SHORT;
import static dev.duoconfig.outbound.OutboundFixture.address;
import static dev.duoconfig.outbound.OutboundFixture.get;
import static dev.duoconfig.outbound.OutboundFixture.url;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

@Tag("fast")
class OutboundResponseTest {

    private final OutboundFixture outbound = new OutboundFixture();

    @AfterEach
    void close() {
        outbound.close();
    }

    @Test
    void aResponseHasStatusHeadersAndBody() throws IOException {
        outbound.resolvingTo("127.0.0.1");
        try (var server = ScriptedServer.responding(OK)) {

            var response = outbound.send(get(url(server, "/v1/models?limit=1"), GATEWAY));

            assertThat(response.status()).isEqualTo(200);
            assertThat(response.headers()).containsEntry("x-seen", List.of("a", "b"));
            assertThat(response.body()).isEqualTo("hi");
            assertThat(response.address()).isEqualTo(address("127.0.0.1"));
            assertThat(response.rule()).isEqualTo("127.0.0.1 allowed by gateway.test");
            assertThat(server.heads().get(0))
                    .startsWith("GET /v1/models?limit=1 HTTP/1.1\r\n")
                    .containsIgnoringCase("\r\nhost: gateway.test:" + server.port() + "\r\n")
                    .containsIgnoringCase("\r\nconnection: close\r\n");
        }
    }

    @Test
    void aBodyIsSentAsUtf8WithItsLength() throws IOException {
        outbound.resolvingTo("127.0.0.1");
        try (var server = ScriptedServer.responding((in, out) -> {
            byte[] body = in.readNBytes(8);
            out.write("HTTP/1.1 201 Created\r\nContent-Length: 8\r\n\r\n".getBytes(UTF_8));
            out.write(body);
        })) {
            var request = new OutboundRequest(
                    "POST",
                    url(server, "/"),
                    Map.of("Content-Type", "text/plain", "Authorization", "Bearer top-secret"),
                    "été ä",
                    LONG,
                    LONG,
                    GATEWAY,
                    Trust.ADMINISTRATOR);

            var response = outbound.send(request);

            assertThat(response.status()).isEqualTo(201);
            assertThat(response.body()).isEqualTo("été ä");
            assertThat(server.heads().get(0))
                    .containsIgnoringCase("content-length: 8\r\n")
                    .contains("Authorization: Bearer top-secret\r\n");
        }
    }

    @Test
    void anIpv6LiteralIsReachedWithBracketsInTheHostHeader() throws IOException {
        try (var server = ScriptedServer.on("::1", 0, ScriptedServer.text(OK))) {
            var url = HttpUrl.parse("http://[::1]:" + server.port() + "/");

            var response = outbound.send(get(url, Allowlist.parse(List.of("::1"))));

            assertThat(response.status()).isEqualTo(200);
            assertThat(server.heads().get(0)).containsIgnoringCase("\r\nhost: [::1]:" + server.port() + "\r\n");
        }
    }

    @Test
    void aRedirectIsNotFollowed() throws IOException {
        outbound.resolvingTo("127.0.0.1");
        var location = "http://169.254.169.254/latest/meta-data/";
        try (var server = ScriptedServer.responding("HTTP/1.1 302 Found\r\nLocation: " + location + "\r\n\r\n")) {

            var response = outbound.send(get(url(server, "/"), GATEWAY));

            assertThat(response.status()).isEqualTo(302);
            assertThat(response.headers()).containsEntry("location", List.of(location));
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void aBodySentByteByByteEndsAtTheDeadline() throws IOException {
        outbound.resolvingTo("127.0.0.1");
        try (var server = ScriptedServer.responding(
                ScriptedServer.dripping("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"))) {

            var failure = outbound.failure(Fault.TIMEOUT, get(url(server, "/"), GATEWAY, LONG, SHORT));

            assertThat(failure.detail()).endsWith("did not send a complete response within 400 ms.");
        }
    }

    @Test
    void headersSentByteByByteEndAtTheDeadline() throws IOException {
        outbound.resolvingTo("127.0.0.1");
        try (var server = ScriptedServer.responding(ScriptedServer.dripping("HTTP/1.1 200 OK\r\nX-Drip: "))) {

            outbound.failure(Fault.TIMEOUT, get(url(server, "/"), GATEWAY, LONG, SHORT));
        }
    }

    @Test
    void anEndlessBodyIsCutOffAtTheLimit() throws IOException {
        outbound.resolvingTo("127.0.0.1");
        try (var server = ScriptedServer.responding((in, out) -> {
            out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(UTF_8));
            while (true) {
                out.write(new byte[8192]);
            }
        })) {

            outbound.failure(Fault.TOO_LARGE, get(url(server, "/"), GATEWAY));
        }
    }

    @Test
    void aBodyOfExactlyTheLimitIsRead() throws IOException {
        outbound.resolvingTo("127.0.0.1");
        try (var server =
                ScriptedServer.responding("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(OutboundClient.MAX_RESPONSE_BYTES))) {

            var response = outbound.send(get(url(server, "/"), GATEWAY));

            assertThat(response.body()).hasSize(OutboundClient.MAX_RESPONSE_BYTES);
        }
    }

    @Test
    void aConnectionThatEndsEarlyIsABrokenResponse() throws IOException {
        for (var text : List.of(
                "",
                "HTTP/1.1 200 OK\r\nContent-Le",
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nhalf")) {
            outbound.resolvingTo("127.0.0.1");
            try (var server = ScriptedServer.responding(text)) {

                var failure = outbound.failure(Fault.BROKEN_RESPONSE, get(url(server, "/"), GATEWAY));

                assertThat(failure.detail()).contains("closed the connection before its response was complete");
            }
        }
    }

    @Test
    void aResponseThatIsNotHttpIsBrokenAndNotQuoted() throws IOException {
        for (var text : List.of(
                "SSH-2.0-marker-of-the-server\r\n\r\n",
                "HTTP/1.1 marker-of-the-server\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: marker-of-the-server\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX-Long: " + "marker-of-the-server".repeat(4000) + "\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nmarker-of-the-server")) {
            outbound.resolvingTo("127.0.0.1");
            try (var server = ScriptedServer.responding(text);
                    var log = new LogLines(ConnectionBase.class)) {

                var failure = outbound.failure(Fault.BROKEN_RESPONSE, get(url(server, "/"), GATEWAY));

                assertThat(stackTrace(failure)).doesNotContain("marker-of-the-server");
                assertThat(log.lines()).noneMatch(line -> line.contains("marker-of-the-server"));
            }
        }
    }

    @Test
    void headersThatCannotBeSentAreRefusedWithoutTheirValue() {
        var url = HttpUrl.parse("http://gateway.test/?key=top-secret");
        for (var value : List.of("top-secret\r\nX-Injected: 1", "top-secret\u0000", "top-sécret")) {

            var refusal = catchThrowable(() -> new OutboundRequest(
                    "GET", url, Map.of("Authorization", value), null, LONG, LONG, GATEWAY, Trust.ADMINISTRATOR));

            assertThat(refusal)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("The value of header Authorization has characters that cannot be sent");
        }
    }

    @Test
    void requestsAndResponsesHideSecretsInToString() {
        var url = HttpUrl.parse("http://gateway.test/v1?key=top-secret");
        var headers = Map.of("Authorization", "Bearer top-secret");
        var request = new OutboundRequest("POST", url, headers, "top-secret", LONG, LONG, GATEWAY, Trust.ADMINISTRATOR);
        var response = new OutboundResponse(
                200, Map.of("x-echo", List.of("top-secret")), "top-secret", address("127.0.0.1"), "rule");

        assertThat(request).hasToString("POST http://gateway.test/v1");
        assertThat(response).hasToString("200 from 127.0.0.1");
    }

    private static String stackTrace(Throwable thrown) {
        var text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
