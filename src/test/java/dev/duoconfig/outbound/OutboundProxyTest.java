package dev.duoconfig.outbound;

import java.io.IOException;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

import dev.duoconfig.outbound.OutboundException.Fault;
import dev.duoconfig.outbound.address.Allowlist;
import dev.duoconfig.outbound.address.HttpUrl;
import io.quarkus.runtime.configuration.ConfigurationException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.duoconfig.outbound.OutboundFixture.OK;
import static dev.duoconfig.outbound.OutboundFixture.get;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A proxy receives the checked address, and never looks up a name. */
@Tag("fast")
class OutboundProxyTest {

    private static final String PUBLIC = "93.184.216.34";

    @Test
    void aPlainRequestAsksTheProxyForTheCheckedAddress() throws IOException {
        try (var proxy = ScriptedServer.responding(OK);
                var outbound = through(proxy)) {
            outbound.resolvingTo(PUBLIC);

            var response = outbound.send(get(HttpUrl.parse("http://gateway.test:8000/v1?a=b"), Allowlist.EMPTY));

            assertThat(response.status()).isEqualTo(200);
            assertThat(proxy.heads()).singleElement().satisfies(head -> assertThat(head)
                    .startsWith("GET http://" + PUBLIC + ":8000/v1?a=b HTTP/1.1\r\n"));
        }
    }

    @Test
    void aTunnelLeadsToTheCheckedAddress() throws IOException {
        try (var proxy = ScriptedServer.responding("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
                var outbound = through(proxy)) {
            outbound.resolvingTo(PUBLIC);

            outbound.failure(Fault.REFUSED, get(HttpUrl.parse("https://gateway.test/v1"), Allowlist.EMPTY));

            assertThat(proxy.heads()).singleElement().satisfies(head -> assertThat(head)
                    .startsWith("CONNECT " + PUBLIC + ":443 HTTP/1.1\r\n"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "user:password@, user:password",
        "user:@, user:",
        "user@, user:",
        "user:pass:word@, user:pass:word",
        "user:p%40ss%2Fw%3Ard%25@, user:p@ss/w:rd%",
        "DOMAIN%5Cuser:a+b%20c@, DOMAIN\\user:a+b c"
    })
    void userAndPasswordGoToTheProxyAndNowhereElse(String userInfo, String credentials) throws IOException {
        var expected =
                "proxy-authorization: Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(US_ASCII));
        try (var proxy = ScriptedServer.responding(OK);
                var outbound = through(proxy, userInfo)) {
            outbound.resolvingTo(PUBLIC).resolvingTo(PUBLIC);

            outbound.send(get(HttpUrl.parse("http://gateway.test:8000/v1"), Allowlist.EMPTY));
            // The script responds to CONNECT as well, so the handshake fails behind the tunnel.
            outbound.failure(Fault.TLS, get(HttpUrl.parse("https://gateway.test/v1"), Allowlist.EMPTY));

            assertThat(proxy.heads().subList(0, 2)).allSatisfy(head -> assertThat(head.lines())
                    .filteredOn(line -> line.toLowerCase(Locale.ROOT).startsWith("proxy-authorization"))
                    .singleElement()
                    .asString()
                    .isEqualToIgnoringCase(expected));
            assertThat(proxy.heads().get(1)).startsWith("CONNECT ");
        }
    }

    @Test
    void withoutAUserNothingIsSentToTheProxy() throws IOException {
        try (var proxy = ScriptedServer.responding(OK);
                var outbound = through(proxy)) {
            outbound.resolvingTo(PUBLIC);

            outbound.send(get(HttpUrl.parse("http://gateway.test:8000/v1"), Allowlist.EMPTY));

            assertThat(proxy.heads()).singleElement().asString().doesNotContainIgnoringCase("authorization");
        }
    }

    @Test
    void aHostThatIsBlockedWithoutAProxyIsBlockedWithOne() throws IOException {
        try (var proxy = ScriptedServer.responding(OK);
                var outbound = through(proxy)) {
            outbound.resolvingTo("10.1.2.3");

            outbound.failure(Fault.BLOCKED, get(HttpUrl.parse("http://gateway.test/"), Allowlist.EMPTY));
            outbound.failure(Fault.NAME_NOT_RESOLVED, get(HttpUrl.parse("http://gateway.test/"), Allowlist.EMPTY));

            assertThat(proxy.connections()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proxy.example.com:3128",
                "https://proxy.example.com:3128",
                "http://proxy.example.com",
                "/",
                "http://proxy.example.com:70000",
                "http://proxy.example.com:3128/path",
                "http://proxy.example.com:3128?query",
                "http://proxy.example.com:3128#fragment",
                "http://:SECRET@proxy.example.com:3128",
                "http://user:SEC@RET@proxy.example.com:3128",
                "http://user:SEC RET@proxy.example.com:3128",
                "http://user:SEC%0d%0aRET@proxy.example.com:3128",
                "http://user%3AX:SECRET@proxy.example.com:3128",
                "http://user:SECR%C3%89T@proxy.example.com:3128",
                "http://user:SEC%RET@proxy.example.com:3128",
                "socks5://user:SECRET@proxy.example.com:1080"
            })
    void anInvalidProxyUrlRefusesTheStart(String proxy) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Egress.of(Optional.empty(), Optional.of(proxy)))
                .withMessageContaining("duo.outbound.proxy must be http://<host>:<port>")
                .withMessageNotContaining("SEC")
                .withMessageNotContaining("proxy.example.com")
                .withNoCause();
    }

    private static OutboundFixture through(ScriptedServer proxy) {
        return through(proxy, "");
    }

    private static OutboundFixture through(ScriptedServer proxy, String userInfo) {
        return new OutboundFixture("http://" + userInfo + "127.0.0.1:" + proxy.port());
    }
}
