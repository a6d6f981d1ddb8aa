package dev.duoconfig.outbound;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

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
    void aByteOrderMarkInAResponseIsSkipped() throws IOException {
        outbound.resolvingTo("127.0.0.1");
        try (var server = ScriptedServer.responding((in, out) ->
                out.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n\ufeff{\"a\":1}".getBytes(UTF_8)))) {

            var response = outbound.send(get(url(server, "/"), GATEWAY));

            assertThat(response.body()).isEqualTo("{\"a\":1}");
            assertThat(response.json().orElseThrow().path("a").asInt()).isEqualTo(1);
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
    void aCompressedBodyIsReadUpToTheSameLimit() throws IOException {
        for (var length : List.of(0, 1, OutboundClient.MAX_RESPONSE_BYTES)) {
            var sent = "x".repeat(length);
            assertThat(outbound(encoded("gzip", gzip(sent.getBytes(UTF_8)))).body())
                    .isEqualTo(sent);
            assertThat(outbound(encoded("x-gzip", gzip(sent.getBytes(UTF_8)))).body())
                    .isEqualTo(sent);
            assertThat(outbound(encoded("deflate", deflate(sent, false))).body())
                    .isEqualTo(sent);
            assertThat(outbound(encoded("Deflate", deflate(sent, true))).body()).isEqualTo(sent);
            assertThat(outbound(encoded("gzip, GZIP", gzip(gzip(sent.getBytes(UTF_8)))))
                            .body())
                    .isEqualTo(sent);
        }
        assertThat(outbound(encoded("gzip", new byte[0])).body()).isEmpty();
        assertThat(outbound(encoded("aws-chunked", "plain".getBytes(UTF_8))).body())
                .isEqualTo("plain");
    }

    @Test
    void aBodyThatBecomesTooLargeIsNotDecompressedFurther() throws IOException {
        var bomb = gzip(new byte[100 * OutboundClient.MAX_RESPONSE_BYTES]);
        for (var body : List.of(gzip(new byte[OutboundClient.MAX_RESPONSE_BYTES + 1]), bomb)) {
            assertThat(failure(Fault.TOO_LARGE, encoded("gzip", body)).responded())
                    .isTrue();
        }
        assertThat(failure(Fault.TOO_LARGE, encoded("gzip, gzip", gzip(bomb))).responded())
                .isTrue();
    }

    @Test
    void compressionThatCannotBeUndoneIsAFaultOfAResponse() throws IOException {
        for (var encoding : List.of("br", "zstd", "compress", "gzip, br", "gzip, gzip, gzip, gzip")) {
            assertThat(failure(Fault.COMPRESSED, encoded(encoding, new byte[] {1, 2, 3}))
                            .responded())
                    .isTrue();
        }
        var whole = gzip("whole".getBytes(UTF_8));
        for (var body : List.of(new byte[] {1, 2, 3}, Arrays.copyOf(whole, whole.length - 9))) {
            assertThat(failure(Fault.BROKEN_RESPONSE, encoded("gzip", body)).responded())
                    .isTrue();
        }
        assertThat(failure(Fault.BROKEN_RESPONSE, encoded("deflate", new byte[] {1, 2, 3}))
                        .responded())
                .isTrue();
    }

    @Test
    void aFailureSaysWhetherAResponseHadBegun() throws IOException {
        assertThat(failure(Fault.BROKEN_RESPONSE, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf".getBytes(UTF_8))
                        .responded())
                .isTrue();
        assertThat(failure(Fault.BROKEN_RESPONSE, "HTTP/1.1 200 OK\r\nContent-".getBytes(UTF_8))
                        .responded())
                .isFalse();
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

    private OutboundResponse outbound(byte[] sent) throws IOException {
        outbound.resolvingTo("127.0.0.1");
        try (var server = ScriptedServer.responding((in, out) -> out.write(sent))) {
            var response = outbound.send(get(url(server, "/"), GATEWAY));
            assertThat(server.heads().get(0)).containsIgnoringCase("\r\naccept-encoding: identity\r\n");
            return response;
        }
    }

    private OutboundException failure(Fault fault, byte[] sent) throws IOException {
        outbound.resolvingTo("127.0.0.1");
        try (var server = ScriptedServer.responding((in, out) -> out.write(sent))) {
            return outbound.failure(fault, get(url(server, "/"), GATEWAY));
        }
    }

    private static byte[] encoded(String encoding, byte[] body) throws IOException {
        var response = new ByteArrayOutputStream();
        response.write("HTTP/1.1 200 OK\r\nContent-Encoding: %s\r\nContent-Length: %d\r\n\r\n"
                .formatted(encoding, body.length)
                .getBytes(UTF_8));
        response.write(body);
        return response.toByteArray();
    }

    private static byte[] gzip(byte[] body) throws IOException {
        var compressed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(compressed)) {
            gzip.write(body);
        }
        return compressed.toByteArray();
    }

    private static byte[] deflate(String body, boolean bare) throws IOException {
        var compressed = new ByteArrayOutputStream();
        var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, bare);
        try (var deflate = new DeflaterOutputStream(compressed, deflater)) {
            deflate.write(body.getBytes(UTF_8));
        } finally {
            deflater.end();
        }
        return compressed.toByteArray();
    }

    private static String stackTrace(Throwable thrown) {
        var text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
