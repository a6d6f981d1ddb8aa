package dev.duoconfig.outbound;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;

import dev.duoconfig.outbound.OutboundException.Fault;
import dev.duoconfig.outbound.address.Allowlist;
import dev.duoconfig.outbound.address.HttpUrl;
import io.quarkus.runtime.configuration.ConfigurationException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import static dev.duoconfig.outbound.OutboundFixture.GATEWAY;
import static dev.duoconfig.outbound.OutboundFixture.LONG;
import static dev.duoconfig.outbound.OutboundFixture.OK;
import static dev.duoconfig.outbound.OutboundFixture.SHORT;
import static dev.duoconfig.outbound.OutboundFixture.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Tag("fast")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutboundTlsTest {

    private final TestAuthority authority;
    private final Path caBundle;

    OutboundTlsTest(@TempDir Path directory) throws IOException, InterruptedException, GeneralSecurityException {
        authority = TestAuthority.in(directory);
        authority.issue("good", "dns:gateway.test,ip:127.0.0.1,ip:::1", "-1d", 30);
        authority.issue("other", "dns:other.test", "-1d", 30);
        authority.issue("expired", "dns:gateway.test", "-30d", 1);
        authority.issue("future", "dns:gateway.test", "+10d", 30);
        caBundle = authority.pem();
    }

    @Test
    void anAuthorityFromTheBundleIsTrusted() throws IOException, GeneralSecurityException {
        try (var server = ScriptedServer.overTls(authority.server("good"), OK);
                var outbound = new OutboundFixture(Optional.of(caBundle)).resolvingTo("127.0.0.1")) {

            var response = outbound.send(get(url(server), GATEWAY));

            assertThat(response.status()).isEqualTo(200);
            assertThat(response.body()).isEqualTo("hi");
        }
    }

    @Test
    void aByteOrderMarkInTheBundleIsSkipped(@TempDir Path other) throws IOException, GeneralSecurityException {
        var marked = Files.writeString(other.resolve("marked.pem"), "\ufeff" + Files.readString(caBundle));
        try (var server = ScriptedServer.overTls(authority.server("good"), OK);
                var outbound = new OutboundFixture(Optional.of(marked)).resolvingTo("127.0.0.1")) {

            assertThat(outbound.send(get(url(server), GATEWAY)).status()).isEqualTo(200);
        }
    }

    @Test
    void anAddressInTheUrlIsVerifiedAsAnAddress() throws IOException, GeneralSecurityException {
        try (var good = ScriptedServer.overTls(authority.server("good"), OK);
                var other = ScriptedServer.overTls(authority.server("other"), OK);
                var outbound = new OutboundFixture(Optional.of(caBundle))) {
            var loopback = Allowlist.parse(List.of("127.0.0.1"));

            var response = outbound.send(get(HttpUrl.parse("https://127.0.0.1:" + good.port()), loopback));
            var failure =
                    outbound.failure(Fault.TLS, get(HttpUrl.parse("https://127.0.0.1:" + other.port()), loopback));

            assertThat(response.status()).isEqualTo(200);
            assertThat(failure.detail()).endsWith("the certificate was issued for another name.");
        }
    }

    @Test
    void anUnknownAuthorityIsNotTrusted() throws IOException, GeneralSecurityException {
        try (var server = ScriptedServer.overTls(authority.server("good"), OK);
                var outbound = new OutboundFixture().resolvingTo("127.0.0.1")) {

            var failure = outbound.failure(Fault.TLS, get(url(server), GATEWAY));

            assertThat(failure.detail())
                    .startsWith("No secure connection to gateway.test:" + server.port() + " (127.0.0.1): ")
                    .contains("not issued by a trusted authority")
                    .contains("duo.outbound.ca-bundle");
        }
    }

    @Test
    void aCertificateForAnotherNameIsNotTrusted() throws IOException, GeneralSecurityException {
        assertThat(failureWith("other").detail()).endsWith("the certificate was issued for another name.");
    }

    @Test
    void anExpiredCertificateIsNotTrusted() throws IOException, GeneralSecurityException {
        assertThat(failureWith("expired").detail()).endsWith("the certificate has expired.");
    }

    @Test
    void aCertificateThatIsNotYetValidIsNotTrusted() throws IOException, GeneralSecurityException {
        assertThat(failureWith("future").detail()).endsWith("the certificate is not valid yet.");
    }

    @Test
    void aServerWithoutTlsIsRecognized() throws IOException {
        try (var server = ScriptedServer.greeting("HTTP/1.1 400 Bad Request\r\n\r\n");
                var outbound = new OutboundFixture().resolvingTo("127.0.0.1")) {

            var failure = outbound.failure(Fault.TLS, get(url(server), GATEWAY));

            assertThat(failure.detail()).contains("does not speak TLS on this port");
        }
    }

    @Test
    void aStalledHandshakeIsATlsFault() throws IOException {
        try (var server = ScriptedServer.responding("");
                var outbound = new OutboundFixture().resolvingTo("127.0.0.1")) {

            var failure = outbound.failure(Fault.TLS, get(url(server), GATEWAY, SHORT, LONG));

            assertThat(failure.detail()).endsWith("the TLS handshake did not finish in time.");
        }
    }

    @Test
    void aBundleWithoutCertificateIsRefused(@TempDir Path directory) throws IOException {
        var empty = Files.writeString(directory.resolve("empty.pem"), "");
        var damaged = Files.writeString(directory.resolve("damaged.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n");

        refuses(empty, "contains no certificate in PEM.");
        refuses(damaged, "contains no certificate in PEM, or a damaged one.");
        refuses(directory.resolve("missing.pem"), "does not exist.");
        refuses(directory, "cannot be read (IOException).");
    }

    /** A cause would be logged with its stack trace, in place of the message. */
    private static void refuses(Path bundle, String reason) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> new OutboundFixture(Optional.of(bundle)))
                .withMessage("The file that DUO_OUTBOUND_CA_BUNDLE names " + reason)
                .withNoCause();
    }

    private OutboundException failureWith(String certificate) throws IOException, GeneralSecurityException {
        try (var server = ScriptedServer.overTls(authority.server(certificate), OK);
                var outbound = new OutboundFixture(Optional.of(caBundle)).resolvingTo("127.0.0.1")) {
            return outbound.failure(Fault.TLS, get(url(server), GATEWAY));
        }
    }

    private static HttpUrl url(ScriptedServer server) {
        return HttpUrl.parse("https://gateway.test:" + server.port());
    }
}
