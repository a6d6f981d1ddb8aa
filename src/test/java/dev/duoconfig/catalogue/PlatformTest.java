package dev.duoconfig.catalogue;

import java.util.Optional;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

@Tag("fast")
class PlatformTest {

    @ParameterizedTest
    @CsvSource({
        "custom_openai/Mixtral-8x7B-Instruct-v0.1, VLLM",
        "custom_openai/mistralai/Mixtral-8x7B, VLLM",
        "custom_openai//models/served, VLLM",
        "azure/gpt-35-turbo, AZURE_OPENAI",
        "bedrock/apac.anthropic.claude-3-5-sonnet-20241022-v2:0, BEDROCK",
        "azure/bedrock/odd, AZURE_OPENAI",
        "openai/gpt-5.1, OPENAI",
        "anthropic/claude-sonnet-4-6, ANTHROPIC",
        "bedrock_mantle/openai.gpt-oss-120b, BEDROCK_MANTLE",
        "bedrock/converse/arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc, BEDROCK",
        "vertex_ai/claude-sonnet-4-6@default, VERTEX_AI",
        "groq/llama-3.3-70b-versatile, OTHER",
        "Bedrock/claude, OTHER",
        "custom_open/x, OTHER",
        "custom_openai_x/y, OTHER"
    })
    void anIdentifierIsSplitAtItsFirstSlash(String identifier, Platform platform) {
        assertThat(Platform.ofIdentifier(identifier)).contains(platform);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/bedrock", "bedrock", "bedrock/", "bedrock/ ", "custom_openai", "groq/"})
    void anIdentifierWithoutAPrefixAndANameHasNoPlatform(String identifier) {
        assertThat(Platform.ofIdentifier(identifier)).isEqualTo(Optional.empty());
    }

    @Test
    void onlyOtherPlatformsHaveNoPrefixOfTheirOwn() {
        assertThat(Platform.values())
                .extracting(Platform::id, Platform::prefix)
                .containsExactly(
                        tuple("vllm", "custom_openai/"),
                        tuple("azure_openai", "azure/"),
                        tuple("openai", "openai/"),
                        tuple("anthropic", "anthropic/"),
                        tuple("bedrock", "bedrock/"),
                        tuple("bedrock_mantle", "bedrock_mantle/"),
                        tuple("vertex_ai", "vertex_ai/"),
                        tuple("other", null));
    }
}
