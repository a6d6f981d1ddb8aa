package dev.duoconfig.security;

import java.util.List;
import java.util.Map;

import dev.duoconfig.testkit.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.assertj.core.api.SoftAssertions;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.duoconfig.testkit.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

@Tag("own-start")
@QuarkusTest
@TestProfile(IssuerMode.class)
class IssuerModeTest extends AccessRules {

    @Override
    TestIssuer issuer() {
        return TestIssuer.oidc(ConfigProvider.getConfig().getValue("duo.oidc.issuer", String.class));
    }

    @ParameterizedTest
    @CsvSource({
        "duo-admins, 200",
        "duo-operators, 200",
        "duo-viewers, 200",
        "gitlab, 403",
        "gitlab-staging, 403",
        "admin, 403",
        "viewer, 403"
    })
    void theConfiguredClaimValuesGrantTheRoles(String value, int status) {
        var token = issuer().tokenWith(List.of(value));

        with("bearer", token).get("/gateway").then().statusCode(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gitlab", "gitlab-staging"})
    void everyValueOfAListGrantsTheRole(String value) {
        var token = issuer().tokenWith(List.of(value));

        with("bearer", token).get("/features/duo_chat/effective-model").then().statusCode(200);
    }

    @Test
    void rolesElsewhereInTheTokenAreIgnored() {
        var claims = issuer().claims(List.of());
        claims.put("groups", List.of("duo-admins", "admin"));
        claims.put("roles", List.of("duo-admins", "admin"));
        claims.put("scope", "duo-admins admin");
        claims.put("realm_access", Map.of("roles", List.of("duo-admins", "admin")));

        with("bearer", issuer().sign(claims)).get("/gateway").then().statusCode(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin", "viewer", "resolver"})
    void aLocalTokenIsRefused(String role) {
        SoftAssertions.assertSoftly(softly -> {
            assertUnauthorized(softly, role, with("bearer", Api.token(role)).get("/gateway"));
            assertUnauthorized(
                    softly, role, with("private_token", Api.token(role)).get("/gateway"));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"sub", "preferred_username"})
    void aTokenWithSeveralAudiencesAndOneNameIsAccepted(String missing) {
        var claims = issuer().claims(List.of("duo-admins"));
        claims.put("aud", List.of("account", IssuerMode.AUDIENCE));
        claims.remove(missing);

        with("bearer", issuer().sign(claims)).get("/gateway").then().statusCode(200);
    }

    @Test
    void thereAreNoSignInCodes() {
        var response = Api.anonymous()
                .contentType("application/json")
                .body("{\"code\": \"a\"}")
                .post("/sign-in");

        assertProblem(response, 404, "not-found");
        assertThat(response.jsonPath().getString("detail")).contains("OIDC issuer");
    }

    @Test
    void theConsoleSignsInAtTheIssuer() {
        var configuration = Api.anonymous().get("/console/config.json").jsonPath();

        assertThat(configuration.getString("mode")).isEqualTo("oidc");
        assertThat(configuration.getString("issuer")).isEqualTo(issuer().issuer());
        assertThat(configuration.getString("client_id")).isEqualTo("duo-console");
        assertThat(configuration.getString("scopes").split(" ")).contains("openid");
    }

    @Test
    void theConsoleCanCallTheIssuerAndNoOneElse() {
        var policy = Api.anonymous().noFilters().get("/console/").header("Content-Security-Policy");

        assertThat(policy).contains("; connect-src 'self' " + issuer().issuer() + ";");
    }

    @Test
    void aTokenWithoutANameIsRefused() {
        var claims = issuer().claims(List.of("duo-admins"));
        claims.remove("sub");
        claims.remove("preferred_username");

        SoftAssertions.assertSoftly(softly -> assertUnauthorized(
                softly, "no name", with("bearer", issuer().sign(claims)).get("/gateway")));
    }
}
