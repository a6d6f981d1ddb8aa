package dev.duoconfig.security;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.Await;
import dev.duoconfig.testkit.OtherSettings;
import dev.duoconfig.testkit.Scrape;
import io.quarkus.oidc.runtime.TenantConfigBean;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.duoconfig.security.AccessRules.assertUnauthorized;
import static dev.duoconfig.security.AccessRules.with;
import static dev.duoconfig.testkit.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

/** Users of one issuer, pipelines of another, and a third that is away. Each token is judged by the rules of its own issuer. */
@Tag("own-start")
@QuarkusTest
@TestProfile(IssuerMode.class)
class SeveralIssuersTest {

    private static final String AUDIENCE = "https://duo.example.com";
    private static final FakeIssuer GITLAB_SERVER = FakeIssuer.configured("duo.oidc.gitlab-ci.issuer");
    private static final FakeIssuer AWAY_SERVER = FakeIssuer.configured("duo.oidc.away.issuer");
    private static final TestIssuer GITLAB = withAudience(GITLAB_SERVER.newKey("gitlab"));
    private static final TestIssuer AWAY = AWAY_SERVER.newKey("away");

    @Inject
    @SuppressWarnings("NullAway.Init")
    TenantConfigBean tenants;

    private final TestIssuer users =
            TestIssuer.oidc(FakeIssuer.configured().newKeyLike(GITLAB, "users").issuer());

    @BeforeAll
    static void publishKeys() {
        GITLAB_SERVER.publish(GITLAB);
        AWAY_SERVER.publish(AWAY);
    }

    @BeforeEach
    void awaitKeys() {
        Await.until(
                "the key of the pipelines is known",
                () -> call(pipeline(claims -> {})).statusCode() == 200);
    }

    @ParameterizedTest
    @CsvSource({
        "infra, infra/duo, true, admin planner viewer",
        "infra, infra/duo, false, planner viewer",
        "infra, infra/other, true, viewer",
        "infra-test, infra-test/duo, true, viewer",
        "my/infra, infra/other, true, ''",
        "other, other/duo, true, ''"
    })
    void aPipelineHasTheRolesOfItsClaims(String namespace, String project, String isProtected, String roles) {
        var token = pipeline(claims -> {
            claims.put("namespace_path", namespace);
            claims.put("project_path", project);
            claims.put("ref_protected", isProtected);
        });

        if (roles.isEmpty()) {
            assertThat(call(token).statusCode()).isEqualTo(403);
        } else {
            var caller = with("bearer", token).get("/caller");
            assertThat(caller.<List<String>>path("roles")).containsExactly(roles.split(" "));
            assertThat(caller.<String>path("name")).isEqualTo("jane.doe");
        }
    }

    @Test
    void theRulesOfOneIssuerDoNotCountForAnother() {
        var roles = Map.of("duo", Map.of("roles", List.of("duo-admins")));
        var pipeline = pipeline(claims -> {
            claims.put("namespace_path", "other");
            claims.put("project_path", "other/duo");
            claims.put("resource_access", roles);
            claims.put("groups", List.of("admin", "duo-admins"));
        });
        var user = users.claims(List.of("nothing"));
        user.put("namespace_path", "infra");
        user.put("project_path", "infra/duo");
        user.put("ref_protected", "true");

        assertProblem(call(pipeline), 403, "forbidden");
        assertProblem(call(users.sign(user)), 403, "forbidden");
        assertThat(call(users.token("admin")).statusCode()).isEqualTo(200);
    }

    @Test
    void aTokenIsVerifiedWithTheKeysAndTheAudienceOfTheIssuerThatItNames() {
        var tokens = new LinkedHashMap<String, String>();
        tokens.put("the key of another issuer", keyOf(users, GITLAB).sign(pipelineClaims()));
        tokens.put(
                "the key of another issuer under its own ID",
                keyOf(GITLAB, users).sign(adminClaims()));
        tokens.put("the audience of another issuer", pipeline(claims -> claims.put("aud", IssuerMode.AUDIENCE)));
        tokens.put("the default audience", pipeline(claims -> claims.put("aud", "duo-config")));
        tokens.put("another issuer, signed by GitLab", pipeline(claims -> claims.put("iss", users.issuer())));
        tokens.put("an unknown issuer", pipeline(claims -> claims.put("iss", "https://gitlab.example.com")));
        tokens.put(
                "an issuer in another case",
                pipeline(claims -> claims.put("iss", GITLAB.issuer().replace("http", "HTTP"))));
        tokens.put("an issuer with a slash", pipeline(claims -> claims.put("iss", GITLAB.issuer() + "/")));
        tokens.put("two issuers", pipeline(claims -> claims.put("iss", List.of(GITLAB.issuer(), users.issuer()))));
        tokens.put("no issuer", pipeline(claims -> claims.remove("iss")));
        tokens.put("a local issuer", pipeline(claims -> claims.put("iss", LocalIssuer.ISSUER)));
        tokens.put("a number as its issuer", pipeline(claims -> claims.put("iss", 5)));

        SoftAssertions.assertSoftly(
                softly -> tokens.forEach((name, token) -> assertUnauthorized(softly, name, call(token))));
    }

    @Test
    void aForgedTokenOfANamedIssuerIsRefused() {
        SoftAssertions.assertSoftly(
                softly -> Forgeries.of(GITLAB).forEach((name, token) -> assertUnauthorized(softly, name, call(token))));
    }

    @Test
    void neitherPathNorCookieNorHeaderChoosesAnIssuer() {
        var token = pipeline(claims -> {});

        for (var name : List.of("issuer-gitlab_ci", "issuer-away", "Default")) {
            var response = with("bearer", token)
                    .cookie("q_session_" + name, "a")
                    .cookie("q_auth_" + name + "_a", "a")
                    .header("X-Tenant", name)
                    .get("/caller");

            assertThat(response.statusCode()).as(name).isEqualTo(200);
            assertProblem(with("bearer", token).get("/models/" + name), 404, "model-not-found");
        }
    }

    @Test
    void anIssuerThatIsAwayConcernsItsOwnTokensOnly() {
        assertThat(Api.anonymous().get("/q/health/ready").statusCode()).isEqualTo(200);
        assertThat(call(users.token("viewer")).statusCode()).isEqualTo(200);
        AWAY_SERVER.hideDiscovery();
        assertProblem(call(AWAY.tokenWith(List.of("staff"))), 503, "unavailable");
        var health = Api.anonymous().get("/q/health/group/issuer");
        assertThat(health.statusCode()).isEqualTo(503);
        var data = health.jsonPath().<Map<String, Object>>getList("checks.data").get(0);
        assertThat(data)
                .containsEntry(users.issuer(), "UP")
                .containsEntry(GITLAB.issuer(), "UP")
                .containsEntry(AWAY.issuer(), "DOWN");
        var findings = with("bearer", users.token("admin"))
                .get("/diagnostics")
                .jsonPath()
                .<Map<String, String>>getList("$");
        assertThat(findings)
                .filteredOn(finding -> Objects.equals(finding.get("code"), "issuer_unavailable"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.toString()).contains(AWAY.issuer(), "DUO_OIDC_AWAY_ISSUER"));
        assertThat(Scrape.now().value("duo_issuer_keys_age_seconds", "issuer", AWAY.issuer()))
                .isZero();
        assertThat(Scrape.now().series("duo_issuer_keys_age_seconds"::equals)).hasSize(3);
    }

    @Test
    void theResourceNamesItsIssuers() {
        var metadata = Api.anonymous().get("/.well-known/oauth-protected-resource");

        assertThat(metadata.statusCode()).isEqualTo(200);
        assertThat(metadata.<String>path("resource")).isEqualTo(OtherSettings.PUBLIC_URL);
        assertThat(metadata.<List<String>>path("authorization_servers"))
                .containsExactly(users.issuer(), AWAY.issuer(), GITLAB.issuer());
        assertThat(metadata.<List<String>>path("bearer_methods_supported")).containsExactly("header");
        assertThat(metadata.<String>path("resource_documentation"))
                .isEqualTo(OtherSettings.PUBLIC_URL + "/q/swagger-ui/");
    }

    /** With several issuers, the one of the console. */
    @ParameterizedTest
    @ValueSource(strings = {"", "?format=json"})
    void theServedContractNamesTheIssuerAtWhichPeopleSignIn(String query) throws IOException {
        var served = Api.anonymous().noFilters().get("/q/openapi" + query).asString();

        assertThat(new YAMLMapper()
                        .readTree(served)
                        .at("/components/securitySchemes/openIdConnect/openIdConnectUrl")
                        .asText())
                .isEqualTo(users.issuer() + "/.well-known/openid-configuration");
        assertThat(served).doesNotContain("sso.example.com/realms/duo-config");
    }

    @Test
    void swaggerUiCanSignInAtAnIssuer() {
        var page = Api.anonymous().noFilters().get("/q/swagger-ui/index.html");

        assertThat(page.header("Content-Security-Policy")).contains("connect-src 'self' " + users.issuer());
        assertThat(page.header("Cross-Origin-Opener-Policy")).isEqualTo("same-origin-allow-popups");
        assertThat(page.asString())
                .contains(
                        "var oar = \"\" + new URL(\"oauth2-redirect.html\", document.baseURI).href + \"\"",
                        "fetch(\"../../console/config.json\")",
                        "request.url = new URL(\"../..\", document.baseURI)",
                        "ui.initOAuth({ clientId: console.client_id",
                        "usePkceWithAuthorizationCodeGrant: true");
        var returned = Api.anonymous().noFilters().get("/q/swagger-ui/oauth2-redirect.html");
        assertThat(returned.statusCode()).isEqualTo(200);
        assertThat(returned.header("Cross-Origin-Opener-Policy")).isEqualTo("unsafe-none");
        assertThat(Api.anonymous().get("/gateway").header("Cross-Origin-Opener-Policy"))
                .isEqualTo("same-origin");
    }

    /** A named issuer has the settings of the one in application.properties, and an audience of its own. */
    @Test
    void allIssuersAreVerifiedInTheSameWay() {
        var named = tenants.getStaticTenant("issuer-gitlab_ci").oidcConfig();
        var unnamed = tenants.getDefaultTenant().oidcConfig();

        assertThat(named.token().audience().orElseThrow()).containsExactly(AUDIENCE);
        assertThat(named)
                .usingRecursiveComparison()
                .ignoringFields("tenantId", "authServerUrl", "token.audience")
                .isEqualTo(unnamed);
    }

    private static Response call(String token) {
        return with("bearer", token).get("/gateway");
    }

    private static String pipeline(Consumer<Map<String, Object>> change) {
        var claims = pipelineClaims();
        change.accept(claims);
        return GITLAB.sign(claims);
    }

    /** The claims of a job's ID token. */
    private static Map<String, Object> pipelineClaims() {
        var claims = GITLAB.claims(List.of());
        claims.remove("groups");
        claims.remove("preferred_username");
        claims.put("sub", "project_path:infra/duo:ref_type:branch:ref:main");
        claims.put("user_login", "jane.doe");
        claims.put("namespace_path", "infra");
        claims.put("project_path", "infra/duo");
        claims.put("ref", "main");
        claims.put("ref_protected", "true");
        return claims;
    }

    private static TestIssuer withAudience(TestIssuer issuer) {
        return new TestIssuer(
                issuer.issuer(),
                AUDIENCE,
                issuer.keyId(),
                issuer.privateKey(),
                issuer.publicKey(),
                issuer.rolePath(),
                issuer.roleValues());
    }

    private Map<String, Object> adminClaims() {
        return users.claims(List.of("duo-admins"));
    }

    /** The key of one issuer under the ID of another's. */
    private static TestIssuer keyOf(TestIssuer key, TestIssuer id) {
        return new TestIssuer(
                id.issuer(),
                id.audience(),
                id.keyId(),
                key.privateKey(),
                key.publicKey(),
                id.rolePath(),
                id.roleValues());
    }
}
