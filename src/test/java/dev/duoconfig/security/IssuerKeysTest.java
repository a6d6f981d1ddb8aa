package dev.duoconfig.security;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.github.tomakehurst.wiremock.WireMockServer;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.Await;
import dev.duoconfig.testkit.LocalInstallationResource;
import dev.duoconfig.testkit.LogLines;
import dev.duoconfig.testkit.Scrape;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.duoconfig.security.AccessRules.with;
import static org.assertj.core.api.Assertions.assertThat;

/** The keys of the issuer change, and the issuer becomes unavailable. It has a name, and there is no other. */
@Tag("own-start")
@QuarkusTest
@TestProfile(IssuerKeysTest.ShortLifetimes.class)
@SuppressWarnings("NullAway.Init")
class IssuerKeysTest {

    private static final String PATH = "/revision";

    private FakeIssuer issuer;
    private TestIssuer first;

    /** The shortest durations with which the refresh and the cache still work. */
    public static final class ShortLifetimes implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("duo.oidc.key-refresh", "1s", "duo.token-cache.lifetime", "1s");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(Issuer.class));
        }
    }

    /** The local installation, with a fake issuer instead of local tokens. */
    public static final class Issuer implements QuarkusTestResourceLifecycleManager {

        private final LocalInstallationResource installation = new LocalInstallationResource();
        private @Nullable WireMockServer server;

        @Override
        public Map<String, String> start() {
            var started = FakeIssuer.start();
            server = started;
            var settings = new HashMap<>(installation.start());
            settings.keySet().removeIf(name -> name.startsWith("quarkus.oidc."));
            settings.put("duo.oidc.sign-in.issuer", "http://127.0.0.1:" + started.port());
            for (var role : Roles.ALL) {
                settings.put("duo.oidc.sign-in." + role + "-values", role);
            }
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

    @BeforeEach
    void publishAKey() {
        issuer = FakeIssuer.configured("duo.oidc.sign-in.issuer");
        first = issuer.newKey("first-" + UUID.randomUUID());
        issuer.publish(first);
        Await.until("the key is known", () -> status(first.token("viewer")) == 200);
    }

    @Test
    void aTokenOfANewKeyIsAcceptedOnceTheKeyIsPublished() {
        var second = issuer.newKey("second");
        assertThat(status(second.token("viewer"))).isEqualTo(401);

        issuer.publish(first, second);

        Await.until("the new key is known", () -> status(second.token("viewer")) == 200);
        assertThat(status(first.token("viewer"))).isEqualTo(200);
    }

    @Test
    void withoutAPublicUrlTheRequestSaysWhereTheIssuerIsNamed() {
        for (var host : List.of("duo.example.com", "127.0.0.1:8080", "[::1]:8080")) {
            var refused = Api.anonymous().noFilters().header("Host", host).get(PATH);
            var metadata = Api.anonymous().header("Host", host).get("/.well-known/oauth-protected-resource");

            assertThat(refused.header("WWW-Authenticate"))
                    .isEqualTo("Bearer resource_metadata=\"http://" + host + "/.well-known/oauth-protected-resource\"");
            assertThat(metadata.<String>path("resource")).isEqualTo("http://" + host);
            assertThat(metadata.<List<String>>path("authorization_servers")).containsExactly(first.issuer());
        }
    }

    @Test
    void aByteOrderMarkBeforeTheKeysIsSkipped() {
        var second = issuer.newKey("marked");

        issuer.publishMarked(second);

        Await.until("the new key is known", () -> status(second.token("viewer")) == 200);
    }

    @Test
    void aTokenOfAWithdrawnKeyIsRefusedWithoutATokenOfTheNextKey() {
        var token = first.token("viewer");
        assertThat(status(token)).isEqualTo(200);

        issuer.publish(issuer.newKey("second"));

        Await.until("the withdrawn key is forgotten", () -> status(token) == 401);
        assertThat(status(first.token("admin"))).isEqualTo(401);
    }

    @Test
    void tokensOfKnownKeysAreAcceptedWhileTheIssuerIsUnavailable() {
        var token = first.token("viewer");
        assertThat(status(token)).isEqualTo(200);

        issuer.becomeUnavailable();
        Await.until("the keys are asked for again", () -> issuer.requestsForKeys() >= 3);

        assertThat(status(token)).as("verified before").isEqualTo(200);
        assertThat(status(first.token("admin"))).as("signed with a known key").isEqualTo(200);
        assertThat(status(issuer.newKey("unknown").token("viewer")))
                .as("signed with an unknown key")
                .isEqualTo(401);
    }

    @Test
    void anOutageIsSeenWithoutMakingTheServiceUnready() {
        Await.until(
                "the issuer is healthy",
                () -> Api.anonymous().get("/q/health/group/issuer").statusCode() == 200);

        try (var log = new LogLines(IssuerState.class)) {
            issuer.becomeUnavailable();

            Await.until(
                    "the outage is seen",
                    () -> Api.anonymous().get("/q/health/group/issuer").statusCode() == 503);
            Await.until("the age of the keys grows", () -> Scrape.now().value("duo_issuer_keys_age_seconds") > 2);
            assertThat(Api.anonymous().get("/q/health/ready").statusCode()).isEqualTo(200);
            assertThat(with("bearer", first.token("admin"))
                            .get("/diagnostics")
                            .<String>path("find { it.code == 'issuer_unavailable' }.severity"))
                    .isEqualTo("warning");
            assertThat(log.lines()).as("logged once in a while").hasSizeLessThanOrEqualTo(1);

            issuer.publish(first);

            Await.until(
                    "the issuer is healthy",
                    () -> Api.anonymous().get("/q/health/group/issuer").statusCode() == 200);
            Await.until("the keys are new", () -> Scrape.now().value("duo_issuer_keys_age_seconds") < 2);
            assertThat(log.lines()).last().asString().contains("responds again");
        }
        assertThat(with("bearer", first.token("admin")).get("/diagnostics").<List<String>>path("code"))
                .doesNotContain("issuer_unavailable");
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 308})
    void keysBehindARedirectAreNotTaken(int status) {
        var second = issuer.newKeyLike(first, "second");

        issuer.publishElsewhere(status, second);
        Await.until("the keys are asked for again", () -> issuer.requestsForKeys() >= 2);

        assertThat(status(second.token("viewer"))).isEqualTo(401);
        assertThat(status(first.token("admin"))).as("the last known key").isEqualTo(200);
    }

    @Test
    void keysInADocumentOfMoreThanAMebibyteAreNotTaken() {
        var second = issuer.newKeyLike(first, "second");

        issuer.publishPadded(1024 * 1024 + 1, second);
        Await.until("the keys are asked for again", () -> issuer.requestsForKeys() >= 2);

        assertThat(status(second.token("viewer"))).isEqualTo(401);
        assertThat(status(first.token("admin"))).as("the last known key").isEqualTo(200);

        issuer.publishPadded(1024 * 1024, second);

        Await.until("the new key is known", () -> status(second.token("viewer")) == 200);
    }

    @Test
    void unknownKeyIdsDoNotTriggerOneRequestPerToken() {
        issuer.publish(first);
        var start = Instant.now();

        for (int i = 0; i < 50; i++) {
            var forger = issuer.newKeyLike(first, "forger-" + i);
            assertThat(status(forger.token("admin"))).isEqualTo(401);
        }

        var seconds = Duration.between(start, Instant.now()).toSeconds();
        assertThat((long) issuer.requestsForKeys()).isLessThanOrEqualTo(2 * (seconds + 2));
    }

    private static int status(String token) {
        return with("bearer", token).get(PATH).statusCode();
    }
}
