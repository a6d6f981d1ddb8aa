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
        "azure/bedrock/odd, AZURE_OPENAI"
    })
    void anIdentifierIsSplitAtItsFirstSlash(String identifier, Platform platform) {
        assertThat(Platform.ofIdentifier(identifier)).contains(platform);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/bedrock",
                "bedrock",
                "bedrock/",
                "bedrock/ ",
                "Bedrock/claude",
                " bedrock/claude",
                "custom_openai",
                "custom_open/x",
                "custom_openai_x/y",
                "vertex_ai/gemini"
            })
    void anIdentifierWithoutAKnownPrefixAndANameHasNoPlatform(String identifier) {
        assertThat(Platform.ofIdentifier(identifier)).isEqualTo(Optional.empty());
    }

    @Test
    void everyPlatformButBedrockRequiresAnEndpoint() {
        assertThat(Platform.values())
                .extracting(Platform::id, Platform::prefix, Platform::endpointRequired)
                .containsExactly(
                        tuple("vllm", "custom_openai", true),
                        tuple("azure_openai", "azure", true),
                        tuple("bedrock", "bedrock", false));
    }
}
