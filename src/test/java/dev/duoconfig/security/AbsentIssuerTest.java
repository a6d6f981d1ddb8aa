package dev.duoconfig.security;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.github.tomakehurst.wiremock.WireMockServer;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.AtOnce;
import dev.duoconfig.testkit.Await;
import dev.duoconfig.testkit.LocalInstallationResource;
import dev.duoconfig.testkit.LogLines;
import dev.duoconfig.testkit.Scrape;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static dev.duoconfig.security.AccessRules.with;
import static dev.duoconfig.testkit.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

/** A service that started while its issuer was unavailable. */
@Tag("own-start")
@QuarkusTest
@TestProfile(AbsentIssuerTest.UnreachableIssuer.class)
class AbsentIssuerTest {

    /** An issuer without a usable discovery document. */
    public static final class UnreachableIssuer implements QuarkusTestProfile {

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(Issuer.class));
        }
    }

    /** The local installation, with an issuer that responds with an error, instead of local tokens. */
    public static final class Issuer implements QuarkusTestResourceLifecycleManager {

        private final LocalInstallationResource installation = new LocalInstallationResource();
        private @Nullable WireMockServer server;

        @Override
        public Map<String, String> start() {
            var started = FakeIssuer.start();
            server = started;
            started.resetMappings();
            started.stubFor(any(anyUrl()).atPriority(10).willReturn(aResponse().withStatus(503)));
            var settings = new HashMap<>(installation.start());
            settings.keySet().removeIf(name -> name.startsWith("quarkus.oidc."));
            settings.put("duo.oidc.issuer", "http://127.0.0.1:" + started.port());
            return settings;
        }

        @Override
        public void stop() {
            if (server != null) {
                server.stop();
            }
            installation.stop();
        }
    }

    @Test
    void aTokenThatCannotBeVerifiedIsNeitherAcceptedNorRefused() {
        var response = Api.as("admin").get("/gateway");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.<String>path("code")).isEqualTo("unavailable");
        assertThat(response.header("Retry-After")).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"issuer\": \"https://evil.example.com\", \"jwks_uri\": \"URL/keys\"}",
                "{\"issuer\": \"URL\", \"jwks_uri\": null, \"introspection_endpoint\": \"URL/introspect\"}"
            })
    void theDocumentOfAnotherIssuerIsNotTaken(String document) {
        var issuer = FakeIssuer.configured();
        var key = issuer.newKey("first");
        issuer.publish(key);

        issuer.publishDiscovery(document);
        Await.until(
                "the document is fetched",
                () -> with("bearer", key.token("admin")).get("/gateway").statusCode() > 0
                        && issuer.requestsForDiscovery() > 0);

        assertProblem(with("bearer", key.token("admin")).get("/gateway"), 503, "unavailable");
    }

    @Test
    void requestsShareAnAttemptToReachTheIssuer() throws Exception {
        var issuer = FakeIssuer.configured();
        issuer.publishDiscovery("{}");
        var start = Instant.now();

        var unused = AtOnce.run(
                20, caller -> with("bearer", Api.token("admin")).get("/gateway").statusCode());

        var seconds = Duration.between(start, Instant.now()).toSeconds();
        assertThat((long) issuer.requestsForDiscovery()).isLessThanOrEqualTo(seconds + 2);
    }

    @Test
    void aRequestWithoutATokenIsStillUnauthorized() {
        assertThat(Api.anonymous().get("/gateway").statusCode()).isEqualTo(401);
    }

    @Test
    void theServiceIsAliveAndNotReady() {
        assertThat(Api.anonymous().get("/q/health/live").statusCode()).isEqualTo(200);

        var ready = Api.anonymous().get("/q/health/ready");

        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.<String>path("checks.find { it.name == 'issuer' }.status"))
                .isEqualTo("DOWN");
        assertThat(ready.<String>path("checks.find { it.name == 'snapshot' }.status"))
                .isEqualTo("UP");
        assertThat(Api.anonymous().get("/q/health/group/issuer").statusCode()).isEqualTo(503);
        assertThat(Scrape.now().value("duo_issuer_keys_age_seconds")).isZero();
    }

    @Test
    void theReasonIsNotLoggedForEachRequest() {
        try (var log = new LogLines(IssuerState.class)) {
            for (var i = 0; i < 5; i++) {
                Api.as("admin").get("/gateway");
            }

            assertThat(log.lines()).isEmpty();
        }
    }
}
