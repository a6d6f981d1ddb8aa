package dev.duoconfig.packaged;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.duoconfig.outbound.TestAuthority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The start with issuers that are there, are not there yet, and are none. */
class IssuerIT {

    private static final String DISCOVERY = "/realms/main/.well-known/openid-configuration";

    @TempDir
    private Path home;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DUO_OIDC_ISSUER | 404 | Not found | the response to /realms/main/.well-known/openid-configuration has the status 404",
                "DUO_OIDC_ISSUER | 200 | <html>Sign in</html> | The discovery document of DUO_OIDC_ISSUER is not JSON",
                "DUO_OIDC_MAIN_SSO_ISSUER | 200 | {\"issuer\": \"https://other.example.com\"} | names the issuer 'https://other.example.com'"
            })
    void anIssuerThatIsNoneRefusesTheStartInOneLine(String variable, int status, String document, String reason)
            throws Exception {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> respond(exchange, status, document));
        server.start();
        var environment = Map.of(
                variable,
                "http://127.0.0.1:" + server.getAddress().getPort() + "/realms/main",
                // Not reached before the issuer is checked.
                "DUO_DATABASE_URL",
                "jdbc:postgresql://127.0.0.1:1/duo_config",
                "DUO_MASTER_KEY",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
        try (var application = PackagedApplication.launch(home, environment)) {
            assertThat(application.awaitExit()).isEqualTo(1);
            assertThat(application.errors().lines()).singleElement().asString().contains(variable, reason);
            assertThat(application.log()).doesNotContain("\tat ");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void anIssuerWithAPrivateAuthorityMakesTheServiceReadyOnceItResponds() throws Exception {
        var authority = TestAuthority.in(home);
        authority.issue("issuer", "ip:127.0.0.1", "-1d", 30);
        var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(authority.server("issuer")));
        var url = "https://127.0.0.1:" + server.getAddress().getPort() + "/realms/main";
        var isAway = new AtomicBoolean(true);
        server.createContext(DISCOVERY, exchange -> respond(exchange, isAway.get() ? 503 : 200, """
                {"issuer": "%1$s", "jwks_uri": "%1$s/keys"}""".formatted(url)));
        server.createContext("/realms/main/keys", exchange -> respond(exchange, 200, "{\"keys\": []}"));
        server.start();
        var environment = Map.of(
                "DUO_OIDC_ISSUER",
                url,
                "DUO_OUTBOUND_CA_BUNDLE",
                authority.pem().toString());
        try (var application = PackagedApplication.launch(home, environment)) {
            awaitAlive(application);
            assertThat(application.get("/q/health/ready").statusCode()).isEqualTo(503);
            assertThat(application.get("/q/health/group/issuer").statusCode()).isEqualTo(503);

            isAway.set(false);
            application.awaitReady();

            assertThat(application.get("/q/health/group/issuer").statusCode()).isEqualTo(200);
            assertThat(application.get("/q/metrics").body())
                    .contains("duo_issuer_keys_age_seconds{issuer=\"" + url + "\"}");
            for (var attempt = 0; attempt < 2; attempt++) {
                assertThat(application.statusWith("glpat-0123456789abcdefghij", "GET", "/caller", ""))
                        .isEqualTo(401);
            }
            assertThat(application.log())
                    .containsOnlyOnce("THE OIDC ISSUER " + url + " CANNOT BE USED")
                    .containsOnlyOnce("A token is refused: it is not a signed JWT")
                    .contains("with the status 503")
                    .contains("The key set of the OIDC issuer is empty")
                    .contains("The OIDC issuer responds again")
                    .doesNotContain("Exception", "OIDC server is not available");
        } finally {
            server.stop(0);
        }
    }

    private static void awaitAlive(PackagedApplication application) throws InterruptedException {
        while (!isAlive(application)) {
            assertThat(application.hasEndedWithin(Duration.ofMillis(200)))
                    .as(application.log())
                    .isFalse();
        }
    }

    private static boolean isAlive(PackagedApplication application) throws InterruptedException {
        try {
            return application.get("/q/health/live").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static void respond(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
