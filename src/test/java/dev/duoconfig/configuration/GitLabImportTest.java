package dev.duoconfig.configuration;

import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.http.Fault;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import dev.duoconfig.testkit.LogLines;
import dev.duoconfig.testkit.OtherSettings;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static dev.duoconfig.configuration.Documents.json;
import static dev.duoconfig.configuration.FakeGitLab.TOKEN;
import static dev.duoconfig.testkit.Problems.assertInvalid;
import static dev.duoconfig.testkit.Problems.assertProblem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** The import of a GitLab's configuration, and its failures. */
@Tag("own-start")
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@TestProfile(OtherSettings.class)
@ExtendWith(CleanConfiguration.class)
class GitLabImportTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final FakeGitLab gitlab = new FakeGitLab();
    private final ExecutorService callers = Executors.newFixedThreadPool(4);

    @BeforeEach
    void allowTheFake() {
        Api.entitled();
        allow(90);
    }

    private void allow(int timeoutSeconds) {
        Api.as("admin")
                .body("{\"outbound_allowlist\": [\"127.0.0.1:" + gitlab.port() + "\"], \"request_timeout_seconds\": "
                        + timeoutSeconds + "}")
                .patch("/gateway")
                .then()
                .statusCode(200);
    }

    @AfterEach
    void stop() {
        callers.shutdownNow();
        gitlab.stop();
    }

    @Test
    void modelsFeaturesAndTheGatewayAreImported() {
        var imported = run();

        assertThat(imported.statusCode()).as(imported.asString()).isEqualTo(200);
        assertThat(Documents.exported()).isEqualTo(json("""
                {"gateway": {"url": "https://aigw.example.com", "request_timeout_seconds": 90,
                             "beta_features_enabled": false, "outbound_allowlist": ["127.0.0.1:%d"],
                             "agent_platform_url": null, "agent_platform_tls": true, "vendored_models_allowed": true},
                 "models": [
                   {"name": "Claude", "family": "claude_3", "endpoint": null, "identifier": "bedrock/claude",
                    "iam_role": null, "has_api_key": false},
                   {"name": "Mixtral", "family": "mixtral", "endpoint": "https://vllm.example.com/v1",
                    "identifier": "custom_openai/mixtral", "iam_role": null, "has_api_key": false}],
                 "features": [
                   {"feature": "duo_agent_platform", "provider": "self_hosted", "model": "Claude"},
                   {"feature": "duo_chat", "provider": "self_hosted", "model": "Mixtral"},
                   {"feature": "duo_chat_write_tests", "provider": "disabled", "model": null}]}""".formatted(gitlab.port())));
        assertThat(imported.jsonPath().getList("api_keys_to_set", String.class)).containsExactly("Mixtral");
        assertThat(imported.jsonPath().getList("ignored_features", String.class))
                .containsExactly("code_generations");
        assertThat(Database.rows("select origin from audit_event where request_id = 'the-import'"))
                .hasSize(6)
                .allSatisfy(event -> assertThat(event).containsEntry("origin", "import"));
    }

    @Test
    void aStoredGitLabInstanceStandsForItsUrlAndToken() {
        var instance = Api.as("admin")
                .body(Map.of("name", "fake", "url", gitlab.url(), "token", TOKEN))
                .post("/gitlab-instances")
                .jsonPath()
                .getLong("id");

        var imported = Api.as("admin").body(Map.of("instance", instance)).post("/configuration/imports/gitlab");

        assertThat(imported.statusCode()).as(imported.asString()).isEqualTo(200);
        assertThat(imported.jsonPath().getList("api_keys_to_set", String.class)).containsExactly("Mixtral");
    }

    @Test
    void anUnknownGitLabInstanceAndOneBesideAUrlAreRefused() {
        assertInvalid(Api.as("admin").body("{\"instance\": 4711}").post("/configuration/imports/gitlab"))
                .containsExactly("/instance instance-unknown");
        assertInvalid(Api.as("admin")
                        .body(Map.of("instance", 1, "token", TOKEN))
                        .post("/configuration/imports/gitlab"))
                .containsExactly("/instance instance-not-alone");
        assertInvalid(Api.as("admin").body("{}").post("/configuration/imports/gitlab"))
                .containsExactly("/url required", "/token required");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer glpat-fake-0123456789",
                "bearer  glpat-fake-0123456789",
                "Authorization: Bearer glpat-fake-0123456789",
                "PRIVATE-TOKEN: glpat-fake-0123456789",
                "Bearer"
            })
    void whatIsPastedWithTheTokenIsNamed(String token) {
        var refused = Api.as("admin")
                .body(Map.of("url", gitlab.url(), "token", token))
                .post("/configuration/imports/gitlab");

        assertInvalid(refused).containsExactly("/token invalid-characters");
        assertThat(refused.jsonPath().getString("detail")).containsAnyOf("\"Bearer\"", "\"bearer\"", "HTTP header");
        assertThat(refused.asString()).doesNotContain("0123456789");
    }

    @ParameterizedTest
    @ValueSource(strings = {"${GITLAB_TOKEN}", "<your-token>", "glpat-****", "glpat-xxxxxxxx", "$GITLAB_TOKEN"})
    void aPlaceholderForTheTokenIsNamed(String token) {
        var refused = Api.as("admin")
                .body(Map.of("url", gitlab.url(), "token", token))
                .post("/configuration/imports/gitlab");

        assertInvalid(refused).containsExactly("/token invalid-characters");
        assertThat(refused.jsonPath().getString("detail")).contains("placeholder");
    }

    @Test
    void aByteOrderMarkBeforeAResponseIsSkipped() {
        gitlab.respond("aiSelfHostedModels", "\ufeff" + FakeGitLab.MODELS);

        assertThat(run().statusCode()).isEqualTo(200);
    }

    @Test
    void aDryRunReturnsThePlanAndStoresNothing() {
        var before = Documents.exported();

        var dry = run("?dry_run=true");
        var after = Documents.exported();
        var imported = run();

        assertThat(dry.statusCode()).as(dry.asString()).isEqualTo(200);
        assertThat(dry.header("Dry-Run")).isEqualTo("true");
        assertThat(after).isEqualTo(before);
        assertThat(json(imported.asString())).isEqualTo(json(dry.asString()));
    }

    @Test
    void importingAgainChangesNothingAndKeepsKeysSetInBetween() {
        run().then().statusCode(200);
        giveMixtralAKey();
        var revision = Documents.revision();

        var again = run();

        assertThat(Documents.revision()).isEqualTo(revision);
        assertThat(again.jsonPath().getList("api_keys_to_set", String.class)).isEmpty();
        assertThat(Documents.exported().at("/models/1/has_api_key").asBoolean()).isTrue();
    }

    @Test
    void aStoredKeyDoesNotGoToAServerThatGitLabNames() {
        run().then().statusCode(200);
        giveMixtralAKey();
        gitlab.respond("aiSelfHostedModels", FakeGitLab.MODELS.replace("vllm.example.com", "other.example.com"));

        var again = run();

        assertThat(again.jsonPath().getList("api_keys_to_set", String.class)).containsExactly("Mixtral");
        assertThat(Documents.exported().at("/models/1/endpoint").asText()).isEqualTo("https://other.example.com/v1");
        assertThat(Documents.exported().at("/models/1/has_api_key").asBoolean()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "https://here.example.com, true",
        "http://aigw.example.com, true",
        "https://aigw.example.com/other, true",
        "https://aigw.example.com:8443, true",
        "https://10.20.0.5, true",
        "https://aigw.example.com/, false"
    })
    void aGatewayThatIsSetHereStaysAndTheOtherOneIsListed(String url, boolean listed) {
        Api.as("admin")
                .body("{\"url\": \"" + url + "\"}")
                .patch("/gateway")
                .then()
                .statusCode(200);
        var before = Documents.exported().at("/gateway");

        var dry = run("?dry_run=true");
        var imported = run();

        assertThat(json(imported.asString())).isEqualTo(json(dry.asString()));
        assertThat(Documents.exported().at("/gateway")).isEqualTo(before);
        assertThat(gatewayWarnings(imported)).isEqualTo(listed ? List.of("gateway_not_adopted") : List.of());
        if (listed) {
            assertThat(imported.asString()).contains("uses the AI gateway https://aigw.example.com.");
        }
    }

    @Test
    void aGatewayStaysIfGitLabHasNone() {
        Api.as("admin").body("{\"url\": \"https://here.example.com\"}").patch("/gateway");
        gitlab.respond("duoSettings", "{\"data\": {\"duoSettings\": {\"aiGatewayUrl\": null}}}");

        var imported = run();

        assertThat(gatewayWarnings(imported)).isEmpty();
        assertThat(Documents.exported().at("/gateway/url").asText()).isEqualTo("https://here.example.com");
    }

    @Test
    void anAdoptedGatewayCausesAWarningIfKeysAreStored() {
        var without = run("?dry_run=true");
        Documents.apply(Documents.document(
                "{\"outbound_allowlist\": [\"127.0.0.1:" + gitlab.port() + "\"]}",
                Documents.MIXTRAL.replace("}", ", \"api_key\": \"sk-1\"}"),
                ""));

        var imported = run();

        assertThat(gatewayWarnings(without)).isEmpty();
        assertThat(gatewayWarnings(imported)).containsExactly("api_key_for_another_server");
        assertThat(Documents.exported().at("/gateway/url").asText()).isEqualTo("https://aigw.example.com");
    }

    @Test
    void aNewerGitLabIsReadWithItsPlatformsItsRolesItsTimeoutAndItsOwnModels() {
        online();
        allow(60);
        gitlab.isNewer();

        var imported = run();

        assertThat(imported.statusCode()).as(imported.asString()).isEqualTo(200);
        assertThat(Documents.exported().at("/gateway/request_timeout_seconds").asInt())
                .isEqualTo(120);
        assertThat(Documents.exported().at("/gateway/agent_platform_url").asText())
                .isEqualTo("agents.example.com:50052");
        assertThat(Documents.exported().path("models")).isEqualTo(json("""
                [{"name": "Gemini", "family": "claude_3", "endpoint": null,
                  "identifier": "vertex_ai/claude-sonnet-4-6@default", "iam_role": null, "has_api_key": false},
                 {"name": "Profile", "family": "claude_3", "endpoint": null,
                  "identifier": "bedrock/converse/arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc",
                  "iam_role": null, "has_api_key": false},
                 {"name": "Proxy", "family": "gpt", "endpoint": "https://llm.example.com/v1",
                  "identifier": "custom_openai/gpt-oss", "iam_role": null, "has_api_key": false},
                 {"name": "Sonnet", "family": "claude_3", "endpoint": null,
                  "identifier": "bedrock/anthropic.claude-sonnet-4", "iam_role": "arn:aws:iam::111122223333:role/duo",
                  "has_api_key": false}]"""));
        assertThat(Documents.exported().path("features")).isEqualTo(json("""
                [{"feature": "duo_agent_platform", "provider": "self_hosted", "model": "Sonnet"},
                 {"feature": "duo_chat", "provider": "vendored", "model": null, "vendored_model": "claude_sonnet_4"},
                 {"feature": "code_generations", "provider": "vendored", "model": null}]"""));
        assertThat(imported.jsonPath().getList("api_keys_to_set")).containsExactly("Proxy");
        assertThat(imported.jsonPath().getList("ignored_models.name")).containsExactly("Wrong");
        assertThat(imported.jsonPath().getList("ignored_models.code")).containsExactly("iam-role-not-allowed");
        assertThat(imported.jsonPath().getList("ignored_features"))
                .containsExactly("code_completions", "feature_of_tomorrow");
    }

    @Test
    void gitLabsOwnModelsAreListedIfTheLicenseRulesThemOut() {
        gitlab.isNewer();

        var imported = run();

        assertThat(imported.statusCode()).as(imported.asString()).isEqualTo(200);
        assertThat(imported.jsonPath().getList("ignored_features"))
                .containsExactly("duo_chat", "code_generations", "code_completions", "feature_of_tomorrow");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"errors\": [{\"message\": \"introspection is disabled\"}]}",
                "{\"data\": {\"model\": null, \"setting\": null, \"gateway\": null}}",
                "{\"data\": {}}",
                "{\"data\": null}",
                "{\"data\": {\"model\": {\"fields\": 7}, \"setting\": []}}",
                "{}",
                "nothing"
            })
    void aGitLabWithoutASchemaIsAskedAsGitLab182Is(String response) {
        gitlab.respond("__type", response);

        var imported = run();

        assertThat(imported.statusCode()).as(imported.asString()).isEqualTo(200);
        assertThat(Documents.exported().path("models")).hasSize(2);
        assertThat(requests("iamRole") + requests("aiGatewayTimeoutSeconds") + requests("gitlabModel"))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 500})
    void aGitLabThatRefusesIntrospectionIsAskedAsGitLab182Is(int status) {
        gitlab.respond("__type", aResponse().withStatus(status));

        run().then().statusCode(200);

        assertThat(Documents.exported().path("models")).hasSize(2);
    }

    @Test
    void onlyFieldsThatGitLabHasAreRequested() {
        gitlab.isNewer();
        gitlab.respond("__type", FakeGitLab.SCHEMA.replace("iamRole", "iamRoleOfTomorrow"));

        run().then().statusCode(200);

        assertThat(requests("iamRole")).isZero();
        assertThat(requests("identifier hasApiToken provider }")).isPositive();
        assertThat(requests("aiGatewayTimeoutSeconds")).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"60, 120, 120, false", "60, 60, 60, false", "90, 120, 90, true", "90, 90, 90, false", "60, 5, 60, true"
    })
    void aTimeoutThatIsSetHereStaysAndTheOtherOneIsListed(int here, int there, int then, boolean listed) {
        allow(here);
        gitlab.isNewer();
        gitlab.respond(
                "duoSettings",
                "{\"data\": {\"duoSettings\": {\"aiGatewayUrl\": null, \"aiGatewayTimeoutSeconds\": " + there + "}}}");

        var imported = run();

        assertThat(imported.statusCode()).as(imported.asString()).isEqualTo(200);
        assertThat(Documents.exported().at("/gateway/request_timeout_seconds").asInt())
                .isEqualTo(then);
        assertThat(imported.jsonPath()
                        .getList("plan.warnings.findAll { it.pointer == '/gateway/request_timeout_seconds' }.code"))
                .isEqualTo(listed ? List.of("gateway_not_adopted") : List.of());
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "null, agents.example.com:50052, agents.example.com:50052, false",
                "here.example.com:50052, agents.example.com:50052, here.example.com:50052, true",
                "agents.example.com:50052, agents.example.com:50052, agents.example.com:50052, false",
                "here.example.com:50052, null, here.example.com:50052, false",
                "null, https://agents.example.com, null, true",
                "null, 169.254.169.254:50052, null, true"
            })
    void anAgentPlatformThatIsSetHereStaysAndTheOtherOneIsListed(
            @Nullable String here, @Nullable String there, @Nullable String then, boolean listed) {
        Api.as("admin")
                .body(Collections.singletonMap("agent_platform_url", here))
                .patch("/gateway")
                .then()
                .statusCode(200);
        gitlab.isNewer();
        gitlab.respond(
                "duoSettings",
                "{\"data\": {\"duoSettings\": {\"aiGatewayUrl\": null, \"duoAgentPlatformServiceUrl\": "
                        + MAPPER.valueToTree(there) + "}}}");

        var imported = run();

        assertThat(imported.statusCode()).as(imported.asString()).isEqualTo(200);
        assertThat(Documents.exported().at("/gateway/agent_platform_url").asText(null))
                .isEqualTo(then);
        assertThat(imported.jsonPath()
                        .getList("plan.warnings.findAll { it.pointer == '/gateway/agent_platform_url' }.code"))
                .isEqualTo(listed ? List.of("gateway_not_adopted") : List.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"120\"", "1.5", "{}", "99999999999"})
    void aTimeoutThatIsNotANumberOfSecondsIsAFailure(String timeout) {
        gitlab.isNewer();
        gitlab.respond(
                "duoSettings",
                "{\"data\": {\"duoSettings\": {\"aiGatewayUrl\": null, \"aiGatewayTimeoutSeconds\": " + timeout
                        + "}}}");

        assertProblem(run(), 502, "gitlab-failed");
    }

    private static void online() {
        Database.execute(
                "update subscription set license_type = 'online_cloud'",
                "update configuration_state set revision = revision + 1");
    }

    private static List<String> gatewayWarnings(Response imported) {
        assertThat(imported.statusCode()).as(imported.asString()).isEqualTo(200);
        return imported.jsonPath().getList("plan.warnings.findAll { it.pointer == '/gateway/url' }.code", String.class);
    }

    @Test
    void changesDuringTheImportAreKept() {
        gitlab.beforeEachResponse(() -> Api.as("admin")
                .body("{\"outbound_allowlist\": [], \"request_timeout_seconds\": 170}")
                .patch("/gateway")
                .then()
                .statusCode(200));

        run().then().statusCode(200);

        assertThat(Documents.exported().at("/gateway")).isEqualTo(json("""
                {"url": "https://aigw.example.com", "request_timeout_seconds": 170, "beta_features_enabled": false,
                 "outbound_allowlist": [], "agent_platform_url": null, "agent_platform_tls": true, "vendored_models_allowed": true}"""));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\0',
            delimiter = '|',
            value = {
                "custom_openai/mixtral | openai/ | identifier-prefix-unknown",
                "\"https://vllm.example.com/v1\", | \"https://vllm.example.com/v1\", \"iamRole\": \"arn:aws:iam::111122223333:role/a\", | iam-role-not-allowed",
                "custom_openai/mixtral | vertex_ai/mixtral | endpoint-not-allowed",
                "custom_openai/mixtral | /mixtral | identifier-prefix-unknown",
                "custom_openai/mixtral | custom_openai/ | identifier-prefix-unknown",
                "\"custom_openai/mixtral\" | \"\" | required",
                "\"custom_openai/mixtral\" | \"  \" | required",
                "\"custom_openai/mixtral\" | null | required",
                "\"MIXTRAL\" | \"BRAND_NEW\" | family-unknown",
                "\"MIXTRAL\" | null | required",
                "\"MIXTRAL\" | \"\" | required",
                "\"https://vllm.example.com/v1\" | null | endpoint-required",
                "\"https://vllm.example.com/v1\" | \"\" | endpoint-required",
                "https://vllm.example.com | http://bedrockselfhostedmodel.com | endpoint-required",
                "https://vllm.example.com | ftp://vllm.example.com | endpoint-invalid",
                "https://vllm.example.com | http://169.254.169.254 | endpoint-forbidden"
            })
    void aModelThatDoesNotFitIsListedWithItsChoicesAndTheRestIsImported(String value, String other, String code) {
        gitlab.respond("aiSelfHostedModels", FakeGitLab.MODELS.replace(value, other));
        gitlab.respond(
                "aiFeatureSettings",
                FakeGitLab.FEATURES
                        .replace("DUO_AGENT_PLATFORM", "CODE_GENERATIONS")
                        .replace(
                                "\"CODE_GENERATIONS\", \"provider\": \"VENDORED\"",
                                "\"CODE_COMPLETIONS\", \"provider\": \"DISABLED\""));

        var dry = run("?dry_run=true");
        var imported = run();
        var revision = Documents.revision();
        var again = run();

        assertThat(imported.statusCode()).as(imported.asString()).isEqualTo(200);
        assertThat(json(imported.asString())).isEqualTo(json(dry.asString()));
        assertThat(imported.jsonPath().getList("ignored_models.name")).containsExactly("Mixtral");
        assertThat(imported.jsonPath().getList("ignored_models.code")).containsExactly(code);
        assertThat(imported.jsonPath().getString("ignored_models[0].detail")).isNotBlank();
        assertThat(imported.jsonPath().getList("ignored_models[0].features")).containsExactly("duo_chat");
        assertThat(imported.jsonPath().getList("ignored_features")).contains("duo_chat");
        assertThat(imported.jsonPath().getList("api_keys_to_set")).isEmpty();
        assertThat(Documents.exported().path("models").findValuesAsText("name")).containsExactly("Claude");
        assertThat(Documents.exported().path("features").findValuesAsText("feature"))
                .containsExactly("duo_chat_write_tests", "code_generations", "code_completions");
        assertThat(Documents.revision()).isEqualTo(revision);
        assertThat(again.jsonPath().getList("ignored_models.name")).containsExactly("Mixtral");
    }

    @Test
    void severalModelsThatDoNotFitAreListedWithAllReasons() {
        gitlab.respond("aiSelfHostedModels", """
                {"data": {"aiSelfHostedModels": {"nodes": [
                  {"name": null, "model": "MIXTRAL", "endpoint": "https://a.example.com/v1", "identifier": "a"},
                  {"name": "Wrong", "model": "NOTHING", "endpoint": null, "identifier": "openai/"},
                  {"name": "Fits", "model": "MIXTRAL", "endpoint": "https://a.example.com/v1", "identifier": "a",
                   "hasApiToken": true},
                  {"name": " Fits ", "model": "MIXTRAL", "endpoint": "https://a.example.com/v1", "identifier": "b"},
                  {"name": "Be\\u202elow", "model": "MIXTRAL", "endpoint": "https://a.example.com/v1", "identifier": "a"},
                  {"name": "%s", "model": "MIXTRAL", "endpoint": "https://a.example.com/v1", "identifier": "a"}],
                  "pageInfo": {"hasNextPage": false, "endCursor": null}}}}""".formatted("x".repeat(256)));

        var imported = run();

        assertThat(imported.statusCode()).as(imported.asString()).isEqualTo(200);
        assertThat(imported.jsonPath().getList("ignored_models.name"))
                .containsExactly(null, "Wrong", "Fits", "Be?low", "x".repeat(255) + "...");
        assertThat(imported.jsonPath().getList("ignored_models.code"))
                .containsExactly("required", "family-unknown", "duplicate-name", "invalid-characters", "too-long");
        assertThat(imported.jsonPath().getString("ignored_models[1].detail"))
                .contains("family is unknown", "identifier must be");
        assertThat(imported.jsonPath().getList("api_keys_to_set")).containsExactly("Fits");
        assertThat(Documents.exported().at("/models/0/identifier").asText()).isEqualTo("custom_openai/a");
    }

    @Test
    void aStoredModelStaysIfTheOneOfGitLabWithItsNameDoesNotFit() {
        run().then().statusCode(200);
        giveMixtralAKey();
        var before = Documents.exported();
        gitlab.respond("aiSelfHostedModels", FakeGitLab.MODELS.replace("custom_openai/", "/"));

        var imported = run();

        assertThat(imported.jsonPath().getList("ignored_models.name")).containsExactly("Mixtral");
        assertThat(imported.jsonPath().getList("ignored_models[0].features")).containsExactly("duo_chat");
        assertThat(Documents.exported()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\0',
            delimiter = '|',
            value = {
                "{\"feature\": \"DUO_CHAT\", \"provider\": \"SELF_HOSTED\", \"selfHostedModel\": null} | duo_chat",
                "{\"feature\": \"DUO_CHAT\", \"provider\": \"SELF_HOSTED\", \"selfHostedModel\": {\"name\": \"Gone\"}} | duo_chat",
                "{\"feature\": \"BRAND_NEW\", \"provider\": \"DISABLED\"} | brand_new",
                "{\"feature\": \"DUO_CHAT\", \"provider\": \"BRAND_NEW\"} | duo_chat",
                "{\"feature\": \"DUO_CHAT\", \"provider\": \"SELF_HOSTED\", \"selfHostedModel\": {\"name\": \"Llama\"}} | duo_chat",
                "{\"feature\": null, \"provider\": \"DISABLED\"} | "
            })
    void aChoiceThatDoesNotFitIsListedAndTheRestIsImported(String choice, @Nullable String ignored) {
        gitlab.respond("aiSelfHostedModels", page("Llama", false, "").replace("CLAUDE_3", "CODEGEMMA"));
        gitlab.respond("aiFeatureSettings", """
                {"data": {"aiFeatureSettings": {"nodes": [%s, {"feature": "CODE_COMPLETIONS", "provider": "DISABLED"}],
                 "pageInfo": {"hasNextPage": false, "endCursor": null}}}}""".formatted(choice));

        var imported = run();

        assertThat(imported.statusCode()).as(imported.asString()).isEqualTo(200);
        assertThat(imported.jsonPath().getList("ignored_features"))
                .isEqualTo(ignored == null ? List.of() : List.of(ignored));
        assertThat(imported.jsonPath().getList("ignored_models")).isEmpty();
        assertThat(Documents.exported().path("features").findValuesAsText("feature"))
                .containsExactly("code_completions");
    }

    @ParameterizedTest
    @CsvSource({
        "Mixtral-8x7B, custom_openai/Mixtral-8x7B",
        "' Mixtral-8x7B ', custom_openai/Mixtral-8x7B",
        "gpt-oss:20b, custom_openai/gpt-oss:20b",
        "mistralai/Mixtral, mistralai/Mixtral",
        "custom_openai/org/m, custom_openai/org/m",
        "azure/gpt, azure/gpt"
    })
    void anIdentifierWithoutASlashIsCompleted(String identifier, @Nullable String stored) {
        gitlab.respond("aiSelfHostedModels", FakeGitLab.MODELS.replace("custom_openai/mixtral", identifier));

        var imported = run();

        assertThat(imported.statusCode()).as(imported.asString()).isEqualTo(200);
        assertThat(imported.jsonPath().getList("ignored_models")).hasSize(stored == null ? 1 : 0);
        if (stored != null) {
            assertThat(Documents.exported().at("/models/1/identifier").asText()).isEqualTo(stored);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://bedrockselfhostedmodel.com, ",
        "http://bedrockselfhostedmodel.com/, ",
        "https://BedrockSelfHostedModel.com:443/v1, ",
        "' ', ",
        "https://bedrock.example.com, https://bedrock.example.com"
    })
    void thePlaceholderOfGitLabForBedrockIsNoEndpoint(String endpoint, @Nullable String stored) {
        gitlab.respond(
                "aiSelfHostedModels",
                FakeGitLab.MODELS.replace("\"endpoint\": null", "\"endpoint\": \"" + endpoint + "\""));

        run().then().statusCode(200);

        assertThat(Documents.exported().at("/models/0/endpoint").asText(null)).isEqualTo(stored);
    }

    @Test
    void aModelThatGitLabRenamedKeepsItsKeyHere() {
        run().then().statusCode(200);
        giveMixtralAKey();
        gitlab.respond("aiSelfHostedModels", FakeGitLab.MODELS.replace("Mixtral", "Mixtral 2"));
        gitlab.respond("aiFeatureSettings", FakeGitLab.FEATURES.replace("Mixtral", "Mixtral 2"));

        var renamed = run();

        assertThat(renamed.jsonPath().getList("plan.models.update.name")).containsExactly("Mixtral");
        assertThat(renamed.jsonPath().getList("api_keys_to_set")).isEmpty();
        assertThat(Documents.exported().at("/models/1/has_api_key").asBoolean()).isTrue();
    }

    @Test
    void aKeyThatIsKeptForAnotherModelOfTheSameServerCausesAWarningThatNamesTheModel() {
        run().then().statusCode(200);
        giveMixtralAKey();
        gitlab.respond("aiSelfHostedModels", FakeGitLab.MODELS.replace("custom_openai/mixtral", "custom_openai/other"));

        var imported = run();

        assertThat(imported.jsonPath().getList("plan.warnings.code")).containsExactly("api_key_for_another_model");
        assertThat(imported.jsonPath().getString("plan.warnings[0].detail")).startsWith("The model 'Mixtral': ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"nowhere", "ftp://aigw.example.com", "http://169.254.169.254", "https://a:b@aigw.example.com"})
    void aGatewayThatCannotBeUsedIsListedAndTheRestIsImported(String url) {
        gitlab.respond("duoSettings", "{\"data\": {\"duoSettings\": {\"aiGatewayUrl\": \"" + url + "\"}}}");

        var imported = run();

        assertThat(gatewayWarnings(imported)).containsExactly("gateway_not_adopted");
        assertThat(Documents.exported().at("/gateway/url").isNull()).isTrue();
        assertThat(Documents.exported().path("models")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "duoSettings | {\"data\": {\"duoSettings\": null}}",
                "duoSettings | {\"data\": {\"duoSettings\": {}}}",
                "aiSelfHostedModels | {\"data\": {\"aiSelfHostedModels\": {\"nodes\": []}}}",
                "aiSelfHostedModels | {\"data\": {\"aiSelfHostedModels\": {\"nodes\": [], \"pageInfo\": {\"hasNextPage\": true}}}}",
                "aiFeatureSettings | {\"data\": {\"aiFeatureSettings\": {\"nodes\": [], \"pageInfo\": {\"hasNextPage\": null}}}}",
                "aiFeatureSettings | {\"data\": {\"aiFeatureSettings\": null}}"
            })
    void anIncompleteResponseRemovesNothing(String field, String response) {
        run().then().statusCode(200);
        var before = Documents.exported();
        gitlab.respond(field, response);

        var refused = run();

        assertProblem(refused, 502, "gitlab-failed");
        assertThat(refused.jsonPath().getString("detail")).contains("lacks " + field);
        assertThat(Documents.exported()).isEqualTo(before);
    }

    @Test
    void aPlanIsAppliedOnlyIfNothingChangedSince() {
        var tag = run("?dry_run=true").header("ETag");
        Api.as("admin")
                .body("{\"request_timeout_seconds\": 120}")
                .patch("/gateway")
                .then()
                .statusCode(200);

        var late = Api.as("admin")
                .header("If-Match", tag)
                .body(request(gitlab.url()))
                .post("/configuration/imports/gitlab");

        assertProblem(late, 412, "precondition-failed");
    }

    @Test
    void everyPageIsRead() {
        gitlab.respond("aiSelfHostedModels", page("First", true, "AAA"));
        gitlab.respondAfter("aiSelfHostedModels", "AAA", page("Second", true, "BBB"));
        gitlab.respondAfter("aiSelfHostedModels", "BBB", page("Third", false, "CCC"));
        gitlab.respond("aiFeatureSettings", """
                {"data": {"aiFeatureSettings": {"nodes": [], "pageInfo": {"hasNextPage": false, "endCursor": null}}}}""");

        run().then().statusCode(200);

        assertThat(Api.as("viewer").get("/models").jsonPath().getList("name", String.class))
                .containsExactlyInAnyOrder("First", "Second", "Third");
    }

    @Test
    void anEndlessListIsAbandoned() {
        gitlab.respond("aiSelfHostedModels", page("Same", true, "AAA"));

        var response = run();

        assertThat(response.statusCode()).isIn(502, 504);
        assertThat(response.jsonPath().getString("code")).isIn("gitlab-failed", "gitlab-timeout");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\0',
            delimiter = '|',
            value = {
                "aiSelfHostedModels | {}",
                "aiSelfHostedModels | []",
                "aiSelfHostedModels | null",
                "aiSelfHostedModels | {\"name\":\"a\"}",
                "aiFeatureSettings | {}",
                "aiFeatureSettings | {\"feature\":\"DUO_CHAT\",\"provider\":\"DISABLED\"}"
            })
    void aListOfManySmallEntriesIsAbandonedAtItsFirstPage(String field, String entry) {
        var entries = String.join(",", Collections.nCopies(1_000_000 / (entry.length() + 1), entry));
        gitlab.respond(field, """
                {"data": {"%s": {"nodes": [%s], "pageInfo": {"hasNextPage": true, "endCursor": "A"}}}}""".formatted(field, entries));

        var refused = run();

        assertProblem(refused, 502, "gitlab-failed");
        assertThat(refused.jsonPath().getString("detail")).contains("more than");
        assertThat(requests(field)).isEqualTo(1);
        assertThat(Documents.exported().path("models")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"aiSelfHostedModels, 10000, 5", "aiFeatureSettings, 1000, 1"})
    void theEntriesOfAllPagesTogetherAreLimited(String field, int limit, int pages) {
        var entries = String.join(",", Collections.nCopies(limit / pages, "{}"));
        gitlab.respond(field, """
                {"data": {"%s": {"nodes": [%s], "pageInfo": {"hasNextPage": true, "endCursor": "A"}}}}""".formatted(field, entries));

        var refused = run();

        assertProblem(refused, 502, "gitlab-failed");
        assertThat(refused.jsonPath().getString("detail"))
                .isEqualTo("GitLab's list of " + field + " has more than " + limit + " entries.");
        assertThat(requests(field)).isEqualTo(pages + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nodes", "ignored"})
    void theResponsesOfAllPagesTogetherAreLimited(String place) {
        var text = "\"" + "x".repeat(1_000_000) + "\"";
        gitlab.respond("aiSelfHostedModels", """
                {"data": {"aiSelfHostedModels": {"nodes": [%s], "ignored": %s,
                 "pageInfo": {"hasNextPage": true, "endCursor": "A"}}}}""".formatted(
                        place.equals("nodes") ? text : "", place.equals("ignored") ? text : "0"));

        var refused = run();

        assertProblem(refused, 502, "gitlab-failed");
        assertThat(refused.jsonPath().getString("detail"))
                .isEqualTo("GitLab's responses are larger than 4194304 characters together.");
        assertThat(requests("aiSelfHostedModels")).isEqualTo(5);
    }

    @Test
    void aTextThatDoesNotFitIntoAResponseIsRefused() {
        gitlab.respond("aiSelfHostedModels", page("x".repeat(1_048_576), false, ""));

        var refused = run();

        assertProblem(refused, 502, "gitlab-failed");
        assertThat(refused.jsonPath().getString("detail")).contains("larger than 1048576 bytes");
    }

    @ParameterizedTest
    @CsvSource({
        "name, 'Model %s', false",
        "name, 'Model %s', true",
        "endpoint, https://%s.example.com/v1, false",
        "endpoint, https://vllm.example.com/%s, true",
        "identifier, custom_openai/%s, false",
        "identifier, custom_openai/%s, true"
    })
    void aValueWithTheTokenInItIsNotStored(String property, String value, boolean disguised) {
        var token = disguised ? Base64.getUrlEncoder().encodeToString(TOKEN.getBytes(UTF_8)) : TOKEN;
        var model = new LinkedHashMap<>(Map.of(
                "name",
                "Mixtral",
                "model",
                "MIXTRAL",
                "endpoint",
                "https://vllm.example.com/v1",
                "identifier",
                "custom_openai/mixtral"));
        model.put(property, value.formatted(token));
        gitlab.respond("aiSelfHostedModels", """
                {"data": {"aiSelfHostedModels": {"nodes": [%s], "pageInfo": {"hasNextPage": false}}}}""".formatted(MAPPER.valueToTree(model)));

        var refused = run();

        assertProblem(refused, 502, "gitlab-failed");
        assertThat(refused.asString())
                .contains("GitLab's response has a " + property + " that contains the token.")
                .doesNotContain(token);
        assertThat(Documents.exported().path("models")).isEmpty();
    }

    @Test
    void aFifthImportAtOnceIsRefusedAtOnceAndEverythingElseGoesOn() throws Exception {
        var arrived = new CountDownLatch(4);
        var released = new CountDownLatch(1);
        gitlab.beforeEachResponse(() -> {
            arrived.countDown();
            await(released);
        });
        var running = IntStream.range(0, 4)
                .mapToObj(number -> CompletableFuture.supplyAsync(() -> run("?dry_run=true"), callers))
                .toList();
        assertThat(arrived.await(30, TimeUnit.SECONDS)).isTrue();

        var refused = List.of(run(), run("?dry_run=true"), post("{}"), post(request("nowhere")));
        var others = List.of(
                Api.as("admin").post("/subscription/sync"),
                Api.as("admin").post("/gateway/check"),
                Api.as("viewer").get("/models"));
        released.countDown();

        assertThat(refused).allSatisfy(response -> {
            assertProblem(response, 429, "rate-limited");
            assertThat(response.header("Retry-After")).matches("[1-9][0-9]*");
        });
        assertThat(others)
                .allSatisfy(response -> assertThat(response.statusCode()).isEqualTo(200));
        assertThat(gitlab.server().findAll(postRequestedFor(urlEqualTo("/api/graphql"))))
                .hasSizeGreaterThanOrEqualTo(4);
        for (var response : running) {
            assertThat(response.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        }
        assertThat(run().statusCode()).isEqualTo(200);
    }

    @Test
    void theTokenIsSentToGraphQlAndNeverShown() {
        try (var log = new LogLines(GitLabImports.class)) {
            var responses = List.of(run(), run("?dry_run=true"));
            gitlab.respondAlways(aResponse().withBody("{\"errors\": [{\"message\": \"bad token " + TOKEN + "\"}]}"));
            var echo = run();

            assertThat(responses)
                    .allSatisfy(response -> assertThat(response.asString()).doesNotContain(TOKEN));
            assertProblem(echo, 502, "gitlab-failed");
            assertThat(echo.asString()).contains("bad token").doesNotContain(TOKEN);
            assertThat(log.lines().toString()).doesNotContain(TOKEN);
        }
        gitlab.server()
                .verify(postRequestedFor(urlEqualTo("/api/graphql"))
                        .withHeader("Authorization", equalTo("Bearer " + TOKEN)));
        assertThat(Database.rows("select t::text as row from audit_event t").toString())
                .doesNotContain(TOKEN);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 302, 500, 503})
    void anUnsuccessfulStatusIsAFailure(int status) {
        gitlab.respondAlways(aResponse()
                .withStatus(status)
                .withHeader("WWW-Authenticate", "Bearer error=\"" + TOKEN + "\"")
                .withHeader("Location", gitlab.url() + "/" + TOKEN)
                .withBody("{\"message\": \"" + TOKEN + "\"}"));

        var response = run();

        assertProblem(response, 502, "gitlab-failed");
        assertThat(response.jsonPath().getString("detail")).contains(Integer.toString(status));
        assertThat(response.headers() + response.asString()).doesNotContain(TOKEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "<html>",
                "[]",
                "null",
                "{}",
                "{\"data\": null}",
                "{\"data\": {\"aiSelfHostedModels\": null}}",
                "{\"data\": {\"aiSelfHostedModels\": {\"nodes\": 7}}}",
                "{\"data\": {\"aiSelfHostedModels\": {\"nodes\": [{\"name\": {}}]}}}",
                "{\"data\": null, \"errors\": [{\"message\": \"Field 'aiSelfHostedModels' doesn't exist\"}]}",
                "{\"data\": null, \"errors\": \"no\"}"
            })
    void anUnexpectedResponseIsAFailure(String body) {
        gitlab.respondAlways(aResponse().withBody(body));

        assertProblem(run(), 502, "gitlab-failed");
        assertThat(Documents.exported().path("models")).isEmpty();
    }

    @Test
    void aBrokenConnectionIsAFailure() {
        gitlab.respondAlways(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));

        assertProblem(run(), 502, "gitlab-failed");
    }

    @Test
    void aGitLabThatIsTooSlowTimesOut() {
        gitlab.respondAlways(aResponse().withFixedDelay(20_000).withBody(FakeGitLab.MODELS));

        assertProblem(run(), 504, "gitlab-timeout");
    }

    @Test
    void aForbiddenAddressIsNotContacted() {
        Api.as("admin")
                .body("{\"outbound_allowlist\": []}")
                .patch("/gateway")
                .then()
                .statusCode(200);

        assertInvalid(run()).containsExactly("/url url-forbidden");
        gitlab.server().verify(0, postRequestedFor(urlEqualTo("/api/graphql")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://169.254.169.254", "http://169.254.169.254/latest"})
    void aMetadataAddressIsNotContacted(String url) {
        assertInvalid(post(request(url))).containsExactly("/url url-forbidden");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nowhere",
                "ftp://a",
                "http://",
                "https://gitlab.example.com?private_token=a",
                "https://gitlab.example.com/gitlab/?",
                "https://gitlab.example.com/#admin"
            })
    void anInvalidUrlIsRefused(String url) {
        assertInvalid(post(request(url))).containsExactly("/url url-invalid");
    }

    @Test
    void theErrorNamesTheRuleThatTheUrlBreaks() {
        var response = post(request("https://gitlab.example.com?private_token=a"));

        assertThat(response.jsonPath().getString("errors[0].detail"))
                .isEqualTo("A query (? and what follows) is not allowed.");
    }

    @Test
    void urlAndTokenAreRequired() {
        assertInvalid(post("{}")).containsExactly("/url required", "/token required");
        assertInvalid(post("{\"url\": \"https://a.example.com\", \"token\": \"a\\nb\"}"))
                .containsExactly("/token invalid-characters");
    }

    private int requests(String field) {
        return gitlab.server()
                .findAll(postRequestedFor(urlEqualTo("/api/graphql"))
                        .withRequestBody(matchingJsonPath("$.query", containing(field))))
                .size();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void giveMixtralAKey() {
        var id = Api.as("viewer")
                .queryParam("search", "Mixtral")
                .get("/models")
                .jsonPath()
                .getLong("[0].id");
        Api.as("admin")
                .body("{\"api_key\": \"sk-1\"}")
                .patch("/models/" + id)
                .then()
                .statusCode(200);
    }

    private Response run() {
        return run("");
    }

    private Response run(String query) {
        return Api.as("admin")
                .header("X-Request-Id", "the-import")
                .body(request(gitlab.url()))
                .post("/configuration/imports/gitlab" + query);
    }

    private static Response post(String body) {
        return Api.as("admin").body(body).post("/configuration/imports/gitlab");
    }

    private static String request(String url) {
        return "{\"url\": \"" + url + "\", \"token\": \"" + TOKEN + "\"}";
    }

    private static String page(String name, boolean more, String cursor) {
        return """
                {"data": {"aiSelfHostedModels": {"nodes": [
                  {"name": "%s", "model": "CLAUDE_3", "endpoint": null, "identifier": "bedrock/claude", "hasApiToken": false}],
                  "pageInfo": {"hasNextPage": %s, "endCursor": "%s"}}}}""".formatted(name, more, cursor);
    }
}
