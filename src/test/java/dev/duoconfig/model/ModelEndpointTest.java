package dev.duoconfig.model;

import java.util.Map;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
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

/** Validation of endpoints. Storing a model does not resolve or call its endpoint. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class ModelEndpointTest {

    @BeforeEach
    void entitle() {
        Api.entitled();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:8000/v1",
                "http://127.0.0.1:8000/v1",
                "http://[::1]:8000/v1",
                "http://10.1.2.3/v1",
                "http://192.168.0.7:8000/v1",
                "http://172.16.5.4/v1",
                "http://[fd00::7]/v1",
                "http://host.docker.internal:11434/v1",
                "https://does-not-exist.invalid/v1",
                "HTTPS://vllm.example.com/v1",
                "https://vllm.example.com/a%20path/v1"
            })
    void anyOtherHostIsAllowedAndStoredAsGiven(String endpoint) {
        var response = at(endpoint);

        assertThat(response.statusCode()).as(response.asString()).isEqualTo(201);
        assertThat(response.jsonPath().getString("endpoint")).isEqualToIgnoringCase(endpoint);
        assertThat(response.jsonPath().getList("warnings")).isEmpty();
    }

    @Test
    void whitespaceAroundAnEndpointIsRemoved() {
        var response = at("  https://vllm.example.com/v1\t\n");

        assertThat(response.jsonPath().getString("endpoint")).isEqualTo("https://vllm.example.com/v1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vllm.example.com/v1",
                "ftp://vllm.example.com/v1",
                "file:///etc/passwd",
                "javascript:alert(1)",
                "http://",
                "http:///v1",
                "http://vllm.example.com:0/v1",
                "http://vllm.example.com:65536/v1",
                "http://vllm.example.com:port/v1",
                "http://user@vllm.example.com/v1",
                "http://user:secret@vllm.example.com/v1",
                "http://@vllm.example.com/v1",
                "http://vllm.example.com/v1#models",
                "http://vllm.example.com/v1#",
                "http://vllm example.com/v1",
                "http://vllm.example.com/v1 v2",
                "http://vllm.example.com\\v1",
                "http://vllm.example.com/\r\nHost: evil",
                "http://caf\u00e9.example.com/v1",
                "http://vllm.example.com/\u202ev1",
                "http://[::1/v1",
                "http://999.1.1.1/v1",
                "\"http://vllm.example.com/v1\"",
                "'http://vllm.example.com/v1'",
                "`http://vllm.example.com/v1`",
                "<http://vllm.example.com/v1>",
                "http://vllm.example.com/v1'",
                "http://a.example.com/v1,http://b.example.com/v1",
                "http://a.example.com/v1, http://b.example.com/v1",
                "http://a.example.com/v1;http://b.example.com/v1",
                "http://vllm.example.com/v1,"
            })
    void anInvalidUrlIsRefused(String endpoint) {
        assertInvalid(at(endpoint)).containsExactly("/endpoint endpoint-invalid");
    }

    @Test
    void theRefusalDoesNotRepeatAPassword() {
        assertThat(at("http://user:hunter2@vllm.example.com/v1").asString()).doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/v1",
                "http://169.254.169.254:8000/v1",
                "http://169.254.1.2/v1",
                "http://[fe80::1]/v1",
                "http://[fe80::1%25eth0]/v1",
                "http://0xA9FEA9FE/v1",
                "http://0xa9.0xfe.0xa9.0xfe/v1",
                "http://2852039166/v1",
                "http://0251.0376.0251.0376/v1",
                "http://169.254.43518/v1",
                "http://169.16689662/v1",
                "http://169.254.169.254./v1",
                "http://[::ffff:169.254.169.254]/v1",
                "http://[::ffff:a9fe:a9fe]/v1",
                "http://[64:ff9b::a9fe:a9fe]/v1",
                "http://[2002:a9fe:a9fe::]/v1",
                "http://[0:0:0:0:0:ffff:a9fe:a9fe]/v1",
                "http://[fd00:ec2::254]/v1",
                "http://100.100.100.200/v1",
                "http://metadata.google.internal/v1",
                "http://METADATA.Google.Internal./v1"
            })
    void linkLocalAndMetadataAddressesAreRefusedInAnyNotation(String endpoint) {
        assertInvalid(at(endpoint)).containsExactly("/endpoint endpoint-forbidden");
    }

    @Test
    void anEndpointOver255CharactersIsStoredWithAWarning() {
        assertThat(at(ofLength(255)).jsonPath().getList("warnings.code")).isEmpty();
        var response = SampleModels.post(with("Other", ofLength(256)));

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.jsonPath().getList("warnings.code", String.class))
                .containsExactly("endpoint_too_long_for_gateway");
        assertThat(response.jsonPath().getList("warnings.field", String.class)).containsExactly("endpoint");
    }

    @Test
    void anEndpointHasAtMost2048Characters() {
        var longest = at(ofLength(2048));

        assertThat(longest.statusCode()).isEqualTo(201);
        assertThat(longest.jsonPath().getString("endpoint")).isEqualTo(ofLength(2048));
        assertInvalid(SampleModels.post(with("Other", ofLength(2049)))).containsExactly("/endpoint endpoint-invalid");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://vllm.example.com", "https://vllm.example.com/api", "https://vllm.example.com/?a=/v1"})
    void aVllmEndpointWithoutV1IsStoredWithAWarning(String endpoint) {
        var response = at(endpoint);

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.jsonPath().getList("warnings.code", String.class)).contains("endpoint_without_v1");
    }

    @ParameterizedTest
    @CsvSource({
        "custom_openai/m, /v1/chat/completions, /v1",
        "custom_openai/m, /v1/embeddings/, /v1",
        "custom_openai/m, /v1/models, /v1",
        "custom_openai/m, /plan/v3/chat/completions?api-version=1, /plan/v3",
        "custom_openai/m, /api/generate, ''",
        "azure/m, /openai/v1, ''",
        "azure/m, /apim/openai, /apim",
        "azure/m, /openai/deployments/, ''",
        "azure/m, /openai/deployments/m/chat/completions?api-version=1, ''",
        "azure/m, /api/projects/p, ''"
    })
    void anEndpointThatGoesTooFarIsStoredWithAWarningThatNamesTheRightOne(
            String identifier, String path, String right) {
        var body = SampleModels.body("endpoint", "https://ai.example.com" + path);
        body.put("identifier", identifier);

        var warnings = SampleModels.post(body).jsonPath();

        assertThat(warnings.getString("warnings[0].code")).isEqualTo("endpoint_goes_too_far");
        assertThat(warnings.getString("warnings[0].field")).isEqualTo("endpoint");
        assertThat(warnings.getString("warnings[0].detail")).contains(" https://ai.example.com" + right + ".");
        assertThat(warnings.getList("warnings.code", String.class)).doesNotContain("endpoint_without_v1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://r.openai.azure.com/anything",
                "https://r.cognitiveservices.azure.com/openai",
                "https://r.services.ai.azure.com/models",
                "https://r.services.ai.azure.com/models/chat/completions?api-version=2024-05-01-preview",
                "https://r.openai.azure.us/v1",
                "https://r.openai.azure.com:443/openai/deployments"
            })
    void everyPathOfAnAzureResourceButADeploymentGoesTooFar(String endpoint) {
        var body = SampleModels.body("endpoint", endpoint);
        body.put("identifier", "azure/m");

        assertThat(SampleModels.post(body).jsonPath().getString("warnings[0].code"))
                .isEqualTo("endpoint_goes_too_far");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://r.openai.azure.com",
                "https://r.openai.azure.com/",
                "https://r.openai.azure.com?api-version=2024-10-21",
                "https://r.cognitiveservices.azure.com/openai/deployments/m",
                "https://apim.azure-api.net/my-ai"
            })
    void anAzureResourceOrDeploymentDoesNotGoTooFar(String endpoint) {
        var body = SampleModels.body("endpoint", endpoint);
        body.put("identifier", "azure/m");

        assertThat(SampleModels.post(body).jsonPath().getList("warnings.code", String.class))
                .doesNotContain("endpoint_goes_too_far");
    }

    @ParameterizedTest
    @CsvSource({
        "bedrock/arn:aws:bedrock:us-east-1:1:application-inference-profile/a, true",
        "bedrock/arn:aws:bedrock:us-east-1:1:inference-profile/us.anthropic.claude-3-7-sonnet-20250219-v1:0, false",
        "bedrock/arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-3-haiku-20240307-v1:0, false",
        "bedrock/arn:aws-cn:bedrock:cn-north-1:1:provisioned-model/a, true",
        "bedrock/arn:aws:bedrock:us-east-1:1:imported-model/a, true",
        "bedrock/ARN:aws:bedrock:us-east-1:1:custom-model-deployment/a, true",
        "bedrock/converse/arn:aws:bedrock:us-east-1:1:application-inference-profile/a, false",
        "bedrock/invoke/arn:aws:bedrock:us-east-1:1:application-inference-profile/a, false",
        "bedrock/anthropic.claude-3-5-sonnet-20241022-v2:0, false"
    })
    void anArnThatDoesNotNameTheModelIsStoredWithAWarningThatNamesTheApiToCall(String identifier, boolean warned) {
        var body = SampleModels.body("identifier", identifier);
        body.put("endpoint", null);

        var warnings = SampleModels.post(body).jsonPath();

        if (warned) {
            assertThat(warnings.getList("warnings.code", String.class))
                    .containsExactly("identifier_arn_without_converse");
            assertThat(warnings.getString("warnings[0].detail"))
                    .contains("bedrock/converse/" + identifier.substring("bedrock/".length()));
        } else {
            assertThat(warnings.getList("warnings")).isEmpty();
        }
    }

    @Test
    void aQueryIsStoredWithAWarningBecauseEveryViewerSeesIt() {
        var response = at("https://vllm.example.com/v1?tenant=7");

        assertThat(response.jsonPath().getString("endpoint")).isEqualTo("https://vllm.example.com/v1?tenant=7");
        assertThat(response.jsonPath().getList("warnings.code", String.class)).containsExactly("endpoint_with_query");
    }

    @Test
    void aBedrockEndpointIsStoredWithAWarning() {
        var body = SampleModels.body("identifier", "bedrock/anthropic.claude-3");

        assertThat(SampleModels.post(body).jsonPath().getList("warnings.code", String.class))
                .containsExactly("endpoint_not_needed");
    }

    @Test
    void anAzureEndpointWithoutV1HasNoWarning() {
        var body = SampleModels.body("identifier", "azure/gpt-35-turbo");
        body.put("endpoint", "https://azure.example.com");

        assertThat(SampleModels.post(body).jsonPath().getList("warnings")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"custom_openai/mixtral", "azure/mixtral"})
    void everyPlatformButBedrockRequiresAnEndpoint(String identifier) {
        var body = SampleModels.body("identifier", identifier);
        body.remove("endpoint");

        assertInvalid(SampleModels.post(body)).containsExactly("/endpoint endpoint-required");
        body.put("endpoint", null);
        assertInvalid(SampleModels.post(body)).containsExactly("/endpoint endpoint-required");
        body.put("endpoint", " ");
        assertInvalid(SampleModels.post(body)).containsExactly("/endpoint endpoint-required");
    }

    @Test
    void aBedrockModelHasNoEndpoint() {
        var body = SampleModels.body("identifier", "bedrock/apac.anthropic.claude-3-5-sonnet-20241022-v2:0");
        body.remove("endpoint");
        var id = SampleModels.id(SampleModels.post(body));

        var model = Api.as("viewer").get("/models/" + id).jsonPath();

        assertThat(model.getString("platform")).isEqualTo("bedrock");
        assertThat(model.<@Nullable String>get("endpoint")).isNull();
        assertThat(model.getList("warnings")).isEmpty();
    }

    @Test
    void aBlankBedrockEndpointIsStoredAsNull() {
        var body = SampleModels.body("identifier", "bedrock/mixtral");
        body.put("endpoint", "  ");

        assertThat(SampleModels.post(body).jsonPath().<@Nullable String>get("endpoint"))
                .isNull();
    }

    @Test
    void aModelThatMovesFromBedrockRequiresAnEndpoint() {
        var body = SampleModels.body("identifier", "bedrock/mixtral");
        body.put("endpoint", null);
        var path = "/models/" + SampleModels.id(SampleModels.post(body));

        var response =
                Api.as("admin").body("{\"identifier\": \"azure/mixtral\"}").patch(path);

        assertInvalid(response).containsExactly("/endpoint endpoint-required");
    }

    private static Response at(String endpoint) {
        return SampleModels.post(SampleModels.body("endpoint", endpoint));
    }

    private static Map<String, @Nullable Object> with(String name, String endpoint) {
        var body = SampleModels.body("name", name);
        body.put("endpoint", endpoint);
        return body;
    }

    private static String ofLength(int length) {
        var start = "https://vllm.example.com/";
        return start + "p".repeat(length - start.length() - "/v1".length()) + "/v1";
    }
}
