package dev.duoconfig.model;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.duoconfig.testkit.Problems.assertInvalid;
import static org.assertj.core.api.Assertions.assertThat;

/** Configurations as documentation and administrators describe them, with what the service says about each. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class PublishedConfigurationsTest {

    @BeforeEach
    void entitle() {
        Api.entitled();
    }

    /** Accepted: the platform, and the warnings. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mixtral   | custom_openai/Mixtral-8x22B-Instruct-v0.1 | https://vllm.example.com:8000/v1 | vllm |",
                "mistral   | custom_openai/mistralai/Mistral-Small-24B-Instruct-2501 | https://llm.example.com/v1 | vllm |",
                "codestral | custom_openai/codestral:22b | http://localhost:11434/v1 | vllm |",
                "codestral | custom_openai/codestral:22b | http://localhost:11434 | vllm | endpoint_without_v1",
                "codestral | custom_openai/codestral-latest | https://codestral.example.com/v1/chat/completions | vllm | endpoint_goes_too_far",
                "mistral   | custom_openai/mistral-small-latest | https://api.mistral.ai/v1 | vllm |",
                "mistral   | custom_openai/tgi | http://tgi.example.com:8080/v1/ | vllm |",
                "gpt       | custom_openai/openai/gpt-oss-120b | https://integrate.api.nvidia.com/v1 | vllm |",
                "claude_3  | custom_openai/anthropic/claude-sonnet-4 | https://openrouter.ai/api/v1 | vllm |",
                "gpt       | custom_openai/gpt-oss-20b | http://127.0.0.1:1234/v1 | vllm |",
                "claude_3  | custom_openai/claude-sonnet | http://litellm.example.com:4000 | vllm | endpoint_without_v1",
                "gpt       | custom_openai/gpt-4o | https://r.openai.azure.com/openai/v1 | vllm |",
                "gpt       | azure/gpt-35-turbo | https://r.openai.azure.com | azure_openai |",
                "gpt       | azure/gpt-4o | https://r.openai.azure.com/openai/deployments/gpt-4o | azure_openai |",
                "gpt       | azure/gpt-4o | https://r.openai.azure.com/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21 | azure_openai | endpoint_goes_too_far,endpoint_with_query",
                "gpt       | azure/gpt-4o | https://r.services.ai.azure.com/models | azure_openai | endpoint_goes_too_far",
                "mixtral   | bedrock/mistral.mixtral-8x7b-instruct-v0:1 | | bedrock |",
                "claude_3  | bedrock/apac.anthropic.claude-3-5-sonnet-20241022-v2:0 | | bedrock |",
                "claude_3  | bedrock/us.anthropic.claude-sonnet-4-20250514-v1:0 | http://bedrockselfhostedmodel.com | bedrock | endpoint_not_needed",
                "claude_3  | bedrock/arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123 | | bedrock | identifier_arn_without_converse",
                "claude_3  | bedrock/converse/arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123 | | bedrock |",
                "gpt       | bedrock_mantle/openai.gpt-oss-120b | https://bedrock-mantle.eu-central-1.api.aws/v1 | bedrock_mantle |",
                "claude_3  | vertex_ai/claude-sonnet-4-6@default | | vertex_ai |",
                "gpt       | openai/gpt-5.1 | https://api.openai.com/v1 | openai |",
                "mistral   | openai/mistral | http://litellm.example.com:4000 | openai |",
                "gpt       | openai/gpt-4o | https://api.openai.com/v1/chat/completions | openai | endpoint_goes_too_far",
                "claude_3  | anthropic/claude-sonnet-4-6 | https://api.anthropic.com | anthropic |",
                "codestral | ollama_chat/codestral | http://ollama.example.com:11434 | other | identifier_prefix_uncommon",
                "mixtral   | hosted_vllm/mixtral | https://vllm.example.com/v1 | other | identifier_prefix_uncommon",
                "mistral   | litellm_proxy/mistral-small | http://litellm.example.com:4000 | other | identifier_prefix_uncommon",
                "claude_3  | openrouter/anthropic/claude-sonnet-4 | https://openrouter.ai/api/v1 | other | identifier_prefix_uncommon",
                "mixtral   | mistralai/Mixtral-8x7B-Instruct-v0.1 | https://vllm.example.com/v1 | other | identifier_prefix_uncommon",
                "mixtral   | together_ai/mistralai/Mixtral-8x7B-Instruct-v0.1 | https://api.together.xyz/v1 | other | identifier_prefix_uncommon",
                "mistral   | databricks/mistral-large | https://adb-1.azuredatabricks.net/serving-endpoints | other | identifier_prefix_uncommon"
            })
    void isAccepted(
            String family, String identifier, @Nullable String endpoint, String platform, @Nullable String warnings) {
        var body = SampleModels.body("family", family);
        body.put("identifier", identifier);
        body.put("endpoint", endpoint);

        var stored = SampleModels.post(body);

        assertThat(stored.statusCode()).as(stored.asString()).isEqualTo(201);
        assertThat(stored.jsonPath().getString("platform")).isEqualTo(platform);
        assertThat(String.join(",", stored.jsonPath().getList("warnings.code", String.class)))
                .isEqualTo(warnings == null ? "" : warnings);
    }

    /** Refused: the pointers and codes of the errors. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mixtral | Mixtral-8x7B-Instruct-v0.1 | https://vllm.example.com/v1 | | /identifier identifier-prefix-unknown",
                "mixtral | custom_openai/ | https://vllm.example.com/v1 | | /identifier identifier-prefix-unknown",
                "mixtral | custom_openai/mixtral | vllm.example.com:8000/v1 | | /endpoint endpoint-invalid",
                "mixtral | custom_openai/mixtral | https://user:pw@vllm.example.com/v1 | | /endpoint endpoint-invalid",
                "mixtral | custom_openai/mixtral | http://169.254.169.254/v1 | | /endpoint endpoint-forbidden",
                "mixtral | custom_openai/mixtral | | | /endpoint endpoint-required",
                "gpt | openai/gpt-4o | | sk-1 | /endpoint endpoint-required",
                "gpt | bedrock_mantle/openai.gpt-oss-120b | | abs-1 | /endpoint endpoint-required",
                "mistral | sagemaker/mistral | | | /endpoint endpoint-required",
                "claude_3 | vertex_ai/claude-sonnet-4-6 | https://us-east5-aiplatform.googleapis.com | | /endpoint endpoint-not-allowed",
                "claude_3 | vertex_ai/claude-sonnet-4-6 | | ya29.token | /api_key api-key-not-allowed",
                "gpt | custom_openai/gpt | https://vllm.example.com/v1 | Bearer sk-1 | /api_key invalid-characters",
                "llama3 | bedrock/us.meta.llama3-3-70b-instruct-v1:0 | | | /family family-not-offered",
                "gemini | gemini/gemini-2.5-pro | https://generativelanguage.googleapis.com | | /family family-not-offered",
                "qwen | custom_openai/Qwen/Qwen3-Coder-30B-A3B-Instruct | https://vllm.example.com/v1 | | /family family-not-offered",
                "deepseek | custom_openai/deepseek-v3 | https://vllm.example.com/v1 | | /family family-unknown",
                "Claude | bedrock/claude | | | /family family-unknown"
            })
    void isRefused(String family, String identifier, @Nullable String endpoint, @Nullable String apiKey, String error) {
        var body = SampleModels.body("family", family);
        body.put("identifier", identifier);
        body.put("endpoint", endpoint);
        body.put("api_key", apiKey);

        assertInvalid(SampleModels.post(body)).containsExactly(error);
    }
}
