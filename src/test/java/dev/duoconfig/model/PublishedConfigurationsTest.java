package dev.duoconfig.model;

import java.util.Map;

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

/**
 * Configurations as public documentation and issues describe them, with what the service says about each. The last column is
 * the source of the identifier and the endpoint; names of hosts, resources, and accounts are replaced by examples. Two more
 * tables have configurations of our own.
 */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class PublishedConfigurationsTest {

    @BeforeEach
    void entitle() {
        Api.entitled();
    }

    /** Accepted: the platform, the warnings, and the source. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "mixtral | custom_openai/Mixtral-8x7B-Instruct-v0.1 | https://vllm.example.com:8000/v1 | | vllm | | GitLab's page on adding models",
                "mixtral | custom_openai/Mixtral-8x22B-Instruct-v0.1 | https://vllm.example.com/v1 | | vllm | | GitLab's page on platforms",
                "mixtral | mistralai/Mixtral-8x22B-Instruct-v0.1 | https://vllm.example.com/v1 | | other | identifier_prefix_uncommon | GitLab's page on platforms, the root of the served model",
                "mixtral | custom_openai/Mixtral-8x7B-Instruct-v0.1 | http://localhost:4000/v1 | | vllm | | GitLab's page on troubleshooting",
                "mixtral | custom_openai/Mixtral-8x7B-Instruct-v0.1 | http://localhost:4000 | | vllm | endpoint_without_v1 | GitLab's support playbook",
                "gpt | custom_openai/openai/gpt-oss-120b | http://localhost:8000/v1 | | vllm | | GitLab's example with vLLM",
                "mistral | custom_openai/mistral-small-3.2-24b | http://vllm.example.com:8000/v1 | | vllm | | GitLab's page on offline deployments",
                "mistral | custom_openai/mistral:instruct | http://172.31.11.27:11434/v1 | test | vllm | | GitLab's tutorial with Ollama",
                "gpt | azure/gpt-35-turbo | https://r.openai.azure.com | | azure_openai | | GitLab's page on adding models, LiteLLM's page on Azure",
                "mixtral | bedrock/mistral.mixtral-8x7b-instruct-v0:1 | | | bedrock | | GitLab's page on adding models",
                "claude_3 | bedrock/apac.anthropic.claude-3-5-sonnet-20241022-v2:0 | | | bedrock | | GitLab's page on adding models",
                "claude_3 | bedrock/anthropic.claude-3-5-sonnet-20240620-v1:0 | | | bedrock | | GitLab's page on troubleshooting",
                "claude_3 | bedrock/us.anthropic.claude-sonnet-4-6 | | | bedrock | | GitLab's guide to Bedrock",
                "claude_3 | bedrock/us.anthropic.claude-sonnet-4-6 | http://bedrockselfhostedmodel.com | | bedrock | endpoint_not_needed | GitLab's guide to Bedrock, the placeholder",
                "claude_3 | bedrock/converse/arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abcd1234efgh | | | bedrock | | GitLab's page for GitLab Dedicated",
                "claude_3 | vertex_ai/claude-sonnet-4-6@default | | | vertex_ai | | GitLab's page for GitLab Dedicated",
                "claude_3 | anthropic/claude-opus-4-6 | https://api.anthropic.com | | anthropic | | GitLab's page for GitLab Dedicated",
                "gpt | openai/gpt-5 | https://api.openai.com/v1 | | openai | | a GitLab issue on OpenAI's models",
                "claude_3 | bedrock/arn:aws:bedrock:us-west-2:123456789012:application-inference-profile/a1babba1b11 | | | bedrock | identifier_arn_without_converse | a LiteLLM issue on Bedrock's ARNs",
                "claude_3 | bedrock/arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-3-7-sonnet-20250219-v1:0 | | | bedrock | | a guide to LiteLLM with Bedrock",
                "gpt | bedrock_mantle/openai.gpt-oss-120b | https://bedrock-mantle.eu-west-1.api.aws/v1 | | bedrock_mantle | | LiteLLM's page on Bedrock Mantle",
                "claude_3 | vertex_ai/claude-3-7-sonnet@20250219 | | | vertex_ai | | LiteLLM's page on Vertex AI's partners",
                "mistral | openai/mistral | http://0.0.0.0:4000 | sk-1234 | openai | | LiteLLM's page on OpenAI-compatible servers",
                "gpt | azure/gpt-4o | https://r.openai.azure.com/openai/deployments/gpt-4o | | azure_openai | | a LiteLLM issue on Azure's URLs",
                "gpt | azure/gpt-4o | https://r.openai.azure.com/openai/deployments/gpt-4o/chat/completions | | azure_openai | endpoint_goes_too_far | a LiteLLM issue on Azure's URLs",
                "gpt | azure/gpt-4o | https://r.openai.azure.com/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21 | | azure_openai | endpoint_goes_too_far,endpoint_with_query | a LiteLLM issue on Azure's URLs",
                "gpt | azure/gpt-4o-mini | https://r.cognitiveservices.azure.com/ | | azure_openai | | a LiteLLM issue on Azure's other domain",
                "gpt | custom_openai/gpt-4.1-nano | https://r.openai.azure.com/openai/v1/ | | vllm | | Microsoft's page on the v1 API",
                "gpt | custom_openai/openai/gpt-oss-120b | https://integrate.api.nvidia.com/v1 | | vllm | | NVIDIA's page on the model",
                "gpt | custom_openai/openai/gpt-oss-20b | http://localhost:1234/v1 | | vllm | | LM Studio's page for developers",
                "gpt | openai/gpt-4o-mini | https://api.openai.com/v1/chat/completions | | openai | endpoint_goes_too_far | LM Studio's page on OpenAI's API",
                "mistral | custom_openai/tgi | http://localhost:3000/v1 | - | vllm | | Hugging Face's page on TGI",
                "mixtral | custom_openai/mixtral:8x22b | http://localhost:11434/v1 | | vllm | | BAML's page on Ollama",
                "codestral | custom_openai/codestral-latest | https://api.mistral.ai/v1 | | vllm | | Tabby's page on Mistral AI",
                "codestral | custom_openai/codestral-latest | https://codestral.mistral.ai/v1 | | vllm | | Continue's page on Codestral",
                "codestral | custom_openai/codestral-latest | https://codestral.mistral.ai/v1/fim/completions | | vllm | endpoint_goes_too_far | an editor plug-in's page on Codestral",
                "codestral | text-completion-codestral/codestral-latest | https://codestral.mistral.ai/v1/fim/completions | | other | identifier_prefix_uncommon | LiteLLM's page on Codestral, its default URL",
                "claude_3 | custom_openai/anthropic/claude-3.5-sonnet | https://openrouter.ai/api/v1 | | vllm | | Unstract's page on OpenRouter",
                "mixtral | custom_openai/mistralai/Mixtral-8x22B-Instruct-v0.1 | https://api.deepinfra.com/v1/openai | | vllm | | LlamaIndex's page and an issue on DeepInfra",
                "gpt | custom_openai/my-litellm-model | https://litellm.corp.example.com/v1 | | vllm | | Port's page on LiteLLM",
                "mistral | litellm_proxy/your-model-name | http://localhost:4000 | | other | identifier_prefix_uncommon | LiteLLM's page on its proxy",
                "mistral | ollama/mistral | http://localhost:11434 | | other | identifier_prefix_uncommon | LiteLLM's page and an issue on Ollama",
                "gpt | openrouter/openai/gpt-4 | https://openrouter.ai/api/v1 | | other | identifier_prefix_uncommon | LiteLLM's page on OpenRouter",
                "mixtral | together_ai/mistralai/Mixtral-8x7B-Instruct-v0.1 | https://api.together.xyz/v1 | | other | identifier_prefix_uncommon | LiteLLM's and LlamaIndex's pages on Together AI",
                "mixtral | databricks/databricks-mixtral-8x7b-instruct | https://adb-1.2.azuredatabricks.net/serving-endpoints | | other | identifier_prefix_uncommon | LiteLLM's page on Databricks",
                "mistral | mistral/Mistral-large-dfgfj | https://Mistral-large-dfgfj-serverless.eastus2.inference.ai.azure.com | | other | identifier_prefix_uncommon | LiteLLM's page on Azure AI",
                "codestral | nvidia_nim/mistralai/codestral-22b-instruct-v0.1 | https://integrate.api.nvidia.com/v1/ | | other | identifier_prefix_uncommon | LiteLLM's page on NVIDIA NIM",
                "mixtral | groq/mixtral-8x7b-32768 | https://api.groq.com/openai/v1/ | | other | identifier_prefix_uncommon | a LiteLLM issue on Groq"
            })
    void isAccepted(
            String family,
            String identifier,
            @Nullable String endpoint,
            @Nullable String apiKey,
            String platform,
            @Nullable String warnings,
            String source) {
        assertAccepted(body(family, identifier, endpoint, apiKey), platform, warnings, source);
    }

    /** Refused: the pointer and the code of the error, and the source. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "gpt | my-model | http://localhost:4000/ | | /identifier identifier-prefix-unknown | a LiteLLM issue on missing prefixes",
                "mixtral | Mixtral-8x22B-Instruct-v0.1 | https://vllm.example.com/v1 | | /identifier identifier-prefix-unknown | GitLab's page on platforms, the id in vLLM's list",
                "gpt | azure/gpt-4o | `` | | /endpoint endpoint-required | a LiteLLM issue on Azure's URLs",
                "gpt | bedrock_mantle/openai.gpt-oss-120b | | | /endpoint endpoint-required | LiteLLM's page on Bedrock Mantle",
                "mistral | sagemaker/jumpstart-dft-hf-textgeneration1-mp-20240815-185614 | | | /endpoint endpoint-required | LiteLLM's page on SageMaker",
                "mistral | nvidia_nim/mistralai/mistral-large | | | /endpoint endpoint-required | LiteLLM's page on NVIDIA NIM",
                "claude_3 | vertex_ai/claude-3-haiku@20240307 | https://gateway.ai.cloudflare.com/v1/a/test/google-vertex-ai | | /endpoint endpoint-not-allowed | LiteLLM issues on Vertex AI's URLs",
                "mistral | ollama/mistral | host.docker.internal:11434 | | /endpoint endpoint-invalid | an issue on Ollama outside a container",
                "mistral | ollama/mistral | OLLAMA_ENDPOINT=http://localhost:7799/ | | /endpoint endpoint-invalid | an issue on URLs for Ollama",
                "gpt | custom_openai/gpt-4o | https://llm.example.com/v1 | Bearer sk-1 | /api_key invalid-characters | a RAGFlow issue on keys",
                "gpt | openai/gpt-4o | https://api.openai.com/v1 | `sk-1\r\n` | /api_key invalid-characters | a LiteLLM issue on illegal headers",
                "gpt | lm_studio/openai/gpt-oss-20b | http://localhost:1234/v1 | ` ` | /api_key invalid-characters | a LiteLLM issue on LM Studio",
                "qwen | hosted_vllm/qwen/Qwen1.5-0.5B-Chat | http://vllm.example.com:8000/v1 | | /family family-not-offered | vLLM's page on LiteLLM",
                "gemini | custom_openai/gemini-3.6-flash | https://generativelanguage.googleapis.com/v1beta/openai/ | | /family family-not-offered | Google's page on OpenAI's API",
                "llama3 | custom_openai/Llama-3.3-70B-Instruct | https://vllm.example.com/v1 | | /family family-not-offered | GitLab's list of models",
                "codegemma | custom_openai/codegemma-7b-it | https://vllm.example.com/v1 | | /family family-not-offered | GitLab's list of models",
                "deepseekcoder | custom_openai/deepseek-coder-33b-instruct | https://vllm.example.com/v1 | | /family family-not-offered | GitLab's list of models",
                "deepseek | deepseek/deepseek-chat | https://api.deepseek.com/v1 | | /family family-unknown | Pipecat's page on DeepSeek",
                "Claude | bedrock/us.anthropic.claude-sonnet-4-6 | | | /family family-unknown | GitLab's guide to Bedrock, the family in its form",
                "CLAUDE_3 | bedrock/us.anthropic.claude-sonnet-4-6 | | | /family family-unknown | GitLab's GraphQL enumeration"
            })
    void isRefused(
            String family,
            String identifier,
            @Nullable String endpoint,
            @Nullable String apiKey,
            String error,
            String source) {
        assertThat(source).isNotBlank();
        assertInvalid(SampleModels.post(body(family, identifier, endpoint, apiKey)))
                .as(source)
                .containsExactly(error);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "codestral | custom_openai/codestral | https://codestral.example.com/v1/chat/completions | | vllm | endpoint_goes_too_far",
                "gpt | azure/gpt-4o | https://r.services.ai.azure.com/models | | azure_openai | endpoint_goes_too_far",
                "codestral | ollama_chat/codestral | http://ollama.example.com:11434 | | other | identifier_prefix_uncommon"
            })
    void isAcceptedWithoutASource(
            String family,
            String identifier,
            @Nullable String endpoint,
            @Nullable String apiKey,
            String platform,
            @Nullable String warnings) {
        assertAccepted(body(family, identifier, endpoint, apiKey), platform, warnings, "our own");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mixtral | custom_openai/ | https://vllm.example.com/v1 | | /identifier identifier-prefix-unknown",
                "mixtral | custom_openai/mixtral | https://user:pw@vllm.example.com/v1 | | /endpoint endpoint-invalid",
                "mixtral | custom_openai/mixtral | http://169.254.169.254/v1 | | /endpoint endpoint-forbidden",
                "mixtral | custom_openai/mixtral | | | /endpoint endpoint-required",
                "claude_3 | vertex_ai/claude-sonnet-4-6 | | ya29.token | /api_key api-key-not-allowed"
            })
    void isRefusedWithoutASource(
            String family, String identifier, @Nullable String endpoint, @Nullable String apiKey, String error) {
        assertInvalid(SampleModels.post(body(family, identifier, endpoint, apiKey)))
                .containsExactly(error);
    }

    private static Map<String, @Nullable Object> body(
            String family, String identifier, @Nullable String endpoint, @Nullable String apiKey) {
        var body = SampleModels.body("family", family);
        body.put("identifier", identifier);
        body.put("endpoint", endpoint);
        body.put("api_key", apiKey);
        return body;
    }

    private static void assertAccepted(
            Map<String, @Nullable Object> body, String platform, @Nullable String warnings, String source) {
        var stored = SampleModels.post(body);

        assertThat(stored.statusCode()).as(source + ": " + stored.asString()).isEqualTo(201);
        assertThat(stored.jsonPath().getString("platform")).as(source).isEqualTo(platform);
        assertThat(String.join(",", stored.jsonPath().getList("warnings.code", String.class)))
                .as(source)
                .isEqualTo(warnings == null ? "" : warnings);
    }
}
