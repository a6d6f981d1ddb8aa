package dev.duoconfig.check;

import java.util.HashMap;
import java.util.LinkedHashMap;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
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

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static dev.duoconfig.check.FakeServer.CHAT;
import static dev.duoconfig.check.FakeServer.MODEL;
import static dev.duoconfig.check.FakeServer.json;
import static org.assertj.core.api.Assertions.assertThat;

/** Checks of the model itself, which show what a list cannot show. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class CompletionCheckTest {

    private static final String CHAT_PATH = "/v1/chat/completions";

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

    @Test
    void aModelThatAnswersPasses() {
        server.lists(MODEL).chats();

        var report = check();

        assertThat(report.status()).isEqualTo("passed");
        assertThat(report.steps())
                .containsExactly(
                        "outbound_policy passed",
                        "connect passed",
                        "tls skipped",
                        "list_models passed",
                        "completion passed");
        assertThat(report.summary()).isEqualTo("The model answers.");
        server.verify(
                1,
                postRequestedFor(urlEqualTo(CHAT_PATH)).withHeader("Authorization", equalTo("Bearer sk-complete-1")));
        assertThat(server.bodies(CHAT_PATH))
                .singleElement()
                .asString()
                .contains("\"max_completion_tokens\":1", "\"model\":\"" + MODEL + "\"")
                .doesNotContain("temperature");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\": {\"message\": \"Unsupported parameter: 'max_completion_tokens'\", \"param\": null}}",
                "{\"detail\": [{\"loc\": [\"body\", \"max_completion_tokens\"], \"msg\": \"extra fields\"}]}",
                "{\"error\": \"unknown field max_completion_tokens\"}",
                "max_completion_tokens?",
                "{\"message\": \"maxCompletionTokens is not allowed\"}"
            })
    void aModelThatRejectsTheNewerLimitIsTriedWithTheOlderOne(String refusal) {
        server.lists(MODEL)
                .chats()
                .on(post(urlEqualTo(CHAT_PATH))
                        .withRequestBody(containing("max_completion_tokens"))
                        .willReturn(aResponse().withStatus(400).withBody(refusal)));

        var report = check();

        assertThat(report.status()).isEqualTo("passed");
        assertThat(report.detail("completion"))
                .endsWith("returned 200 after the server rejected max_completion_tokens.");
        assertThat(server.bodies(CHAT_PATH)).hasSize(2);
        assertThat(server.bodies(CHAT_PATH).get(1))
                .contains("\"max_tokens\":1")
                .doesNotContain("max_completion_tokens");
    }

    @Test
    void aModelThatRejectsBothLimitsIsTriedWithoutOne() {
        server.lists(MODEL)
                .chats()
                .on(post(urlEqualTo(CHAT_PATH))
                        .withRequestBody(containing("tokens"))
                        .willReturn(json(422, "{\"error\": \"max_tokens or max_completion_tokens is too small\"}")));

        var report = check();

        assertThat(report.status()).isEqualTo("passed");
        assertThat(report.detail("completion")).contains("rejected max_completion_tokens and max_tokens");
        assertThat(server.bodies(CHAT_PATH)).hasSize(3);
        assertThat(server.bodies(CHAT_PATH).get(2)).doesNotContain("tokens");
    }

    @ParameterizedTest
    @CsvSource({"401, rejects the API key", "403, forbids this request with the API key"})
    void aPublicModelListDoesNotHideARejectedKey(int status, String phrase) {
        server.lists(MODEL).posts(CHAT_PATH, status, "{}");

        var report = check();

        assertThat(report.status()).isEqualTo("failed");
        assertThat(report.steps()).contains("list_models passed").endsWith("completion failed");
        assertThat(report.summary())
                .startsWith("The server lists its models, but does not allow chat.")
                .contains(phrase);
    }

    @ParameterizedTest
    @CsvSource({"404, {}", "405, {}", "501, {}", "500, {}", "503, {}", "200, <html>", "200, '{\"models\": []}'"})
    void aServerThatChatsButListsNoModelsPasses(int status, String body) {
        server.gets("/v1/models", status, body).chats();

        var report = check();

        assertThat(report.status()).isEqualTo("passed");
        assertThat(report.steps()).contains("list_models skipped").endsWith("completion passed");
        assertThat(report.detail("list_models")).contains("does not list its models", "returned " + status);
        assertThat(report.summary()).isEqualTo("The model answers.");
        assertThat(report.suggestions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 418})
    void aKeyThatMayChatButNotListModelsPasses(int status) {
        server.gets("/v1/models", status, "{}").chats();

        var report = check();

        assertThat(report.steps()).contains("list_models skipped").endsWith("completion passed");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 429, 302})
    void aRefusedListEndsTheCheck(int status) {
        server.gets("/v1/models", status, "{}").chats();

        var report = check();

        assertThat(report.end()).isEqualTo("list_models failed");
        assertThat(server.bodies(CHAT_PATH)).isEmpty();
    }

    @Test
    void v1IsSuggestedWhenThereIsNeitherListNorChat() {
        server.lists(MODEL);

        var report = CheckedModels.check(server.url(), "custom_openai/" + MODEL, "sk-complete-1", "completion", "true");

        assertThat(report.steps()).contains("list_models skipped").endsWith("completion failed");
        assertThat(report.summary())
                .isEqualTo(
                        "The server responds, but its API is under /v1, not under this path. Add /v1 to the endpoint.");
        assertThat(report.suggestions()).containsExactly("endpoint " + server.url() + "/v1");
    }

    @Test
    void everyResponseThatIsNotAChatHasItsOwnSummary() {
        var responses = new LinkedHashMap<String, ResponseDefinitionBuilder>();
        responses.put("rejects a plain chat message", json(400, "{\"error\": \"no chat template\"}"));
        responses.put("rejects the API key", json(401, "{}"));
        responses.put("forbids this request with the API key", json(403, "{}"));
        responses.put("no chat completions under this path", json(404, "Not Found"));
        responses.put("no model with this name", json(404, "{\"error\": \"model does not exist\"}"));
        responses.put("does not offer chat completions", json(405, "{}"));
        responses.put("accepts no more requests", json(429, "{}"));
        responses.put("may still be loading", json(502, "{}"));
        responses.put("redirects are not followed", aResponse().withStatus(308).withHeader("Location", "/elsewhere"));
        responses.put("rejects the chat message", json(418, "{}"));
        responses.put(
                "reports an error with a success status", json(200, "{\"error\": {\"message\": \"out of memory\"}}"));
        responses.put("perhaps from a web page or a proxy", json(200, "<html>"));
        responses.put("too slow, or is still being loaded", json(200, CHAT).withFixedDelay(4_000));
        var summaries = new HashMap<String, String>();
        server.gets("/v1/models", 405, "{}");

        responses.forEach((phrase, response) -> {
            server.posts(CHAT_PATH, response);
            var report = check();
            assertThat(report.end()).as(phrase).isEqualTo("completion failed");
            summaries.put(phrase, report.summary());
        });

        assertThat(summaries)
                .allSatisfy((phrase, summary) -> assertThat(summary).contains(phrase));
        assertThat(summaries.values()).doesNotHaveDuplicates();
    }

    @Test
    void aListedModelThatCannotChatHasItsOwnSummary() {
        server.lists(MODEL).posts(CHAT_PATH, 404, "{}");

        assertThat(check().summary()).contains("lists the model, but offers no chat");
    }

    private Report check() {
        return CheckedModels.check(
                server.url() + "/v1", "custom_openai/" + MODEL, "sk-complete-1", "completion", "true");
    }
}
