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
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

class PackagedApplicationIT {

    private static final List<String> TOKENS = List.of("tokens/admin", "tokens/viewer", "tokens/resolver");
    private static final List<String> SECRETS = List.of(
            "tokens/admin",
            "tokens/viewer",
            "tokens/resolver",
            "local-issuer/private-key.pem",
            "master-key",
            "postgresql/password");

    @TempDir
    private Path home;

    @Test
    void withNothingConfiguredItMakesWhatItNeedsForItsOwnerOnly() throws Exception {
        Path data = dataDirectory();

        try (PackagedApplication application = PackagedApplication.start(home, Map.of())) {
            for (String secret : SECRETS) {
                assertThat(mode(data.resolve(secret))).as(secret).isEqualTo("rw-------");
            }
            assertThat(mode(data)).isEqualTo("rwx------");
            for (String token : TOKENS) {
                assertThat(application.log())
                        .contains(data.toRealPath().resolve(token).toString());
            }
            assertThat(application.terminate()).isEqualTo(143);
            for (String secret : SECRETS) {
                assertThat(application.log().lines())
                        .as(secret)
                        .noneMatch(line -> containsALineOf(data.resolve(secret), line));
            }
        }
    }

    @Test
    void withItsOwnDatabaseItListensOnTheLoopbackInterfaceOnly() throws Exception {
        Optional<InetAddress> outside = addressOfThisMachineOnANetwork();
        assumeThat(outside).isPresent();

        try (PackagedApplication application =
                PackagedApplication.start(home, Map.of("QUARKUS_HTTP_HOST", "0.0.0.0"))) {
            assertThat(connects(outside.orElseThrow(), application.port())).isFalse();
            assertThat(connects(InetAddress.getLoopbackAddress(), application.port()))
                    .isTrue();
        }
    }

    @Test
    void dataSurvivesARestartAndAKill() throws Exception {
        Path data = dataDirectory();
        String masterKey;
        String signingKey;
        try (PackagedApplication application = PackagedApplication.start(home, Map.of())) {
            execute(data, "CREATE TABLE marker (said text)");
            execute(data, "INSERT INTO marker VALUES ('before the restart')");
            masterKey = Files.readString(data.resolve("master-key"));
            signingKey = Files.readString(data.resolve("local-issuer/private-key.pem"));
            assertThat(application.terminate()).isEqualTo(143);
        }

        try (PackagedApplication application = PackagedApplication.start(home, Map.of())) {
            execute(data, "INSERT INTO marker VALUES ('before the kill')");
            application.kill();

            assertThat(application.postgresql()).as("left running by the kill").isPresent();
            try (PackagedApplication next = PackagedApplication.start(home, Map.of())) {
                assertThat(query(data, "SELECT string_agg(said, ', ' ORDER BY said DESC) FROM marker"))
                        .isEqualTo("before the restart, before the kill");
                assertThat(data.resolve("master-key")).hasContent(masterKey);
                assertThat(data.resolve("local-issuer/private-key.pem")).hasContent(signingKey);
                assertThat(next.postgresql()).isPresent();
            }
        }
    }

    @Test
    void aSignalStopsTheServiceFirstAndItsDatabaseSecond() throws Exception {
        Path data = dataDirectory();
        try (PackagedApplication application = PackagedApplication.start(home, Map.of())) {
            ProcessHandle postgresql = application.postgresql().orElseThrow();

            int exitCode = application.terminate();

            assertThat(exitCode).isEqualTo(143);
            postgresql.onExit().get(10, TimeUnit.SECONDS);
            assertThat(data.resolve("postgresql/data/postmaster.pid")).doesNotExist();
            assertThat(data.resolve("postgresql/log")).content().contains("database system is shut down");
            assertThat(application.log())
                    .contains("duo-config stopped in")
                    .doesNotContain("ERROR", "Exception", "terminating connection");
        }
    }

    @Test
    void aSignalDuringTheStartLeavesNothingRunning() throws Exception {
        Path data = dataDirectory();
        try (PackagedApplication application = PackagedApplication.launch(home, Map.of())) {
            Path pidFile = data.resolve("postgresql/data/postmaster.pid");
            await(application, pidFile);

            int exitCode = application.terminate();

            assertThat(exitCode).isEqualTo(143);
            assertThat(application.postgresql()).isEmpty();
            assertThat(application.errors()).doesNotContain("Exception");
        }
    }

    @Test
    void aSecondInstanceOnTheSameDirectoryIsRefusedWhileTheFirstGoesOn() throws Exception {
        Path data = dataDirectory();
        try (PackagedApplication first = PackagedApplication.start(home, Map.of());
                PackagedApplication second = PackagedApplication.launch(home, Map.of())) {
            int exitCode = second.awaitExit();

            assertThat(exitCode).isEqualTo(1);
            assertThat(second.errors().lines())
                    .singleElement()
                    .asString()
                    .contains(data.toRealPath().toString(), "in use", "DUO_DATA_DIR");
            assertThat(first.get("/q/health/ready").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void anExternalDatabaseWithoutAMasterKeyIsRefused() throws Exception {
        Path data = dataDirectory();
        Map<String, String> environment = Map.of("DUO_DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/duo_config");
        try (PackagedApplication application = PackagedApplication.launch(home, environment)) {
            int exitCode = application.awaitExit();

            assertThat(exitCode).isEqualTo(1);
            assertThat(application.errors())
                    .contains("no master key", "openssl rand -base64 32", "chmod 600", "DUO_MASTER_KEY_FILE")
                    .doesNotContain("Exception", "\tat ");
            assertThat(data).doesNotExist();
        }
    }

    private Path dataDirectory() {
        return home.resolve(".duo-config");
    }

    private static void await(PackagedApplication application, Path file) throws InterruptedException {
        while (!Files.exists(file)) {
            assertThat(application.hasEndedWithin(Duration.ofMillis(20)))
                    .as(application.log())
                    .isFalse();
        }
    }

    private static boolean containsALineOf(Path secret, String line) {
        try {
            return Files.readAllLines(secret).stream()
                    .filter(each -> each.length() > 10 && !each.startsWith("-----"))
                    .anyMatch(line::contains);
        } catch (IOException e) {
            throw new AssertionError("cannot read " + secret, e);
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
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 5_000);
            return true;
        } catch (ConnectException e) {
            return false;
        }
    }

    private static void execute(Path data, String sql) throws SQLException, IOException {
        try (Connection connection = connect(data);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(Path data, String sql) throws SQLException, IOException {
        try (Connection connection = connect(data);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }

    private static Connection connect(Path data) throws SQLException, IOException {
        String port = Files.readString(data.resolve("postgresql/port")).strip();
        String password = Files.readString(data.resolve("postgresql/password")).strip();
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/duo_config", "postgres", password);
    }
}
