package dev.duoconfig.check;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static dev.duoconfig.check.FakeServer.CHAT;
import static org.assertj.core.api.Assertions.assertThat;

/** Platforms that are called in their own format, or not at all. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class PlatformCheckTest {

    private static final String VERSION = "?api-version=2024-10-21";
    private static final String LIST = "/openai/models" + VERSION;
    private static final String DEPLOYMENT = "/openai/deployments/gpt%2B35/chat/completions" + VERSION;

    private static final String MESSAGE = """
            {"id": "m1", "type": "message", "role": "assistant", "content": [{"type": "text", "text": "Yes"}]}""";

    private final FakeServer server = FakeServer.start();

    @BeforeEach
    void entitleAndAllow() {
        Api.entitled();
        FakeServer.allow();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/openai/deployments/gpt%2B35"})
    void azureIsCalledInItsOwnFormat(String path) {
        server.gets(LIST, 200, FakeServer.list("gpt-4o", "gpt-35-turbo")).posts(DEPLOYMENT, 200, CHAT);

        var report = azure(path, "completion", "true");

        assertThat(report.status()).as(report.toString()).isEqualTo("passed");
        assertThat(report.detail("list_models")).contains("base models, not deployments");
        assertThat(report.suggestions()).isEmpty();
        server.verify(
                1,
                getRequestedFor(urlEqualTo(LIST))
                        .withHeader("api-key", equalTo("azure-key-1"))
                        .withHeader("Authorization", absent()));
        server.verify(1, postRequestedFor(urlEqualTo(DEPLOYMENT)).withHeader("api-key", equalTo("azure-key-1")));
    }

    @Test
    void theListOfAzureDoesNotShowWhetherTheDeploymentExists() {
        server.gets(LIST, 200, FakeServer.list("gpt-4o"));

        var report = azure("");

        assertThat(report.status()).isEqualTo("passed");
        assertThat(report.summary()).contains("Use completion=true to check whether the deployment exists");
    }

    @Test
    void aMissingDeploymentIsReported() {
        server.gets(LIST, 200, FakeServer.list("gpt-4o"))
                .posts(DEPLOYMENT, 404, "{\"error\": {\"code\": \"DeploymentNotFound\"}}");

        var report = azure("", "completion", "true");

        assertThat(report.end()).isEqualTo("completion failed");
        assertThat(report.summary()).contains("no deployment with this name");
    }

    @Test
    void v1IsNotSuggestedForAzure() {
        server.lists("gpt-4o");

        assertThat(azure("").suggestions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void bedrockIsNotCalledDirectly(String completion) {
        var report =
                CheckedModels.check(null, "bedrock/mistral.mixtral-8x7b-instruct-v0:1", null, "completion", completion);

        assertThat(report.status()).isEqualTo("skipped");
        assertThat(report.steps())
                .hasSize(completion.equals("true") ? 5 : 4)
                .allMatch(step -> step.endsWith(" skipped"))
                .startsWith("outbound_policy skipped", "connect skipped", "tls skipped", "list_models skipped");
        assertThat(report.summary()).contains("are in the AI gateway", "via=gateway");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void vertexAiIsNotCalledDirectly(String completion) {
        var report = CheckedModels.check(null, "vertex_ai/claude-sonnet-4-6@default", null, "completion", completion);

        assertThat(report.status()).isEqualTo("skipped");
        assertThat(report.steps())
                .hasSize(completion.equals("true") ? 5 : 4)
                .allMatch(step -> step.endsWith(" skipped"));
        assertThat(report.summary()).contains("Vertex AI", "are in the AI gateway", "via=gateway");
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai/", "bedrock_mantle/", "groq/", "together_ai/org/"})
    void aPlatformWithTheApiOfOpenAiIsCalledWithTheNameAfterTheFirstSlash(String prefix) {
        var name = prefix.substring(prefix.indexOf('/') + 1) + FakeServer.MODEL;
        server.lists(name).chats();

        var list = CheckedModels.check(server.url() + "/v1", prefix + FakeServer.MODEL, "sk-1");
        var chat = CheckedModels.check(server.url() + "/v1", prefix + FakeServer.MODEL, "sk-1", "completion", "true");

        assertThat(list.end()).as(list.toString()).isEqualTo("list_models passed");
        assertThat(chat.end()).as(chat.toString()).isEqualTo("completion passed");
        server.verify(
                1,
                postRequestedFor(urlEqualTo("/v1/chat/completions"))
                        .withHeader("Authorization", equalTo("Bearer sk-1"))
                        .withRequestBody(matchingJsonPath("$.model", equalTo(name))));
    }

    @Test
    void aNameIsSuggestedWithThePrefixOfTheIdentifier() {
        server.lists("llama-3.3-70b-versatile");

        assertThat(CheckedModels.check(server.url() + "/v1", "groq/llama-3.3-70b", null)
                        .suggestions())
                .containsExactly("identifier groq/llama-3.3-70b-versatile");
    }

    @Test
    void aFailureOfAnUncommonPlatformPointsToTheGateway() {
        var report = CheckedModels.check(server.url(), "ollama_chat/codestral", null);

        assertThat(report.end()).isEqualTo("list_models failed");
        assertThat(report.summary()).contains("if the platform ollama_chat/ has another one, use via=gateway");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/v1/messages"})
    void anthropicIsCalledInItsOwnFormat(String path) {
        server.gets("/v1/models", 200, FakeServer.list("claude-sonnet-4-6")).posts("/v1/messages", 200, MESSAGE);

        var report = anthropic(path, "completion", "true");

        assertThat(report.steps()).contains("list_models passed", "completion passed");
        server.verify(
                1,
                getRequestedFor(urlEqualTo("/v1/models"))
                        .withHeader("x-api-key", equalTo("sk-ant-1"))
                        .withHeader("anthropic-version", equalTo("2023-06-01"))
                        .withHeader("Authorization", absent()));
        server.verify(
                1,
                postRequestedFor(urlEqualTo("/v1/messages"))
                        .withRequestBody(matchingJsonPath("$.max_tokens", equalTo("1"))));
    }

    @Test
    void aModelThatAnthropicDoesNotListIsNamed() {
        server.gets("/v1/models", 200, FakeServer.list("claude-sonnet-4-6-20260101"));

        var report = anthropic("");

        assertThat(report.end()).isEqualTo("list_models failed");
        assertThat(report.suggestions()).containsExactly("identifier anthropic/claude-sonnet-4-6-20260101");
    }

    @Test
    void anEndpointOfAnthropicThatEndsInV1GoesTooFar() {
        server.gets("/v1/models", 200, FakeServer.list("claude-sonnet-4-6"));

        var report = anthropic("/v1");

        assertThat(report.end()).isEqualTo("list_models failed");
        assertThat(report.suggestions()).containsExactly("endpoint " + server.url());
        assertThat(report.summary()).contains("the URL to which /v1/messages is appended");
    }

    private Report anthropic(String path, String... parameters) {
        return CheckedModels.check(server.url() + path, "anthropic/claude-sonnet-4-6", "sk-ant-1", parameters);
    }

    private Report azure(String path, String... parameters) {
        return CheckedModels.check(server.url() + path, "azure/gpt+35", "azure-key-1", parameters);
    }
}
