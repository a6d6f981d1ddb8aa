package dev.duoconfig.outbound;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;

import dev.duoconfig.outbound.OutboundException.Fault;
import dev.duoconfig.outbound.address.Allowlist;
import dev.duoconfig.outbound.address.HttpUrl;
import io.quarkus.runtime.configuration.ConfigurationException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.duoconfig.outbound.OutboundFixture.OK;
import static dev.duoconfig.outbound.OutboundFixture.get;
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
            strings = {"proxy.example.com:3128", "https://proxy.example.com:3128", "http://proxy.example.com", "/"})
    void anInvalidProxyUrlRefusesTheStart(String proxy) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Egress.of(Optional.empty(), Optional.of(URI.create(proxy))))
                .withMessageContaining("duo.outbound.proxy must be http://<host>:<port>");
    }

    private static OutboundFixture through(ScriptedServer proxy) {
        return new OutboundFixture(URI.create("http://127.0.0.1:" + proxy.port()));
    }
}
