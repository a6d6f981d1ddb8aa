package dev.duoconfig.security;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.assertj.core.api.SoftAssertions;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.duoconfig.testkit.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
class LocalModeTest extends AccessRules {

    @Test
    void noIssuerIsNamed() {
        assertProblem(Api.anonymous().get("/.well-known/oauth-protected-resource"), 404, "not-found");
    }

    @Override
    TestIssuer issuer() {
        return TestIssuer.local();
    }

    @ParameterizedTest
    @CsvSource({"admin, /gateway, 200", "planner, /gateway, 200", "viewer, /gateway, 200", "resolver, /gateway, 403"})
    void theTokensInTheFilesWork(String role, String path, int status) {
        Api.as(role).get(path).then().statusCode(status);
    }

    @Test
    void aTokenOfAnotherInstallationIsRefused() {
        var elsewhere = LocalIssuer.generate(new SecureRandom()).token("admin", Instant.now());

        SoftAssertions.assertSoftly(softly -> assertUnauthorized(
                softly, "another installation", with("bearer", elsewhere).get("/gateway")));
    }

    @Test
    void anExpiredTokenOfThisInstallationIsRefused() {
        var issuer = LocalIssuer.fromPem(Api.read("local-issuer/private-key.pem"));
        var expired = Instant.now().minus(LocalIssuer.LIFETIME);
        var nearlyExpired = expired.plus(Duration.ofMinutes(5));

        with("bearer", issuer.token("admin", nearlyExpired))
                .get("/gateway")
                .then()
                .statusCode(200);
        SoftAssertions.assertSoftly(softly -> assertUnauthorized(
                softly,
                "expired",
                with("bearer", issuer.token("admin", expired)).get("/gateway")));
    }

    /** A second safeguard: the architecture tests already ensure that there is no such method. */
    @Test
    void aMethodWithoutRolesIsDeniedByDefault() {
        var denies =
                ConfigProvider.getConfig().getValue("quarkus.security.jaxrs.deny-unannotated-endpoints", Boolean.class);

        assertThat(denies).isTrue();
    }
}
