package dev.duoconfig.feature;

import dev.duoconfig.model.SampleModels;
import dev.duoconfig.testkit.Api;
import io.restassured.response.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.duoconfig.testkit.Problems.assertInvalid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

/** Platforms and IAM roles with the catalogues 18.2 and 18.9, which know neither the newer platforms nor the roles. */
abstract class PlatformsOfOldCatalogues {

    private static final String ROLE = "arn:aws:iam::123456789012:role/duo";

    @Test
    void thereAreThreePlatformsAndNoneHasAnIamRole() {
        Api.as("viewer")
                .get("/catalogue")
                .then()
                .body("platforms.id", contains("vllm", "azure_openai", "bedrock"))
                .body("platforms.prefix", contains("custom_openai/", "azure/", "bedrock/"))
                .body("platforms.endpoint", contains("required", "required", "none"))
                .body("platforms.api_key", contains("optional", "optional", "none"))
                .body("platforms.iam_role", everyItem(is(false)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "openai/gpt-5.1",
                "anthropic/claude-sonnet-4-6",
                "vertex_ai/claude-sonnet-4-6@default",
                "bedrock_mantle/openai.gpt-oss-120b",
                "groq/llama-3.3-70b-versatile",
                "Custom_OpenAI/mixtral"
            })
    void theNewerPlatformsAreUnknown(String identifier) {
        assertInvalid(post(identifier, null, null, null)).containsExactly("/identifier identifier-prefix-unknown");
    }

    @ParameterizedTest
    @CsvSource({"custom_openai/mixtral, vllm", "azure/gpt-4o, azure_openai"})
    void anEndpointIsRequired(String identifier, String platform) {
        assertInvalid(post(identifier, null, null, null)).containsExactly("/endpoint endpoint-required");
        post(identifier, "https://ai.example.com/v1", "sk-1", null)
                .then()
                .statusCode(201)
                .body("platform", is(platform))
                .body("has_api_key", is(true));
    }

    @Test
    void bedrockTakesAnEndpointAndAKeyThatItDoesNotNeed() {
        post("bedrock/claude", "https://bedrock.example.com", "sk-1", null)
                .then()
                .statusCode(201)
                .body("platform", is("bedrock"))
                .body("has_api_key", is(true))
                .body("iam_role", nullValue())
                .body("warnings.code", contains("endpoint_not_needed", "api_key_not_needed"));
    }

    @ParameterizedTest
    @CsvSource({
        "bedrock/claude, arn:aws:iam::123456789012:role/duo, iam-role-not-allowed",
        "bedrock/claude, not an arn, iam-role-invalid"
    })
    void anIamRoleIsRefused(String identifier, String role, String code) {
        var refused = post(identifier, null, null, role);

        assertInvalid(refused).containsExactly("/iam_role " + code);
        assertThat(post(identifier, null, null, ROLE).jsonPath().getString("errors[0].detail"))
                .contains("from version 19 on");
    }

    private static Response post(
            String identifier, @Nullable String endpoint, @Nullable String apiKey, @Nullable String iamRole) {
        var body = SampleModels.body("identifier", identifier);
        body.put("endpoint", endpoint);
        body.put("api_key", apiKey);
        body.put("iam_role", iamRole);
        return SampleModels.post(body);
    }
}
