package dev.duoconfig.security;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import dev.duoconfig.outbound.ScriptedServer;
import dev.duoconfig.testkit.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.duoconfig.testkit.Problems.assertProblem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** One caller takes only some of the places for requests to other servers, and all callers together only the rest. */
@Tag("own-start")
@QuarkusTest
@TestProfile(IssuerMode.class)
class CallersAtOnceTest {

    private static final int PER_CALLER = 4;
    private static final int TOTAL = 16;

    private final ExecutorService threads = Executors.newFixedThreadPool(TOTAL);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @ParameterizedTest
    @CsvSource({"check, too-many-checks, 200", "import, rate-limited, 502"})
    void everyCallerHasPlacesUntilAllAreTaken(String operation, String code, int status) throws Exception {
        var arrived = new CountDownLatch(TOTAL);
        var released = new CountDownLatch(1);
        try (var server = ScriptedServer.responding((in, out) -> {
            arrived.countDown();
            released.await();
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(UTF_8));
        })) {
            var url = "http://127.0.0.1:" + server.port();
            as("caller 0")
                    .body("{\"url\": \"" + url + "\", \"outbound_allowlist\": [\"127.0.0.1\"]}")
                    .patch("/gateway")
                    .then()
                    .statusCode(200);
            var running = new ArrayList<CompletableFuture<Response>>();
            var refused = new ArrayList<Response>();
            for (var caller = 0; caller < TOTAL / PER_CALLER; caller++) {
                var name = "caller " + caller;
                for (var request = 0; request < PER_CALLER; request++) {
                    running.add(CompletableFuture.supplyAsync(() -> send(operation, name, url), threads));
                }
            }
            assertThat(arrived.await(30, TimeUnit.SECONDS)).isTrue();

            refused.add(send(operation, "caller 0", url));
            refused.add(send(operation, "another caller", url));
            released.countDown();

            assertThat(refused).allSatisfy(response -> assertProblem(response, 429, code));
            for (var response : running) {
                assertThat(response.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(status);
            }
            assertThat(send(operation, "another caller", url).statusCode()).isEqualTo(status);
        }
    }

    private static Response send(String operation, String caller, String url) {
        return operation.equals("check")
                ? as(caller).post("/gateway/check")
                : as(caller)
                        .body("{\"url\": \"" + url + "\", \"token\": \"glpat-example-0123456789\"}")
                        .post("/configuration/imports/gitlab");
    }

    private static RequestSpecification as(String caller) {
        var claims = issuer().claims(List.of("duo-admins"));
        claims.put("sub", caller);
        claims.put("preferred_username", caller);
        return Api.anonymous()
                .contentType("application/json")
                .header("Authorization", "Bearer " + issuer().sign(claims));
    }

    private static TestIssuer issuer() {
        return TestIssuer.oidc(ConfigProvider.getConfig().getValue("duo.oidc.issuer", String.class));
    }
}
