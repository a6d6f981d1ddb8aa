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
    private static final String DEPLOYMENT = "/openai/deployments/gpt%C3%BC35/chat/completions" + VERSION;

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
    @ValueSource(strings = {"", "/", "/openai/deployments/gpt%C3%BC35"})
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

    private Report azure(String path, String... parameters) {
        return CheckedModels.check(server.url() + path, "azure/gpt\u00fc35", "azure-key-1", parameters);
    }
}
