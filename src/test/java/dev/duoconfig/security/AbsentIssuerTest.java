package dev.duoconfig.security;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A service that started while its issuer was unavailable. */
@Tag("own-start")
@QuarkusTest
@TestProfile(AbsentIssuerTest.UnreachableIssuer.class)
class AbsentIssuerTest {

    /** An issuer at a port where nothing listens. */
    public static final class UnreachableIssuer implements QuarkusTestProfile {

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(ClosedPort.class));
        }
    }

    /** The local installation, with an unreachable issuer instead of local tokens. */
    public static final class ClosedPort implements QuarkusTestResourceLifecycleManager {

        private final LocalInstallationResource installation = new LocalInstallationResource();

        @Override
        public Map<String, String> start() {
            var settings = new HashMap<>(installation.start());
            settings.keySet().removeIf(name -> name.startsWith("quarkus.oidc."));
            settings.put("duo.oidc.issuer", "http://127.0.0.1:1/realms/duo");
            return settings;
        }

        @Override
        public void stop() {
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

    @Test
    void aRequestWithoutATokenIsStillUnauthorized() {
        assertThat(Api.anonymous().get("/gateway").statusCode()).isEqualTo(401);
    }

    @Test
    void healthDoesNotDependOnTheIssuer() {
        assertThat(Api.anonymous().get("/q/health/ready").statusCode()).isEqualTo(200);
    }
}
