package dev.duoconfig.model;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.duoconfig.testkit.Problems.assertInvalid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

/** The rules of each platform of the catalogue 19.4 for the endpoint, the API key, and the IAM role of a model. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class ModelPlatformTest {

    private static final String ROLE = "arn:aws:iam::123456789012:role/duo";
    private static final String CLAUDE = "bedrock/us.anthropic.claude-sonnet-4-20250514-v1:0";
    private static final String CLAUDE_ON_VERTEX = "vertex_ai/claude-sonnet-4-6@default";

    @BeforeEach
    void entitle() {
        Api.entitled();
    }

    @ParameterizedTest
    @CsvSource({
        "custom_openai/Mixtral-8x7B-Instruct-v0.1, vllm, https://vllm.example.com:8000/v1",
        "azure/gpt-4o, azure_openai, https://example.openai.azure.com",
        "openai/gpt-5.1, openai, https://api.openai.com/v1",
        "anthropic/claude-sonnet-4-6, anthropic, https://api.anthropic.com",
        "bedrock_mantle/openai.gpt-oss-120b, bedrock_mantle, https://bedrock-mantle.us-east-1.api.aws/v1"
    })
    void aPlatformWithAnEndpointRequiresOneAndTakesAKey(String identifier, String platform, String endpoint) {
        var without = post(identifier, null, "sk-1", null);
        var with = post(identifier, endpoint, "sk-1", null);

        assertInvalid(without).containsExactly("/endpoint endpoint-required");
        with.then()
                .statusCode(201)
                .body("platform", is(platform))
                .body("endpoint", is(endpoint))
                .body("has_api_key", is(true))
                .body("warnings", empty());
    }

    @ParameterizedTest
    @CsvSource({
        "groq/llama-3.3-70b-versatile, https://api.groq.com/openai/v1",
        "together_ai/mistralai/Mixtral-8x7B-Instruct-v0.1, https://api.together.xyz/v1",
        "ollama_chat/codestral:22b, http://ollama.example.com:11434",
        "Custom_OpenAI/mixtral, https://vllm.example.com/v1"
    })
    void anyOtherPrefixIsAcceptedWithAWarning(String identifier, String endpoint) {
        var without = post(identifier, null, null, null);
        var with = post(identifier, endpoint, "sk-1", null);

        assertInvalid(without).containsExactly("/endpoint endpoint-required");
        with.then()
                .statusCode(201)
                .body("platform", is("other"))
                .body("has_api_key", is(true))
                .body("warnings.code", contains("identifier_prefix_uncommon"))
                .body("warnings.field", contains("identifier"));
    }

    @Test
    void anUncommonPrefixIsAlsoReportedWithTheResolutionAndInDiagnostics() {
        var id = SampleModels.id(post("groq/mixtral", "https://api.groq.com/openai/v1", null, null));
        serveChat(id);

        Api.as("resolver")
                .get("/features/duo_chat/effective-model")
                .then()
                .body("status", is("ready"))
                .body("warnings.code", contains("identifier_prefix_uncommon"));
        Api.as("admin")
                .get("/diagnostics")
                .then()
                .body("find { it.code == 'identifier_prefix_uncommon' }.severity", is("warning"))
                .body("find { it.code == 'identifier_prefix_uncommon' }.subject", is("/models/" + id));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mixtral", "openai", "openai/", "/gpt", "vertex_ai/ "})
    void anIdentifierHasAPrefixAndAName(String identifier) {
        assertInvalid(post(identifier, "https://ai.example.com/v1", null, null))
                .containsExactly("/identifier identifier-prefix-unknown");
    }

    @Test
    void vertexAiHasNeitherAnEndpointNorAKey() {
        post(CLAUDE_ON_VERTEX, null, null, null)
                .then()
                .statusCode(201)
                .body("platform", is("vertex_ai"))
                .body("endpoint", nullValue())
                .body("warnings", empty());

        assertInvalid(post(CLAUDE_ON_VERTEX, "https://ai.example.com", null, null))
                .containsExactly("/endpoint endpoint-not-allowed");
        assertInvalid(post(CLAUDE_ON_VERTEX, null, "sk-1", null)).containsExactly("/api_key api-key-not-allowed");
        assertInvalid(post(CLAUDE_ON_VERTEX, "https://ai.example.com", "sk-1", ROLE))
                .containsExactlyInAnyOrder(
                        "/endpoint endpoint-not-allowed",
                        "/api_key api-key-not-allowed",
                        "/iam_role iam-role-not-allowed");
    }

    @Test
    void aModelThatMovesToVertexAiGivesUpItsEndpointAndItsKey() {
        var id = SampleModels.id(post("custom_openai/mixtral", "https://vllm.example.com/v1", "sk-1", null));

        var keepsBoth = patch(id, "{\"identifier\": \"" + CLAUDE_ON_VERTEX + "\"}");
        var keepsNone =
                patch(id, "{\"identifier\": \"" + CLAUDE_ON_VERTEX + "\", \"endpoint\": null, \"api_key\": null}");

        assertInvalid(keepsBoth)
                .containsExactlyInAnyOrder("/endpoint endpoint-not-allowed", "/api_key api-key-not-allowed");
        keepsNone.then().statusCode(200).body("platform", is("vertex_ai")).body("has_api_key", is(false));
    }

    @Test
    void bedrockTakesAnEndpointAndAKeyThatItDoesNotNeed() {
        post(CLAUDE, "https://bedrock.example.com", "sk-1", null)
                .then()
                .statusCode(201)
                .body("platform", is("bedrock"))
                .body("has_api_key", is(true))
                .body("warnings.code", contains("endpoint_not_needed", "api_key_not_needed"))
                .body("warnings.field", contains("endpoint", "api_key"));
        var id = SampleModels.id(post(CLAUDE, null, "sk-1", null));

        patch(id, "{\"api_key\": null}").then().statusCode(200).body("warnings", empty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:iam::123456789012:role/duo",
                "arn:aws:iam::123456789012:role/service/duo/Gateway_1+=,.@-x",
                "arn:aws-cn:iam::123456789012:role/duo",
                "arn:aws-us-gov:iam::123456789012:role/duo",
                " arn:aws:iam::123456789012:role/duo\n"
            })
    void anIamRoleIsAnArn(String role) {
        post(CLAUDE, null, null, role)
                .then()
                .statusCode(201)
                .body("iam_role", is(role.strip()))
                .body("warnings", empty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "duo",
                "arn:aws:iam::12345678901:role/duo",
                "arn:aws:iam::123456789012:user/duo",
                "arn:aws:iam::123456789012:role/",
                "arn:aws:iam::123456789012:role/a b",
                "arn:aws:iam::123456789012:role/path/",
                "arn:aws:sts::123456789012:assumed-role/duo/session",
                "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc",
                "ARN:AWS:IAM::123456789012:ROLE/duo",
                "arn:aws:iam::123456789012:role/du\u00f6"
            })
    void anythingElseIsNoIamRole(String role) {
        assertInvalid(post(CLAUDE, null, null, role)).containsExactly("/iam_role iam-role-invalid");
    }

    @Test
    void anIamRoleHasAtMost2048Characters() {
        var path = "arn:aws:iam::123456789012:role/";

        assertThat(post(CLAUDE, null, null, path + "r".repeat(2048 - path.length()))
                        .statusCode())
                .isEqualTo(201);
        assertInvalid(post(CLAUDE, null, null, path + "r".repeat(2049 - path.length())))
                .contains("/iam_role iam-role-invalid");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "custom_openai/m",
                "azure/m",
                "openai/m",
                "anthropic/m",
                "bedrock_mantle/m",
                "groq/m",
                "vertex_ai/m"
            })
    void anIamRoleIsForBedrockOnly(String identifier) {
        var endpoint = identifier.startsWith("vertex_ai/") ? null : "https://ai.example.com/v1";

        assertInvalid(post(identifier, endpoint, null, ROLE)).containsExactly("/iam_role iam-role-not-allowed");
    }

    @Test
    void anIamRoleAndAKeyExcludeEachOtherAlsoIfOneOfThemIsStored() {
        var withKey = SampleModels.id(post(CLAUDE, null, "sk-1", null));
        var withRole = SampleModels.id(post(CLAUDE, null, null, ROLE));

        assertInvalid(post(CLAUDE, null, "sk-1", ROLE)).containsExactly("/iam_role iam-role-not-allowed");
        assertInvalid(patch(withKey, "{\"iam_role\": \"" + ROLE + "\"}"))
                .containsExactly("/iam_role iam-role-not-allowed");
        assertInvalid(patch(withRole, "{\"api_key\": \"sk-1\"}")).containsExactly("/iam_role iam-role-not-allowed");
        patch(withKey, "{\"iam_role\": \"" + ROLE + "\", \"api_key\": null}")
                .then()
                .statusCode(200)
                .body("iam_role", is(ROLE))
                .body("has_api_key", is(false));
        patch(withRole, "{\"iam_role\": null, \"api_key\": \"sk-1\"}")
                .then()
                .statusCode(200)
                .body("iam_role", nullValue())
                .body("has_api_key", is(true));
    }

    @Test
    void aModelThatLeavesBedrockGivesUpItsIamRole() {
        var id = SampleModels.id(post(CLAUDE, null, null, ROLE));
        var moved = "{\"identifier\": \"openai/gpt-5.1\", \"endpoint\": \"https://api.openai.com/v1\"%s}";

        assertInvalid(patch(id, moved.formatted(""))).containsExactly("/iam_role iam-role-not-allowed");
        patch(id, moved.formatted(", \"iam_role\": null")).then().statusCode(200);
    }

    @Test
    void theIamRoleIsPartOfTheMetadataOnlyIfItIsSet() {
        var id = SampleModels.id(post(CLAUDE, null, null, ROLE));
        serveChat(id);

        Api.as("resolver")
                .get("/features/duo_chat/model-metadata")
                .then()
                .statusCode(200)
                .body("iam_role", is(ROLE))
                .body("identifier", is(CLAUDE))
                .body("api_key", nullValue());
        patch(id, "{\"iam_role\": null}").then().statusCode(200);
        var without = Api.as("resolver").get("/features/duo_chat/model-metadata");
        assertThat(without.statusCode()).isEqualTo(200);
        assertThat(without.jsonPath().getMap("")).doesNotContainKey("iam_role");
    }

    @Test
    void theIamRoleIsInDocumentsAndInWhatAPutSendsBack() {
        var id = SampleModels.id(post(CLAUDE, null, null, ROLE));

        var document = Api.as("admin").get("/configuration");
        var applied = Api.as("admin").body(document.asString()).put("/configuration");
        var read = Api.as("viewer").get("/models/" + id);
        var put = Api.as("admin").body(read.asString()).put("/models/" + id);

        assertThat(document.jsonPath().getList("models.iam_role")).containsExactly(ROLE);
        assertThat(applied.header("Config-Revision")).isEqualTo(document.header("Config-Revision"));
        put.then().statusCode(200).body("iam_role", is(ROLE));
        assertThat(put.header("Config-Revision")).isEqualTo(document.header("Config-Revision"));
    }

    @Test
    void aDocumentWithoutTheIamRoleRemovesIt() {
        SampleModels.id(post(CLAUDE, null, null, ROLE));

        var applied = Api.as("admin").body("""
                        {"gateway": {}, "features": [],
                         "models": [{"name": "Claude", "family": "claude_3", "identifier": "%s"}]}""".formatted(CLAUDE)).put("/configuration");

        applied.then()
                .statusCode(200)
                .body("models.update[0].before.iam_role", is(ROLE))
                .body("models.update[0].after.iam_role", nullValue());
    }

    @Test
    void theAuditTrailShowsTheIamRole() {
        var id = SampleModels.id(post(CLAUDE, null, null, null));

        patch(id, "{\"iam_role\": \"" + ROLE + "\"}").then().statusCode(200);

        assertThat(Database.rows("select before::json ->> 'iam_role' as before, after::json ->> 'iam_role' as after"
                                + " from audit_event where action = 'model.updated'")
                        .toString())
                .contains("null", ROLE);
    }

    @Test
    void aModelWithAnEndpointThatTheGatewayWouldIgnoreIsBlockedAndAnError() {
        var url = "https://vllm.example.com/";
        var longest = url + "p".repeat(255 - url.length() - 3) + "/v1";
        var id = SampleModels.id(post("custom_openai/mixtral", longest, null, null));
        serveChat(id);

        Api.as("resolver").get("/features/duo_chat/effective-model").then().body("status", is("ready"));
        patch(id, "{\"endpoint\": \"" + longest.replace("/v1", "p/v1") + "\"}")
                .then()
                .statusCode(200)
                .body("warnings.code", contains("endpoint_too_long_for_gateway"));

        Api.as("resolver")
                .get("/features/duo_chat/effective-model")
                .then()
                .body("status", is("blocked"))
                .body("reason", is("endpoint_too_long"))
                .body("model", nullValue());
        Api.as("resolver")
                .get("/features/duo_chat/model-metadata")
                .then()
                .statusCode(409)
                .body("code", is("feature-not-ready"));
        Api.as("admin")
                .get("/diagnostics")
                .then()
                .body("find { it.code == 'endpoint_too_long_for_gateway' }.severity", is("error"))
                .body("find { it.code == 'feature_blocked_endpoint_too_long' }.subject", is("/features/duo_chat"));
    }

    @Test
    void anEndpointThatIsTooLongIsAnErrorEvenIfNoFeatureUsesTheModel() {
        post("custom_openai/mixtral", "https://vllm.example.com/" + "p".repeat(300) + "/v1", null, null)
                .then()
                .statusCode(201);

        Api.as("admin")
                .get("/diagnostics")
                .then()
                .body("find { it.code == 'endpoint_too_long_for_gateway' }.severity", is("error"))
                .body("find { it.code == 'endpoint_too_long_for_gateway' }.remedy", not(nullValue()))
                .body("code", hasItem("endpoint_too_long_for_gateway"));
    }

    @ParameterizedTest
    @CsvSource({
        "openai, openai/gpt-5.1",
        "anthropic, anthropic/claude-sonnet-4-6",
        "other, groq/mixtral",
        "vllm, custom_openai/mixtral"
    })
    void modelsAreFoundByPlatform(String platform, String identifier) {
        for (var each : new String[] {"openai/gpt-5.1", "anthropic/claude-sonnet-4-6", "groq/mixtral"}) {
            post(each, "https://ai.example.com/v1", null, null).then().statusCode(201);
        }
        post("custom_openai/mixtral", "https://ai.example.com/v1", null, null)
                .then()
                .statusCode(201);

        Api.as("viewer")
                .queryParam("platform", platform)
                .get("/models")
                .then()
                .body("identifier", contains(identifier));
    }

    private static void serveChat(long id) {
        Api.as("admin").body("{\"url\": \"https://aigw.example.com\"}").patch("/gateway");
        Api.as("admin")
                .body("{\"model_id\": " + id + "}")
                .put("/features/duo_chat")
                .then()
                .statusCode(200);
    }

    private static Response patch(long id, String body) {
        return Api.as("admin").body(body).patch("/models/" + id);
    }

    private static Response post(
            String identifier, @Nullable String endpoint, @Nullable String apiKey, @Nullable String iamRole) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("name", apiKey == null && iamRole != null ? "Claude" : "Model " + System.nanoTime());
        body.put("family", "claude_3");
        body.put("identifier", identifier);
        body.put("endpoint", endpoint);
        body.put("api_key", apiKey);
        body.put("iam_role", iamRole);
        return SampleModels.post(body);
    }
}
