package dev.duoconfig.snapshot.prepared;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.duoconfig.resolve.Resolutions;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.snapshot.PreparedResponse;
import dev.duoconfig.snapshot.ResponseSource;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.LocalInstallationResource;
import dev.duoconfig.testkit.RawConnection;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The same rules under a path prefix, with an allowed origin. */
@Tag("own-start")
@QuarkusTest
@ExtendWith(CleanConfiguration.class)
@TestProfile(PreparedUnderAPrefixTest.UnderAPrefix.class)
class PreparedUnderAPrefixTest extends PreparedResponseRules {

    /** A prefix, one origin, and one prepared response whose path has no resource. */
    public static final class UnderAPrefix implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.http.root-path", "/duo", "duo.cors.origins", "https://console.example.com");
        }

        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(WithoutResource.class);
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(LocalInstallationResource.class));
        }
    }

    /** A response at a path without a resource proves that responses are sent ahead of the resources. */
    @Alternative
    @ApplicationScoped
    static class WithoutResource implements ResponseSource {

        @Override
        public Map<String, PreparedResponse> prepare(Snapshot snapshot, Resolutions resolutions) {
            var body = "\"prepared\"".getBytes(StandardCharsets.UTF_8);
            return Map.of(
                    "/prepared", new PreparedResponse("/prepared", Set.of("viewer"), true, () -> Buffer.buffer(body)));
        }
    }

    @Test
    void preparedResponsesAreServedAheadOfTheResources() throws IOException {
        assertThat(get("/duo/prepared", "viewer")).isEqualTo(200);
        assertThat(get("/duo/prepared", "admin")).as("another role").isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/prepared", "/xyz/prepared", "/dup/prepared", "/DUO/prepared", "/d/../prepared", "duo/prepared"
            })
    void nothingIsServedOutsideThePrefix(String target) throws IOException {
        assertThat(get(target, "viewer")).isIn(400, 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/duo/", "/duo/console"})
    void theRootLeadsToTheConsoleBelowThePrefix(String target) throws IOException {
        try (var connection = RawConnection.open()) {
            var response = connection.call("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n");

            assertThat(response.status()).isEqualTo(302);
            assertThat(response.headers().get("location")).containsExactly("console/");
        }
    }

    @Test
    void theConsoleIsServedBelowThePrefix() throws IOException {
        try (var connection = RawConnection.open()) {
            var response = connection.call("GET /duo/console/ HTTP/1.1\r\nHost: a\r\n\r\n");

            assertThat(response.status()).isEqualTo(200);
            assertThat(response.headers().get("cache-control")).containsExactly("no-cache");
            assertThat(response.body()).doesNotContain("href=\"/", "src=\"/");
        }
        assertThat(get("/duo/console/config.json", "viewer")).isEqualTo(200);
        assertThat(get("/console/", "viewer")).isEqualTo(404);
    }

    @Test
    void swaggerUiFindsWhatItNeedsBelowThePrefix() throws IOException {
        try (var connection = RawConnection.open()) {
            var response = connection.call("GET /duo/q/swagger-ui/ HTTP/1.1\r\nHost: a\r\n\r\n");

            assertThat(response.status()).isEqualTo(200);
            assertThat(response.body())
                    .contains(
                            "new URL(\"oauth2-redirect.html\", document.baseURI)",
                            "fetch(\"../../console/config.json\")")
                    .doesNotContain("/q/swagger-ui/oauth2-redirect.html");
        }
    }

    private static int get(String target, String role) throws IOException {
        try (var connection = RawConnection.open()) {
            return connection
                    .call(SameResponse.text(
                            "GET " + target + " HTTP/1.1", "", List.of("Authorization: Bearer " + Api.token(role))))
                    .status();
        }
    }
}
