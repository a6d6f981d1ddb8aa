package dev.duoconfig.outbound;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;

import dev.duoconfig.outbound.OutboundException.Fault;
import dev.duoconfig.outbound.address.Allowlist;
import dev.duoconfig.outbound.address.HttpUrl;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static dev.duoconfig.outbound.OutboundFixture.GATEWAY;
import static dev.duoconfig.outbound.OutboundFixture.OK;
import static dev.duoconfig.outbound.OutboundFixture.get;
import static dev.duoconfig.outbound.OutboundFixture.url;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** The parts of an outbound request, one by one. */
@Tag("fast")
class OutboundRouteTest {

    @Test
    void aRouteListsTheRuleForEachAddress() {
        try (var outbound = new OutboundFixture().resolvingTo("10.1.2.3", "192.0.2.1")) {
            var allowlist = Allowlist.parse(List.of("10.0.0.0/8"));

            var route = outbound.client().route(get(HttpUrl.parse("http://gateway.test:8000"), allowlist));

            assertThat(route.rules())
                    .containsExactly("10.1.2.3 allowed by 10.0.0.0/8", "192.0.2.1 is a public address");
            assertThat(route.addresses()).containsExactly("10.1.2.3:8000", "192.0.2.1:8000");
        }
    }

    @Test
    void requestsGoToTheAddressesOfTheRouteEvenIfTheNameResolvesDifferentlyLater() throws IOException {
        try (var checked = ScriptedServer.on("127.0.0.2", 0, ScriptedServer.text(OK));
                var rebound = ScriptedServer.on("127.0.0.3", checked.port(), ScriptedServer.text(OK));
                var outbound = new OutboundFixture().resolvingTo("127.0.0.2").resolvingTo("127.0.0.3")) {
            var request = get(url(checked, "/"), GATEWAY);

            var route = outbound.client().route(request);
            var reached = outbound.client().connect(request, route);
            var response = outbound.client().send(request, reached);

            assertThat(response.status()).isEqualTo(200);
            assertThat(outbound.lookups()).isEqualTo(1);
            assertThat(rebound.connections()).isZero();
        }
    }

    @Test
    void connectingFindsTheReachableAddressAndSendsNothing() throws IOException {
        try (var server = ScriptedServer.responding(OK);
                var outbound = new OutboundFixture().resolvingTo("127.0.0.3", "127.0.0.1")) {
            var request = get(url(server, "/"), GATEWAY);

            var reached = outbound.client().connect(request, outbound.client().route(request));

            assertThat(reached.addresses()).containsExactly("127.0.0.1:" + server.port());
            assertThat(server.heads()).noneMatch(head -> head.startsWith("GET"));
        }
    }

    @Test
    void aHandshakeReturnsTheProtocolAndTheCertificateExpiry(@TempDir Path directory)
            throws IOException, InterruptedException, GeneralSecurityException {
        var authority = TestAuthority.in(directory);
        authority.issue("good", "dns:gateway.test", "-1d", 30);
        try (var server = ScriptedServer.overTls(authority.server("good"), OK);
                var outbound = new OutboundFixture(Optional.of(authority.pem())).resolvingTo("127.0.0.1")) {
            var request = get(HttpUrl.parse("https://gateway.test:" + server.port()), GATEWAY);

            var session = outbound.client().handshake(request, outbound.client().route(request));

            assertThat(session.protocol()).startsWith("TLSv1.");
            assertThat(session.certificateExpiresAt()).isNotNull();
            assertThat(server.heads()).noneMatch(head -> head.startsWith("GET"));
        }
    }

    @Test
    void aHandshakeWithAnUntrustedServerFails(@TempDir Path directory)
            throws IOException, InterruptedException, GeneralSecurityException {
        var authority = TestAuthority.in(directory);
        authority.issue("other", "dns:other.test", "-1d", 30);
        try (var server = ScriptedServer.overTls(authority.server("other"), OK);
                var outbound = new OutboundFixture(Optional.of(authority.pem())).resolvingTo("127.0.0.1")) {
            var request = get(HttpUrl.parse("https://gateway.test:" + server.port()), GATEWAY);
            var route = outbound.client().route(request);

            var failure =
                    OutboundFixture.thrown(Fault.TLS, () -> outbound.client().handshake(request, route));

            assertThat(failure.detail()).endsWith("the certificate was issued for another name.");
        }
    }

    @Test
    void aRouteCannotBeUsedForAnotherServer() {
        try (var outbound = new OutboundFixture().resolvingTo("192.0.2.1")) {
            var route = outbound.client().route(get(HttpUrl.parse("http://gateway.test:8000"), GATEWAY));

            assertThatIllegalArgumentException().isThrownBy(() -> outbound.client()
                    .send(get(HttpUrl.parse("http://gateway.test:8001"), GATEWAY), route));
            assertThatIllegalArgumentException().isThrownBy(() -> outbound.client()
                    .connect(get(HttpUrl.parse("http://other.test:8000"), GATEWAY), route));
        }
    }

    @Test
    void aBlockedHostComesWithTheEntryThatWouldAllowIt() {
        assertThat(entryFor("http://gateway.test:8000", "10.1.2.3")).contains("gateway.test:8000");
        assertThat(entryFor("https://gateway.test", "fc00::1")).contains("gateway.test:443");
        assertThat(entryFor("http://10.1.2.3", "10.1.2.3")).contains("10.1.2.3:80");
        assertThat(entryFor("http://[fc00::1]:5052", "fc00::1")).contains("[fc00::1]:5052");
    }

    @Test
    void noEntryIsSuggestedForMetadataAndLinkLocalAddresses() {
        assertThat(entryFor("http://gateway.test", "169.254.169.254")).isEmpty();
        assertThat(entryFor("http://gateway.test", "169.254.1.1")).isEmpty();
        assertThat(entryFor("http://gateway.test", "fe80::1")).isEmpty();
    }

    private static Optional<String> entryFor(String url, String address) {
        try (var outbound = new OutboundFixture().resolvingTo(address)) {
            return outbound.failure(Fault.BLOCKED, get(HttpUrl.parse(url), Allowlist.EMPTY))
                    .allowlistEntry();
        }
    }
}
