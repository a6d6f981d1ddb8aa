package dev.duoconfig.check;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.duoconfig.outbound.ScriptedServer;
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
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static dev.duoconfig.check.FakeServer.CHAT;
import static dev.duoconfig.check.FakeServer.MODEL;
import static dev.duoconfig.check.FakeServer.json;
import static java.nio.charset.StandardCharsets.UTF_8;
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
    @ValueSource(ints = {301, 302, 400, 401, 402, 403, 406, 418, 429, 502})
    void theCompletionDecidesWhateverTheStatusOfTheList(int status) {
        server.gets("/v1/models", status, "{}").chats();

        var report = check();

        assertThat(report.status()).isEqualTo("passed");
        assertThat(report.steps()).contains("list_models skipped").endsWith("completion passed");
        assertThat(report.detail("list_models")).contains("returned " + status);
        assertThat(report.suggestions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "llama3:latest, codellama:13b",
                "mixtral",
                "someone/Mixtral-8x7B-Instruct-v0.2",
                "Mixtral-8x7B-Instruct-v0.1-GPTQ, text-embedding-3",
                "gpt-4o, claude-3-5-sonnet",
                "models/Mixtral.gguf"
            })
    void theCompletionDecidesWhateverNamesTheListHas(String names) {
        server.lists(names.split(", ")).chats();

        var report = check();

        assertThat(report.status()).isEqualTo("passed");
        assertThat(report.steps()).contains("list_models skipped").endsWith("completion passed");
        assertThat(report.detail("list_models")).contains("does not list this model", "but not " + MODEL);
        assertThat(report.suggestions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"null", "{\"data\": null}", "{\"data\": []}", "[]", "{\"models\": {}}", "[{\"id\": \"org/m\"}]"})
    void theCompletionDecidesWhateverTheFormOfTheList(String body) {
        server.gets("/v1/models", 200, body).chats();

        assertThat(check().steps()).contains("list_models skipped").endsWith("completion passed");
    }

    @Test
    void aListThatIsTooLargeIsSkipped() {
        var tooLarge = aResponse().withBody("x".repeat(1024 * 1024 + 1));
        var tooMany = json(200, "{\"data\": [" + "{},".repeat(100_000) + "{}]}");
        server.chats();

        for (var list : List.of(tooLarge, tooMany)) {
            server.gets("/v1/models", list);
            var report = check();

            assertThat(report.steps()).contains("list_models skipped").endsWith("completion passed");
            assertThat(report.detail("list_models"))
                    .contains("does not list its models")
                    .containsPattern("larger than|more than");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"data\": [",
                "HTTP/1.1 500 Oops\r\nContent-Length: 9999\r\n\r\n"
            })
    void aListThatDoesNotEndIsSkippedWithACompletionAndFailsWithout(String head) throws IOException {
        try (var endless = listThenChat((in, out) -> {
            out.write(head.getBytes(UTF_8));
            out.flush();
            in.read();
        })) {
            var endpoint = "http://127.0.0.1:" + endless.port() + "/v1";

            var whole = CheckedModels.check(endpoint, "custom_openai/" + MODEL, null, "completion", "true");
            var quick = CheckedModels.check(endpoint, "custom_openai/" + MODEL, null);

            assertThat(whole.steps()).contains("list_models skipped").endsWith("completion passed");
            assertThat(quick.end()).isEqualTo("list_models failed");
            assertThat(quick.summary()).contains("does not end in time");
        }
    }

    @Test
    void aListThatBreaksOffIsSkippedAndNoResponseAtAllEndsTheCheck() throws IOException {
        var responses = Map.of(
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", "completion passed",
                "SSH-2.0-OpenSSH\r\n", "list_models failed");

        for (var response : responses.entrySet()) {
            try (var broken =
                    listThenChat((in, out) -> out.write(response.getKey().getBytes(UTF_8)))) {
                var report = CheckedModels.check(
                        "http://127.0.0.1:" + broken.port() + "/v1",
                        "custom_openai/" + MODEL,
                        null,
                        "completion",
                        "true");

                assertThat(report.end()).as(response.getKey()).isEqualTo(response.getValue());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "404, '{\"error\": {\"message\": \"The model `x` does not exist\"}}'",
        "404, 404 page not found",
        "400, '{\"detail\": \"Invalid model name passed in model=x\"}'",
        "422, '{\"message\": \"unknown model\"}'",
        "400, '{\"error\": \"no healthy deployments for this model\"}'"
    })
    void aNameThatIsNeitherListedNorAnsweredIsCorrected(int status, String body) {
        server.lists("text-embedding-3", "Mixtral-8x7B-Instruct-v0.2").posts(CHAT_PATH, status, body);

        var report = check();

        assertThat(report.end()).isEqualTo("completion failed");
        assertThat(report.summary()).contains("lists no model with this name", "Mixtral-8x7B-Instruct-v0.2");
        assertThat(report.suggestions()).containsExactly("identifier custom_openai/Mixtral-8x7B-Instruct-v0.2");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 429, 500, 503})
    void aNameIsNotBlamedForAnotherFailure(int status) {
        server.lists("Mixtral-8x7B-Instruct-v0.2").posts(CHAT_PATH, status, "{}");

        var report = check();

        assertThat(report.end()).isEqualTo("completion failed");
        assertThat(report.suggestions()).isEmpty();
        assertThat(report.summary()).doesNotContain("lists");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"error\": {\"message\": \"You have insufficient permissions for this operation. Missing scopes: api.model.read.\"}}",
                "{\"error\": \"insufficient_scope\"}",
                "{\"message\": \"The token does not have the required scope\"}",
                "{\"error\": {\"type\": \"permission_error\", \"message\": \"no\"}}",
                "{\"detail\": \"This key does not have access to this endpoint\"}",
                "Missing permission models.list"
            })
    void aMissingScopeIsToldFromAWrongKey(String body) {
        for (var status : new int[] {401, 403}) {
            server.gets("/v1/models", status, body).chats();

            var whole = check();
            var quick = CheckedModels.check(server.url() + "/v1", "custom_openai/" + MODEL, "sk-complete-1");

            assertThat(whole.steps()).contains("list_models skipped").endsWith("completion passed");
            assertThat(quick.end()).isEqualTo("list_models failed");
            assertThat(quick.summary())
                    .contains("lacks a scope", "completion=true")
                    .doesNotContain("expired");
        }
    }

    @Test
    void aMissingScopeForChatIsToldFromAWrongKeyToo() {
        server.lists(MODEL)
                .posts(
                        CHAT_PATH,
                        aResponse()
                                .withStatus(403)
                                .withHeader("WWW-Authenticate", "Bearer error=\"insufficient_scope\""));

        assertThat(check().summary()).contains("lacks a scope").doesNotContain("wrong, has expired");
    }

    @Test
    void aWebServersPageAboutPermissionsSaysNothingAboutTheKey() {
        server.lists(MODEL)
                .posts(
                        CHAT_PATH,
                        aResponse()
                                .withStatus(403)
                                .withHeader("Content-Type", "text/html")
                                .withBody(
                                        "<html><title>403 Forbidden</title>You don't have permission to access this"));

        assertThat(check().summary()).doesNotContain("scope");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/event-stream | data: {\"choices\": [{\"delta\": {\"content\": \"Y\"}}]}\\n\\ndata: [DONE]\\n\\n | The model answers, but streams",
                "text/event-stream | : keep-alive\\n\\ndata: {\"choices\": [{\"delta\": {}}]}\\n\\n | The model answers, but streams",
                "application/json | data: {\"choices\": [{\"delta\": {}}]}\\n\\n | The model answers, but streams",
                "application/json | {\"object\": \"chat.completion.chunk\", \"choices\": []} | The model answers, but streams",
                "application/x-ndjson | {\"model\": \"m\", \"message\": {\"content\": \"Y\"}, \"done\": false}\\n{\"done\": true} | The model answers, but streams",
                "text/event-stream | data: {\"error\": {\"message\": \"overloaded\"}}\\n\\n | stream does not begin with an answer",
                "text/event-stream | : ping\\n\\n | stream does not begin with an answer"
            })
    void aStreamThatWasNotAskedForIsCalledOne(String type, String body, String phrase) {
        server.lists(MODEL)
                .posts(CHAT_PATH, aResponse().withHeader("Content-Type", type).withBody(body.replace("\\n", "\n")));

        var report = check();

        assertThat(report.end()).isEqualTo("completion failed");
        assertThat(report.summary()).contains(phrase, "asks for no stream");
        assertThat(server.bodies(CHAT_PATH)).allMatch(request -> request.contains("\"stream\":false"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"choices\": []}",
                "{\"choices\": null}",
                "{\"choices\": [{\"text\": \"Yes\"}]}",
                "{\"choices\": [{\"message\": {\"content\": \"\"}, \"error\": {\"code\": 502}}]}",
                "{\"error\": \"rate limit\", \"choices\": [{\"message\": {}}]}",
                "{\"status\": \"failure\", \"message\": \"no provider\"}",
                "\"Yes\"",
                "Yes"
            })
    void aSuccessStatusWithoutAnAnswerIsNoSuccess(String body) {
        server.lists(MODEL).posts(CHAT_PATH, 200, body);

        assertThat(check().end()).isEqualTo("completion failed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"choices\": [{\"message\": {\"content\": null, \"reasoning_content\": \"Hm\"}}]}",
                "{\"choices\": [{\"message\": {\"content\": \"\"}, \"finish_reason\": \"length\"}], \"error\": null}"
            })
    void anAnswerThatTheLimitOnTokensCutsOffIsAnAnswer(String body) {
        server.lists(MODEL).posts(CHAT_PATH, 200, body);

        assertThat(check().status()).isEqualTo("passed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "x-gzip", "GZIP", "deflate", "gzip, gzip", "identity", "utf-8"})
    void compressionThatWasNotAskedForIsRead(String encoding) throws IOException {
        var list = FakeServer.list(MODEL).getBytes(UTF_8);
        var chat = CHAT.getBytes(UTF_8);
        for (var applied : encoding.toLowerCase(Locale.ROOT).split(", ", -1)) {
            list = compressed(list, applied);
            chat = compressed(chat, applied);
        }
        server.gets(
                        "/v1/models",
                        aResponse().withHeader("Content-Encoding", encoding).withBody(list))
                .posts(
                        CHAT_PATH,
                        aResponse().withHeader("Content-Encoding", encoding).withBody(chat));

        var report = check();

        assertThat(report.steps()).contains("list_models passed").endsWith("completion passed");
        server.verify(1, getRequestedFor(urlEqualTo("/v1/models")).withHeader("Accept-Encoding", equalTo("identity")));
        server.verify(1, postRequestedFor(urlEqualTo(CHAT_PATH)).withHeader("Accept-Encoding", equalTo("identity")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "zstd", "compress", "gzip, br"})
    void aCompressionThatIsNotReadHereIsNamedAndEndsNothing(String encoding) {
        var unreadable = aResponse().withHeader("Content-Encoding", encoding).withBody(new byte[] {1, 2, 3});
        server.gets("/v1/models", unreadable).chats();

        var whole = check();
        var quick = CheckedModels.check(server.url() + "/v1", "custom_openai/" + MODEL, "sk-complete-1");
        server.posts(CHAT_PATH, unreadable);
        var unanswered = check();

        assertThat(whole.steps()).contains("list_models skipped").endsWith("completion passed");
        assertThat(quick.summary()).contains("Turn compression off");
        assertThat(unanswered.end()).isEqualTo("completion failed");
        assertThat(unanswered.summary()).contains("Turn compression off").doesNotContain("valid HTTP");
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

    /** A server whose every first response is a script, and whose every second one is a chat. */
    private static ScriptedServer listThenChat(ScriptedServer.Script list) throws IOException {
        var requests = new AtomicInteger();
        var chat = "HTTP/1.1 200 OK\r\nContent-Length: " + CHAT.getBytes(UTF_8).length + "\r\n\r\n" + CHAT;
        return ScriptedServer.responding((in, out) -> {
            if (requests.getAndIncrement() % 2 == 0) {
                list.respond(in, out);
            } else {
                out.write(chat.getBytes(UTF_8));
                out.flush();
                in.readAllBytes();
            }
        });
    }

    private static byte[] compressed(byte[] body, String encoding) throws IOException {
        var compressed = new ByteArrayOutputStream();
        try (var out =
                switch (encoding) {
                    case "gzip", "x-gzip" -> new GZIPOutputStream(compressed);
                    case "deflate" -> new DeflaterOutputStream(compressed);
                    default -> compressed;
                }) {
            out.write(body);
        }
        return compressed.toByteArray();
    }

    private Report check() {
        return CheckedModels.check(
                server.url() + "/v1", "custom_openai/" + MODEL, "sk-complete-1", "completion", "true");
    }
}
