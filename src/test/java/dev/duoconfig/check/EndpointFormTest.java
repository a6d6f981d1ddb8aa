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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static dev.duoconfig.check.FakeServer.MODEL;
import static org.assertj.core.api.Assertions.assertThat;

/** Endpoints that go too far, or not far enough: the URL that works is found and proposed. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class EndpointFormTest {

    private static final String VERSION = "?api-version=2024-10-21";
    private static final String DEPLOYMENT = "/openai/deployments/gpt4o-prod";

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
    @ValueSource(
            strings = {
                "/v1/chat/completions",
                "/v1/chat/completions/",
                "/v1/chat/completions?api-version=2024-10-21",
                "/v1/completions",
                "/v1/embeddings?user=a",
                "/v1/models",
                "/v1/models/Mixtral",
                "/v1/responses",
                "/v1/chat",
                "/v1/audio/transcriptions",
                "/v1//chat/completions",
                "/V1/Chat/Completions",
                "/chat/completions",
                "/api/chat",
                "/api/generate",
                "/api/tags"
            })
    void anOperationInTheEndpointIsRecognizedAndTheUrlBeforeItIsProposed(String path) {
        server.lists(MODEL).chats().gets("/V1/models", 200, FakeServer.list(MODEL));

        var whole = openAi(path, "completion", "true");
        var quick = openAi(path);

        for (var report : new Report[] {whole, quick}) {
            assertThat(report.status()).as(report.toString()).isEqualTo("failed");
            assertThat(report.summary()).contains("ends with an operation");
            assertThat(report.suggestions())
                    .singleElement()
                    .asString()
                    .isEqualToIgnoringCase("endpoint " + server.url() + "/v1");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 500})
    void withoutAListTheModelItselfShowsThatTheUrlWorks(int status) {
        server.gets("/plan/v3/models", status, "{}").posts("/plan/v3/chat/completions", 200, FakeServer.CHAT);

        var report = openAi("/plan/v3/chat/completions", "completion", "true");

        assertThat(report.end()).isEqualTo("completion failed");
        assertThat(report.suggestions()).containsExactly("endpoint " + server.url() + "/plan/v3");
    }

    @Test
    void aUrlThatWasNotSeenToWorkIsNamedButNotProposed() {
        var report = openAi("/v1/chat/completions");

        assertThat(report.summary()).contains("ends with an operation", server.url() + "/v1.");
        assertThat(report.suggestions()).isEmpty();
    }

    @Test
    void aUrlThatWorksAsItIsPassesWhateverItsForm() {
        server.gets("/v1/chat/completions/models", 200, FakeServer.list(MODEL))
                .posts("/v1/chat/completions/chat/completions", 200, FakeServer.CHAT);

        var report = openAi("/v1/chat/completions", "completion", "true");

        assertThat(report.status()).isEqualTo("passed");
        assertThat(report.suggestions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api", "/llm", "/v2", "/v1/openai", "/ui/index.html"})
    void anApiUnderTheRootIsFoundFromAnotherPath(String path) {
        server.lists(MODEL);

        assertThat(openAi(path).suggestions()).containsExactly("endpoint " + server.url() + "/v1");
    }

    @Test
    void anApiThatIsCalledAnythingIsNotCorrectedIfItChats() {
        server.posts("/api/plan/v3/chat/completions", 200, FakeServer.CHAT);

        var whole = openAi("/api/plan/v3", "completion", "true");
        var quick = openAi("/api/plan/v3");

        assertThat(whole.steps()).contains("list_models skipped").endsWith("completion passed");
        assertThat(quick.summary())
                .contains("completion=true", "no list of models")
                .doesNotContain("no OpenAI API");
        assertThat(quick.suggestions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/openai",
                "/openai/",
                "/openai/deployments",
                "/openai/deployments/",
                "/openai/deployments/gpt4o-prod/chat/completions",
                "/openai/deployments/gpt4o-prod/chat/completions?api-version=2024-10-21",
                "/openai/models?api-version=2024-10-21",
                "/openai/v1/chat/completions",
                "/openai/responses?api-version=2025-04-01-preview",
                "/api/projects/p",
                "/api/projects/p/openai/v1/responses",
                "/chat/completions"
            })
    void anAzureUrlThatGoesTooFarIsCutBackToTheResource(String path) {
        server.gets("/openai/models" + VERSION, 200, FakeServer.list("gpt-4o"))
                .posts(DEPLOYMENT + "/chat/completions" + VERSION, 200, FakeServer.CHAT);

        for (var report : new Report[] {azure(path, "completion", "true"), azure(path)}) {
            assertThat(report.status()).as(report.toString()).isEqualTo("failed");
            assertThat(report.summary()).contains("goes too far", server.url());
            assertThat(report.suggestions()).containsExactly("endpoint " + server.url());
        }
    }

    @Test
    void azuresOwnVersionOfOpenAisApiNeedsTheOtherPrefix() {
        server.gets("/openai/v1/models", 200, FakeServer.list("gpt4o-prod"))
                .posts("/openai/v1/chat/completions", 200, FakeServer.CHAT);

        for (var report : new Report[] {azure("/openai/v1", "completion", "true"), azure("/openai/v1")}) {
            assertThat(report.status()).isEqualTo("failed");
            assertThat(report.summary()).contains("goes too far", "custom_openai/gpt4o-prod");
            assertThat(report.suggestions()).containsExactly("identifier custom_openai/gpt4o-prod");
        }
        server.verify(
                2,
                getRequestedFor(urlEqualTo("/openai/v1/models"))
                        .withHeader("Authorization", equalTo("Bearer azure-key-1"))
                        .withHeader("api-key", absent()));
    }

    @ParameterizedTest
    @CsvSource({
        "/openai/v1, identifier custom_openai/gpt4o-prod",
        "/openai/deployments, endpoint",
        "/api/projects/p, endpoint"
    })
    void theFormOfThePlatformIsProposedEvenIfNothingRespondsThere(String path, String suggestion) {
        var report = azure(path);

        assertThat(report.suggestions()).singleElement().asString().startsWith(suggestion);
        assertThat(report.toString()).contains("could not see that it works");
    }

    @Test
    void aPathInFrontOfTheResourceAndADeploymentStay() {
        server.gets("/apim/openai/models" + VERSION, 200, FakeServer.list("gpt-4o"))
                .posts("/apim" + DEPLOYMENT + "/chat/completions" + VERSION, 200, FakeServer.CHAT);

        assertThat(azure("/apim", "completion", "true").status()).isEqualTo("passed");
        assertThat(azure("/apim" + DEPLOYMENT, "completion", "true").status()).isEqualTo("passed");
        assertThat(azure("/apim/openai/deployments").suggestions())
                .containsExactly("endpoint " + server.url() + "/apim");
    }

    @Test
    void theVersionInTheEndpointIsUsedForTheListAndForTheCompletion() {
        var version = "?api-version=2025-01-01-preview";
        server.gets("/openai/models" + version, 200, FakeServer.list("gpt-4o"))
                .posts(DEPLOYMENT + "/chat/completions" + version, 200, FakeServer.CHAT);

        assertThat(azure(version, "completion", "true").status()).isEqualTo("passed");
        assertThat(azure(DEPLOYMENT + version, "completion", "true").status()).isEqualTo("passed");
        assertThat(azure(DEPLOYMENT + version).status()).isEqualTo("passed");
    }

    @Test
    void adviceForAzureNamesAzuresUrls() {
        assertThat(azure("").summary()).contains("openai.azure.com").doesNotContain("/v1");
        assertThat(azure("", "completion", "true").summary())
                .contains("deployment")
                .doesNotContain("/v1");
    }

    private Report openAi(String path, String... parameters) {
        return CheckedModels.check(server.url() + path, "custom_openai/" + MODEL, "sk-form-1", parameters);
    }

    private Report azure(String path, String... parameters) {
        return CheckedModels.check(server.url() + path, "azure/gpt4o-prod", "azure-key-1", parameters);
    }
}
