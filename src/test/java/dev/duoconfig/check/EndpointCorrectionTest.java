package dev.duoconfig.check;

import dev.duoconfig.catalogue.Platform;
import dev.duoconfig.outbound.address.HttpUrl;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Corrections for hosts that no test can have; {@link EndpointFormTest} shows the others on a server. */
@Tag("fast")
class EndpointCorrectionTest {

    @ParameterizedTest
    @CsvSource({
        "https://r.openai.azure.com, https://r.openai.azure.com/openai/v1",
        "https://r.cognitiveservices.azure.com/, https://r.cognitiveservices.azure.com/openai/v1",
        "https://r.services.ai.azure.com/api/projects/p, https://r.services.ai.azure.com/openai/v1",
        "https://r.services.ai.azure.com/models, https://r.services.ai.azure.com/openai/v1",
        "https://apim.example.com/ai/openai, https://apim.example.com/ai/openai/v1",
        "https://r.openai.azure.com/openai/deployments/gpt, azure/gpt",
        "https://r.openai.azure.com/openai/deployments/gpt?api-version=2024-10-21, azure/gpt",
        "https://example.com/v1/chat/completions?a=b, https://example.com/v1?a=b",
        "https://example.com/chat/completions, https://example.com/v1"
    })
    void anEndpointForOpenAisApiIsCorrected(String endpoint, String expected) {
        assertThat(EndpointCorrection.of(server(Platform.VLLM, endpoint)))
                .extracting(EndpointCorrection::value)
                .contains(expected)
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({
        "https://r.services.ai.azure.com/openai/v1, custom_openai/gpt",
        "https://r.services.ai.azure.com/models, https://r.services.ai.azure.com",
        "https://r.cognitiveservices.azure.com/openai/deployments/gpt/chat/completions?api-version=1,"
                + " https://r.cognitiveservices.azure.com",
        "https://r.services.ai.azure.com/api/projects/p, https://r.services.ai.azure.com",
        "https://r.openai.azure.com/v1, https://r.openai.azure.com"
    })
    void anEndpointForAzureIsCorrected(String endpoint, String expected) {
        assertThat(EndpointCorrection.of(server(Platform.AZURE_OPENAI, endpoint)))
                .first()
                .extracting(EndpointCorrection::value)
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "VLLM, https://example.com/v1",
        "AZURE_OPENAI, https://r.openai.azure.com",
        "AZURE_OPENAI, https://r.openai.azure.com/openai/deployments/gpt"
    })
    void aUsualEndpointHasNoCorrection(Platform platform, String endpoint) {
        assertThat(EndpointCorrection.of(server(platform, endpoint))).isEmpty();
    }

    private static ModelServer server(Platform platform, String endpoint) {
        return new ModelServer(platform, HttpUrl.parse(endpoint), "gpt", null);
    }
}
