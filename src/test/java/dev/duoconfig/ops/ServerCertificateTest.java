package dev.duoconfig.ops;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.X509ExtendedKeyManager;

import dev.duoconfig.ops.ServerCertificate.NothingToAnnounceException;
import dev.duoconfig.outbound.TestAuthority;
import dev.duoconfig.testkit.LogLines;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.tls.runtime.KeyStoreAndKeyCertOptions;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Tag("fast")
class ServerCertificateTest {

    private static final Vertx VERTX = Vertx.vertx();

    private static TestAuthority authority;

    @TempDir
    private Path directory;

    private Path certificateFile;
    private Path keyFile;

    @BeforeAll
    static void issue(@TempDir Path home) throws Exception {
        authority = TestAuthority.in(home);
        authority.issue("ec", "ip:127.0.0.1", "-1d", 30);
        authority.issue("other", "ip:127.0.0.1", "-1d", 30);
        authority.issue("expired", "ip:127.0.0.1", "-30d", 1);
        authority.issue("future", "ip:127.0.0.1", "+10d", 30);
        authority.issueRsa("rsa", "ip:127.0.0.1");
    }

    @AfterAll
    static void close() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @BeforeEach
    void nameFiles() {
        certificateFile = directory.resolve("tls.crt");
        keyFile = directory.resolve("tls.key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ec", "rsa"})
    void keysOfBothKindsAreUsedWithTheirChain(String alias) throws Exception {
        write(authority.chain(alias), authority.key(alias));

        assertThat(subject(start())).isEqualTo("CN=" + alias);
        assertThat(served(start())).hasSize(2);
    }

    @Test
    void theOldFormsOfKeysAreUsed() throws Exception {
        write(authority.chain("rsa"), TestAuthority.pem("RSA PRIVATE KEY", insideOfPkcs8("rsa")));
        assertThat(subject(start())).isEqualTo("CN=rsa");

        write(
                authority.chain("ec"),
                "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
                        + TestAuthority.pem("EC PRIVATE KEY", sec1("ec")));
        assertThat(subject(start())).isEqualTo("CN=ec");
    }

    @Test
    void textAroundTheBlocksAndOneFileForBothAreFine() throws Exception {
        var both = "subject=CN = 0 example\n" + authority.chain("ec") + "\r\nthe key:\n" + authority.key("ec");
        write("\ufeff" + both, both);

        assertThat(served(start())).hasSize(2);
    }

    @Test
    void withoutFilesThereIsNone() {
        assertThat(new ServerCertificate(settings(Optional.empty(), Optional.empty()), Clock.systemUTC()).load(VERTX))
                .isNull();
        assertThat(ServerCertificate.settings(name -> Optional.empty())).isEmpty();
        assertThat(ServerCertificate.settings(name -> Optional.of("tls.crt")))
                .containsEntry("quarkus.http.insecure-requests", "disabled");
    }

    @Test
    void aPairThatCannotBeUsedRefusesTheStart() throws Exception {
        refuses(authority.chain("ec"), authority.key("other"), "does not belong to the first certificate");
        refuses(authority.chain("ec"), authority.key("rsa"), "DUO_TLS_KEY_FILE");
        refuses(authority.chain("expired"), authority.key("expired"), "expired at");
        refuses(authority.chain("future"), authority.key("future"), "is not valid before");
        refuses("", authority.key("ec"), "DUO_TLS_CERTIFICATE_FILE must contain");
        refuses(authority.chain("ec"), "", "DUO_TLS_KEY_FILE must contain");
        refuses(authority.key("ec"), authority.chain("ec"), "DUO_TLS_CERTIFICATE_FILE must contain");
        refuses(authority.chain("ec") + authority.chain("other"), authority.key("ec"), "must contain a chain");
        refuses(
                authority.chain("ec"),
                TestAuthority.pem("ENCRYPTED PRIVATE KEY", new byte[64]),
                "is encrypted. Decrypt it with: openssl pkey");
        refuses(authority.chain("ec"), TestAuthority.pem("PRIVATE KEY", new byte[64]), "DUO_TLS_KEY_FILE must contain");
    }

    @Test
    void aFileThatCannotBeReadRefusesTheStart() throws IOException, GeneralSecurityException {
        write(authority.chain("ec"), authority.key("ec"));

        Files.delete(keyFile);
        refuses("DUO_TLS_KEY_FILE names cannot be read (NoSuchFileException)");
        Files.createDirectory(keyFile);
        refuses("DUO_TLS_KEY_FILE names cannot be read (");
        Files.delete(certificateFile);
        refuses("DUO_TLS_CERTIFICATE_FILE names cannot be read (NoSuchFileException)");
    }

    /** At every length, as when the file is read while it is being written. */
    @Test
    void aPairThatIsCutOffIsNeverUsed() throws Exception {
        var chain = authority.chain("other");
        var key = authority.key("other");
        write(authority.chain("ec"), authority.key("ec"));
        var certificate = certificate();
        var options = Objects.requireNonNull(certificate.load(VERTX));

        var endOfFirst = chain.indexOf("-----END CERTIFICATE-----") + "-----END CERTIFICATE-----".length();
        for (var length = 0; length < endOfFirst; length += 7) {
            write(chain.substring(0, length), key);
            reload(certificate);
            assertThat(subject(options)).isEqualTo("CN=ec");
        }
        for (var length = 0; length < key.stripTrailing().length(); length += 7) {
            write(chain, key.substring(0, length));
            reload(certificate);
            assertThat(subject(options)).isEqualTo("CN=ec");
        }

        write(chain, key);
        reload(certificate);
        assertThat(subject(options)).isEqualTo("CN=other");
    }

    /** A handshake asks several times, and must get the key and the certificate of one pair. */
    @Test
    void aHandshakeThatHasBegunKeepsItsPair() throws Exception {
        write(authority.chain("ec"), authority.key("ec"));
        var certificate = certificate();
        var options = Objects.requireNonNull(certificate.load(VERTX));
        var keys = (X509ExtendedKeyManager)
                options.options.getKeyManagerFactory(VERTX).getKeyManagers()[0];
        var begun = keys.chooseEngineServerAlias("EC", null, null);
        var key = keys.getPrivateKey(begun);

        write(authority.chain("rsa"), authority.key("rsa"));
        reload(certificate);

        assertThat(keys.getPrivateKey(begun)).isEqualTo(key);
        assertThat(keys.getCertificateChain(begun)[0].getSubjectX500Principal().getName())
                .isEqualTo("CN=ec");
        assertThat(keys.chooseEngineServerAlias("EC", null, null)).isNull();
        assertThat(subject(options)).isEqualTo("CN=rsa");
    }

    @Test
    void aFaultIsLoggedOnceUntilItIsAnother() throws Exception {
        write(authority.chain("ec"), authority.key("ec"));
        var certificate = certificate();
        try (var log = new LogLines(ServerCertificate.class)) {
            certificate.load(VERTX);
            reload(certificate);
            write(authority.chain("other"), authority.key("ec"));
            reload(certificate);
            reload(certificate);
            Files.delete(keyFile);
            reload(certificate);
            reload(certificate);
            write(authority.chain("ec"), authority.key("ec"));
            reload(certificate);
            write(authority.chain("other"), authority.key("other"));
            reload(certificate);

            assertThat(log.lines())
                    .satisfiesExactly(
                            line -> assertThat(line).startsWith("INFO TLS certificate: CN=ec, valid until 2"),
                            line -> assertThat(line)
                                    .startsWith("ERROR THE NEW TLS CERTIFICATE CANNOT BE USED")
                                    .contains("the one before stays in use", "does not belong"),
                            line -> assertThat(line).contains("cannot be read"),
                            line -> assertThat(line).startsWith("INFO TLS certificate: CN=other"));
        }
    }

    @Test
    void aKeyThatEveryoneCanReadIsWarnedAbout() throws Exception {
        write(authority.chain("ec"), authority.key("ec"));
        try (var log = new LogLines(ServerCertificate.class)) {
            Files.setPosixFilePermissions(keyFile, PosixFilePermissions.fromString("rw-r-----"));
            certificate().load(VERTX);
            assertThat(log.lines()).noneMatch(line -> line.startsWith("WARN"));

            Files.setPosixFilePermissions(keyFile, PosixFilePermissions.fromString("rw-r--r--"));
            certificate().load(VERTX);
            assertThat(log.lines()).anyMatch(line -> line.startsWith("WARN") && line.contains("chmod o= " + keyFile));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT0.5S", "PT24H1S"})
    void anIntervalOutsideItsLimitsRefusesTheStart(String interval) throws Exception {
        write(authority.chain("ec"), authority.key("ec"));
        var settings = new Settings(Optional.of(certificateFile), Optional.of(keyFile), Duration.parse(interval));

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> new ServerCertificate(settings, Clock.systemUTC()).load(VERTX))
                .withMessage("DUO_TLS_RELOAD must be from 1s to 1d.");
    }

    private void write(String certificates, String key) throws IOException {
        Files.writeString(certificateFile, certificates);
        Files.writeString(keyFile, key);
        Files.setPosixFilePermissions(keyFile, PosixFilePermissions.fromString("rw-------"));
    }

    private void refuses(String certificates, String key, String message) throws IOException {
        write(certificates, key);
        refuses(message);
    }

    private void refuses(String message) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> certificate().load(VERTX))
                .withMessageContaining(message)
                .withMessageNotContaining("\n");
    }

    private static void reload(ServerCertificate certificate) {
        assertThatExceptionOfType(NothingToAnnounceException.class).isThrownBy(() -> certificate.load(VERTX));
    }

    /** The chain that a client sees that understands both kinds of keys. */
    private static X509Certificate[] served(KeyStoreAndKeyCertOptions options) throws Exception {
        var keys = (X509ExtendedKeyManager)
                options.options.getKeyManagerFactory(VERTX).getKeyManagers()[0];
        var alias = Stream.of("RSA", "EC")
                .map(type -> keys.chooseEngineServerAlias(type, null, null))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
        assertThat(keys.getPrivateKey(alias).getAlgorithm())
                .isEqualTo(keys.getCertificateChain(alias)[0].getPublicKey().getAlgorithm());
        return keys.getCertificateChain(alias);
    }

    private static String subject(KeyStoreAndKeyCertOptions options) throws Exception {
        return served(options)[0].getSubjectX500Principal().getName();
    }

    private KeyStoreAndKeyCertOptions start() {
        return Objects.requireNonNull(certificate().load(VERTX));
    }

    private ServerCertificate certificate() {
        return new ServerCertificate(settings(Optional.of(certificateFile), Optional.of(keyFile)), Clock.systemUTC());
    }

    private static TlsSettings settings(Optional<Path> certificateFile, Optional<Path> keyFile) {
        return new Settings(certificateFile, keyFile, Duration.ofMinutes(1));
    }

    /** The key in the form PKCS #1 or SEC 1, which is the last element of PKCS #8. */
    private static byte[] insideOfPkcs8(String alias) throws Exception {
        var pkcs8 = Base64.getMimeDecoder()
                .decode(authority.key(alias).replaceAll("-----[A-Z ]+-----", "").strip());
        for (var i = 5; i < pkcs8.length; i++) {
            if (pkcs8[i] == 4) {
                var longForm = pkcs8[i + 1] < 0 ? pkcs8[i + 1] & 0x7f : 0;
                return Arrays.copyOfRange(pkcs8, i + 2 + longForm, pkcs8.length);
            }
        }
        throw new IllegalArgumentException("No OCTET STRING");
    }

    /** The private value of a key on P-256, with the name of the curve, as openssl ecparam -genkey writes it. */
    private static byte[] sec1(String alias) throws Exception {
        var inside = insideOfPkcs8(alias);
        var value = Arrays.copyOfRange(inside, 7, 39);
        var begin = new byte[] {0x30, 0x31, 2, 1, 1, 4, 32};
        var curve = new byte[] {(byte) 0xa0, 10, 6, 8, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 3, 1, 7};
        var sec1 = Arrays.copyOf(begin, begin.length + value.length + curve.length);
        System.arraycopy(value, 0, sec1, begin.length, value.length);
        System.arraycopy(curve, 0, sec1, begin.length + value.length, curve.length);
        return sec1;
    }

    private record Settings(Optional<Path> certificateFile, Optional<Path> keyFile, Duration reload)
            implements TlsSettings {}
}
