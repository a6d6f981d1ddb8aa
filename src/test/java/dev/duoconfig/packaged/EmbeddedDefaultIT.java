package dev.duoconfig.packaged;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/** The application without any configuration, started once for all tests. */
class EmbeddedDefaultIT {

    private static final List<String> TOKENS = List.of("tokens/admin", "tokens/viewer", "tokens/resolver");
    private static final List<String> SECRETS = List.of(
            "tokens/admin",
            "tokens/viewer",
            "tokens/resolver",
            "local-issuer/private-key.pem",
            "master-key",
            "postgresql/password");

    @TempDir
    private static Path home;

    private static PackagedApplication application;

    @BeforeAll
    static void startOnAllInterfaces() throws Exception {
        application = PackagedApplication.start(home, Map.of("QUARKUS_HTTP_HOST", "0.0.0.0"));
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @Test
    void itsFilesAreReadableByTheirOwnerOnly() throws Exception {
        var data = home.resolve(".duo-config");

        assertThat(mode(data)).isEqualTo("rwx------");
        for (var secret : SECRETS) {
            assertThat(mode(data.resolve(secret))).as(secret).isEqualTo("rw-------");
        }
    }

    @Test
    void theLogNamesTheTokenFilesAndContainsNoSecret() throws Exception {
        var data = home.toRealPath().resolve(".duo-config");

        assertThat(application.log())
                .contains(TOKENS.stream()
                        .map(token -> data.resolve(token).toString())
                        .toList());
        for (var secret : SECRETS) {
            assertThat(application.log().lines())
                    .as(secret)
                    .noneMatch(line -> containsALineOf(data.resolve(secret), line));
        }
    }

    @Test
    void itListensOnTheLoopbackInterfaceOnlyWhateverIsConfigured() throws Exception {
        var outside = addressOfThisMachineOnANetwork();
        assumeThat(outside).isPresent();

        assertThat(connects(outside.orElseThrow(), application.port())).isFalse();
        assertThat(connects(InetAddress.getLoopbackAddress(), application.port()))
                .isTrue();
    }

    @Test
    void aSecondInstanceOnTheSameDirectoryIsRefusedWhileTheFirstKeepsRunning() throws Exception {
        try (var second = PackagedApplication.launch(home, Map.of())) {
            var exitCode = second.awaitExit();

            assertThat(exitCode).isEqualTo(1);
            assertThat(second.errors().lines())
                    .singleElement()
                    .asString()
                    .contains(home.resolve(".duo-config").toRealPath().toString(), "in use", "DUO_DATA_DIR");
        }

        assertThat(application.get("/q/health/ready").statusCode()).isEqualTo(200);
    }

    private static boolean containsALineOf(Path secret, String line) {
        try {
            return Files.readAllLines(secret).stream()
                    .filter(each -> each.length() > 10 && !each.startsWith("-----"))
                    .anyMatch(line::contains);
        } catch (IOException e) {
            throw new AssertionError("Cannot read " + secret, e);
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static Optional<InetAddress> addressOfThisMachineOnANetwork() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .findFirst();
    }

    private static boolean connects(InetAddress address, int port) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 5_000);
            return true;
        } catch (ConnectException e) {
            return false;
        }
    }
}
