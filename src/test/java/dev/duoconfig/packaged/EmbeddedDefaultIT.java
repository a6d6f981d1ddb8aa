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
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.duoconfig.testkit.GrafanaDashboard;
import dev.duoconfig.testkit.PromQl;
import dev.duoconfig.testkit.Scrape;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/** The application without any configuration, started once for all tests. */
class EmbeddedDefaultIT {

    private static final List<String> TOKENS =
            List.of("tokens/admin", "tokens/planner", "tokens/viewer", "tokens/resolver");
    private static final List<String> SECRETS = List.of(
            "tokens/admin",
            "tokens/planner",
            "tokens/viewer",
            "tokens/resolver",
            "local-issuer/private-key.pem",
            "master-key",
            "postgresql/password");

    @TempDir
    private static Path home;

    private static PackagedApplication application;

    /** The metrics before any other request. */
    private static Scrape fresh;

    @BeforeAll
    static void startOnAllInterfaces() throws Exception {
        Files.createDirectory(home.resolve("tmp"));
        application = PackagedApplication.start(
                home,
                Map.of(
                        "QUARKUS_HTTP_HOST", "0.0.0.0",
                        "DUO_MODEL_KEY_AZURE", "canary-of-the-environment",
                        "QUARKUS_CANARY", "canary-of-the-environment",
                        "CI_JOB_TOKEN", "canary-of-the-environment",
                        // Set for all programs of a machine, and of no interest without an endpoint.
                        "OTEL_TRACES_EXPORTER", "otlp",
                        "OTEL_PROPAGATORS", "b3,unknown",
                        "PGOPTIONS", "-c application_name=canary-of-the-environment",
                        "JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + home.resolve("tmp")));
        fresh = Scrape.parse(application.get("/q/metrics").body());
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @Test
    void aFreshServiceShowsEveryMetricOfTheDashboardAndTheAlerts() throws Exception {
        var shown = fresh.samples().stream().map(Scrape.Sample::name).collect(toSet());

        var dashboard = GrafanaDashboard.read().queries().stream();
        var alerts = new YAMLMapper()
                .readTree(Path.of("docs", "prometheus-alerts.yaml").toFile()).findValues("expr").stream()
                        .map(JsonNode::asText)
                        .filter(query -> !query.startsWith("up{"));

        assertThat(dashboard.flatMap(query -> PromQl.metrics(query).stream()))
                .hasSizeGreaterThan(40)
                .isSubsetOf(shown);
        assertThat(alerts.flatMap(query -> PromQl.metrics(query).stream()))
                .hasSizeGreaterThan(20)
                .isSubsetOf(shown);
    }

    @Test
    void aFreshServiceShowsItsBuildAndThatNothingHasHappened() {
        assertThat(fresh.value("duo_build_info")).isEqualTo(1);
        assertThat(fresh.value("duo_last_known_good_age_seconds")).isZero();
        assertThat(fresh.value("duo_database_set_back")).isZero();
        assertThat(fresh.value("duo_issuer_keys_age_seconds")).isZero();
        assertThat(fresh.series("duo_subscription_expires_seconds"::equals)).hasSize(1);
        assertThat(fresh.series("duo_build_info"::equals))
                .singleElement()
                .asString()
                .containsPattern("revision=([0-9a-f]{40}|unknown), version=\\d");
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
    void nobodyElseCanChangeWhatItServesOrRuns() throws Exception {
        assertThat(application.get("/q/swagger-ui/swagger-ui-bundle.js").statusCode())
                .isEqualTo(200);

        try (var temporary = Files.list(home.resolve("tmp"))) {
            assertThat(temporary).singleElement().satisfies(path -> {
                assertThat(mode(path)).isEqualTo("rwx------");
                assertThat(path).isDirectoryRecursivelyContaining("glob:**/swagger-ui-bundle.js");
            });
        }
        try (var files = Files.walk(home.resolve(".duo-config"))) {
            assertThat(files.filter(file -> !Files.isSymbolicLink(file)))
                    .hasSizeGreaterThan(1_000)
                    .allSatisfy(file -> assertThat(mode(file)).isIn("rwx------", "rw-------"));
        }
    }

    @Test
    void itsDatabaseGetsNoneOfItsVariables() throws Exception {
        var database = home.resolve(".duo-config/postgresql");
        var url = "jdbc:postgresql://127.0.0.1:"
                + Files.readString(database.resolve("port")).strip() + "/postgres";
        var password = Files.readString(database.resolve("password")).strip();

        try (var connection = DriverManager.getConnection(url, "postgres", password);
                var statement = connection.createStatement()) {
            statement.execute("CREATE TEMPORARY TABLE variables (line text)");
            statement.execute("COPY variables FROM PROGRAM 'env'");
            try (var row = statement.executeQuery("SELECT string_agg(line, E'\\n') FROM variables")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getString(1)).contains("PATH=").doesNotContain("canary", "DUO_", "QUARKUS_", "JAVA_");
            }
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
    void theLinkInTheLogSignsInOnce() throws Exception {
        var link = application.signInLink();
        var code = link.substring(link.lastIndexOf('/') + 1);

        assertThat(link).startsWith("http://127.0.0.1:" + application.port() + "/console/#/sign-in/");
        assertThat(application.get("/console/").body()).contains("<title>Duo Config</title>");
        var first = signIn(code);
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(signIn(code).statusCode()).isEqualTo(401);
        assertThat(application.log()).doesNotContain(first.<String>path("token"));
    }

    private static Response signIn(String code) {
        return RestAssured.given()
                .port(application.port())
                .contentType("application/json")
                .body(Map.of("code", code))
                .post("/sign-in");
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

    @Test
    void aDirectoryThatOthersCouldHaveChangedIsRefusedWithOneLine() throws Exception {
        var open = Files.createDirectory(home.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));

        try (var refused = PackagedApplication.launch(home, Map.of("DUO_DATA_DIR", "open"))) {
            assertThat(refused.awaitExit()).isEqualTo(1);
            assertThat(refused.errors().lines())
                    .singleElement()
                    .asString()
                    .contains(open.toRealPath().toString(), "can be written by other users", "chmod go-w");
        }

        assertThat(open).isEmptyDirectory();
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
