package dev.duoconfig.model;

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

/** Validation of identifiers, which name the platform and the model on it, and of model families. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class ModelIdentifierTest {

    @BeforeEach
    void entitle() {
        Api.entitled();
    }

    @ParameterizedTest
    @CsvSource({
        "custom_openai/Mixtral-8x7B-Instruct-v0.1, vllm",
        "custom_openai/mistralai/Mixtral-8x7B-Instruct-v0.1, vllm",
        "custom_openai//, vllm",
        "azure/gpt-35-turbo, azure_openai",
        "bedrock/apac.anthropic.claude-3-5-sonnet-20241022-v2:0, bedrock",
        "openai/gpt-4, openai",
        "anthropic/claude-sonnet-4-6, anthropic",
        "bedrock_mantle/openai.gpt-oss-120b, bedrock_mantle",
        "groq/llama-3.3-70b-versatile, other",
        "Custom_OpenAI/mixtral, other"
    })
    void thePrefixBeforeTheFirstSlashDeterminesThePlatform(String identifier, String platform) {
        var response = identified(identifier);

        assertThat(response.statusCode()).as(response.asString()).isEqualTo(201);
        assertThat(response.jsonPath().getString("platform")).isEqualTo(platform);
        assertThat(response.jsonPath().getString("identifier")).isEqualTo(identifier);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Mixtral-8x7B",
                "custom_openai",
                "custom_openai/",
                "custom_openai/ ",
                "azure/",
                "bedrock/",
                "/mixtral",
                "/",
                "custom_openai\\mixtral"
            })
    void aMissingPrefixOrAMissingNameIsRefused(String identifier) {
        assertInvalid(identified(identifier)).containsExactly("/identifier identifier-prefix-unknown");
    }

    @Test
    void whitespaceAroundAnIdentifierIsRemoved() {
        assertThat(identified(" bedrock/mixtral ").jsonPath().getString("identifier"))
                .isEqualTo("bedrock/mixtral");
    }

    @Test
    void anIdentifierHasAtMost255Characters() {
        assertThat(identified("bedrock/" + "i".repeat(247)).statusCode()).isEqualTo(201);
        assertInvalid(SampleModels.post(other("bedrock/" + "i".repeat(248)))).containsExactly("/identifier too-long");
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0x00, 0x0A, 0x1B, 0x7F, 0x200F, 0x202E, 0x20, 0xA0, 0xAD, 0x034F, 0x2003, 0x200B, 0x200D, 0x2800,
                0x3000, 0x3164, 0xFE0F, 0xFEFF, 0xE0061
            })
    void onlyVisibleCharactersAreAccepted(int character) {
        var hidden = Character.toString(character);

        assertInvalid(identified("bedrock/a" + hidden + "b")).containsExactly("/identifier invalid-characters");
        assertInvalid(identified("bedrock" + hidden + "/b")).containsExactly("/identifier invalid-characters");
    }

    @Test
    void theRefusalNamesTheCharacter() {
        var response = identified("custom_openai/Mixtral\u00a08x7B");

        assertInvalid(response).containsExactly("/identifier invalid-characters");
        assertThat(response.jsonPath().getString("errors[0].detail")).contains("U+00A0 (NO-BREAK SPACE). Remove it.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"custom_openai/mod\u00e8le", "custom_openai/\u6a21\u578b:latest", "custom_openai/a+b@c#d"})
    void anyVisibleCharacterIsAccepted(String identifier) {
        assertThat(identified(identifier).jsonPath().getString("identifier")).isEqualTo(identifier);
    }

    @Test
    void aStoredIdentifierStaysValid() {
        var id = SampleModels.create("Mixtral", "mixtral");
        Database.execute(
                "update model set identifier = 'custom_openai/my model' where id = " + id,
                "update configuration_state set revision = revision + 1");
        Api.refresh();

        var kept = Api.as("admin").body("{\"api_key\": \"sk-1\"}").patch("/models/" + id);
        var other = Api.as("admin")
                .body("{\"identifier\": \"custom_openai/my other model\"}")
                .patch("/models/" + id);

        assertThat(kept.statusCode()).as(kept.asString()).isEqualTo(200);
        assertInvalid(other).containsExactly("/identifier invalid-characters");
    }

    @Test
    void anIdentifierIsRequired() {
        assertInvalid(SampleModels.post(SampleModels.bodyWithout("identifier")))
                .containsExactly("/identifier required");
        assertInvalid(identified(" ")).containsExactly("/identifier required");
    }

    @Test
    void aDeploymentCanBeRegisteredTwice() {
        SampleModels.post(SampleModels.body("name", "First")).then().statusCode(201);

        SampleModels.post(SampleModels.body("name", "Second")).then().statusCode(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Mixtral", "MIXTRAL", "claude_4", "retired", "mixtral ", "<b>"})
    void aFamilyThatIsNotInTheCatalogueIsRefused(String family) {
        assertInvalid(SampleModels.post(SampleModels.body("family", family))).containsExactly("/family family-unknown");
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama3", "codegemma", "codellama", "deepseekcoder"})
    void aBetaFamilyIsNotOfferedWhileTheToggleIsOff(String family) {
        assertInvalid(SampleModels.post(SampleModels.body("family", family)))
                .containsExactly("/family family-not-offered");
    }

    @Test
    void aFamilyIsRequired() {
        assertInvalid(SampleModels.post(SampleModels.bodyWithout("family"))).containsExactly("/family required");
        assertInvalid(SampleModels.post(SampleModels.body("family", null))).containsExactly("/family required");
        assertInvalid(SampleModels.post(SampleModels.body("family", ""))).containsExactly("/family required");
    }

    @Test
    void allErrorsAreReportedTogether() {
        var response = Api.as("admin").body("""
                        {"name": "", "family": "nothing", "endpoint": "ftp://a", "identifier": "nothing", "api_key": "a b"}""").post("/models");

        assertInvalid(response)
                .containsExactlyInAnyOrder(
                        "/name required",
                        "/family family-unknown",
                        "/endpoint endpoint-invalid",
                        "/identifier identifier-prefix-unknown",
                        "/api_key invalid-characters");
        assertThat(response.jsonPath().getMap("message").keySet())
                .hasToString("[name, family, identifier, endpoint, api_key]");
    }

    private static Response identified(String identifier) {
        return SampleModels.post(SampleModels.body("identifier", identifier));
    }

    private static Map<String, @Nullable Object> other(String identifier) {
        var body = SampleModels.body("identifier", identifier);
        body.put("name", "Other");
        return body;
    }
}
