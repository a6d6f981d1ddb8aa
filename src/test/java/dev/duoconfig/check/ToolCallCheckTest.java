package dev.duoconfig.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duoconfig.model.SampleModels;
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

import static dev.duoconfig.testkit.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

/** Whether a model calls a tool. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class ToolCallCheckTest {

    private static final String CHAT_PATH = "/v1/chat/completions";
    private static final String MODEL = "served";
    private static final String CALL = """
            {"choices": [{"finish_reason": "tool_calls", "message": {"role": "assistant", "content": null,
             "tool_calls": [{"id": "1", "type": "function",
                             "function": {"name": "get_weather", "arguments": "{\\"city\\": \\"Paris\\"}"}}]}}]}""";

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
    void anAnswerThatCallsTheToolPasses() throws Exception {
        server.lists(MODEL).posts(CHAT_PATH, 200, CALL);

        var report = check("tools", "true");
        JsonNode sent = new ObjectMapper().readTree(server.bodies(CHAT_PATH).get(0));

        assertThat(report.status()).isEqualTo("passed");
        assertThat(report.steps())
                .containsExactly(
                        "outbound_policy passed",
                        "connect passed",
                        "tls skipped",
                        "list_models passed",
                        "tool_call passed");
        assertThat(report.summary()).isEqualTo("The model answers, and calls tools.");
        assertThat(server.bodies(CHAT_PATH)).hasSize(1);
        assertThat(sent.at("/tools/0/type").asText()).isEqualTo("function");
        assertThat(sent.at("/tools/0/function/name").asText()).isEqualTo("get_weather");
        assertThat(sent.at("/tools/0/function/parameters/required/0").asText()).isEqualTo("city");
        assertThat(sent.path("tool_choice").isMissingNode()).isTrue();
        assertThat(sent.path("stream").asBoolean(true)).isFalse();
        assertThat(sent.path("max_completion_tokens").asInt()).isGreaterThan(100);
    }

    @Test
    void bothTheCompletionAndTheToolAreAskedFor() {
        server.lists(MODEL).posts(CHAT_PATH, 200, CALL);

        var report = check("tools", "true", "completion", "true");

        assertThat(report.steps()).endsWith("list_models passed", "completion passed", "tool_call passed");
        assertThat(server.bodies(CHAT_PATH)).hasSize(2);
        assertThat(server.bodies(CHAT_PATH).get(0)).doesNotContain("tools");
    }

    @Test
    void withoutTheParameterNoToolIsSent() {
        server.lists(MODEL).posts(CHAT_PATH, 200, CALL);

        assertThat(check("completion", "true").steps()).endsWith("completion passed");
        assertThat(check("tools", "false").steps()).endsWith("list_models passed");
        assertThat(server.bodies(CHAT_PATH)).noneMatch(body -> body.contains("tools"));
    }

    @Test
    void theToolDecidesAboutAListThatDoesNotHaveTheModel() {
        server.gets("/v1/models", 404, "{}").posts(CHAT_PATH, 200, CALL);

        var report = check("tools", "true");

        assertThat(report.steps()).endsWith("list_models skipped", "tool_call passed");
        assertThat(report.detail("list_models")).contains("The tool_call step shows");
    }

    @Test
    void aDraftIsAskedToo() {
        server.lists(MODEL).posts(CHAT_PATH, 200, CALL);
        var draft = SampleModels.body("endpoint", server.url() + "/v1");
        draft.put("identifier", "custom_openai/" + MODEL);

        var report = Report.of(
                Api.as("admin").queryParam("tools", "true").body(draft).post("/models/check"));

        assertThat(report.end()).isEqualTo("tool_call passed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"choices\": [{\"message\": {\"content\": \"It is sunny.\"}}]} | does not call the tool",
                "{\"choices\": [{\"message\": {\"content\": \"\", \"tool_calls\": []}}]} | does not call the tool",
                "{\"choices\": [{\"message\": {\"content\": null, \"tool_calls\": null}}]} | does not call the tool",
                "{\"choices\": [{\"message\": {\"tool_calls\": [{\"function\": {\"name\": \"search\"}}]}}]} | does not call the tool",
                "{\"choices\": [{\"message\": {\"tool_calls\": \"get_weather\"}}]} | does not call the tool",
                "{\"choices\": [{\"message\": {\"content\": \"<tool_call>{\\\"name\\\": \\\"get_weather\\\"}</tool_call>\"}}]} | as text",
                "{\"choices\": [{\"finish_reason\": \"length\", \"message\": {\"content\": \"Hm\"}}]} | within 512 tokens",
                "{\"choices\": []} | does not offer OpenAI's API",
                "{\"error\": \"overloaded\"} | an error with a success status",
                "<html>Sign in</html> | a web page or a proxy"
            })
    void anyOtherAnswerFails(String body, String phrase) {
        server.lists(MODEL).posts(CHAT_PATH, 200, body);

        var report = check("tools", "true");

        assertThat(report.end()).isEqualTo("tool_call failed");
        assertThat(report.summary()).contains(phrase);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "400 | {\"message\": \"\\\"auto\\\" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set\"}",
                "400 | {\"error\": {\"message\": \"served does not support tools\"}}",
                "404 | {\"error\": {\"message\": \"No endpoints found that support tool use\"}}",
                "422 | {\"detail\": [{\"loc\": [\"body\", \"tools\"], \"msg\": \"Extra inputs are not permitted\"}]}",
                "500 | {\"error\": {\"message\": \"tools param requires --jinja flag\"}}"
            })
    void aServerThatRejectsToolsIsNotBlamedForAnythingElse(int status, String body) {
        server.lists(MODEL).posts(CHAT_PATH, status, body);

        var report = check("tools", "true");

        assertThat(report.end()).isEqualTo("tool_call failed");
        assertThat(report.summary()).contains("rejects a message with a tool", "--tool-call-parser");
        assertThat(report.suggestions()).isEmpty();
        assertThat(report.serverMessage("tool_call")).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"401, rejects the API key", "429, accepts no more requests", "503, may still be loading"})
    void anotherFailureIsThatOfACompletion(int status, String phrase) {
        server.lists(MODEL).posts(CHAT_PATH, status, "{}");

        var report = check("tools", "true");

        assertThat(report.end()).isEqualTo("tool_call failed");
        assertThat(report.summary()).contains(phrase);
    }

    @Test
    void v1IsSuggestedHereToo() {
        server.lists(MODEL);

        var report = CheckedModels.check(server.url(), "custom_openai/" + MODEL, "sk-tool-1", "tools", "true");

        assertThat(report.end()).isEqualTo("tool_call failed");
        assertThat(report.suggestions()).containsExactly("endpoint " + server.url() + "/v1");
    }

    @Test
    void aLimitThatTheServerRejectsIsLeftOut() {
        server.lists(MODEL).posts(CHAT_PATH, 400, "{\"error\": \"max_tokens is not supported\"}");

        check("tools", "true");

        assertThat(server.bodies(CHAT_PATH)).hasSize(3).allMatch(body -> body.contains("get_weather"));
        assertThat(server.bodies(CHAT_PATH).get(2)).doesNotContain("max_");
    }

    @Test
    void onBedrockTheStepIsSkippedWithTheReason() {
        var report = CheckedModels.check(null, "bedrock/claude", null, "tools", "true");

        assertThat(report.status()).isEqualTo("skipped");
        assertThat(report.steps()).endsWith("list_models skipped", "tool_call skipped");
        assertThat(report.detail("tool_call")).contains("not called directly");
    }

    @Test
    void throughTheGatewayTheStepIsSkippedWithTheReason() {
        server.gets("/monitoring/healthz", 200, "{}")
                .posts("/v1/prompts/model_configuration%2Fcheck", 200, "{\"content\": \"Yes\"}");
        Api.as("admin").body("{\"url\": \"" + server.url() + "\"}").patch("/gateway");

        var report = check("tools", "true", "via", "gateway");

        assertThat(report.status()).isEqualTo("passed");
        assertThat(report.steps()).endsWith("gateway_prompt passed", "tool_call skipped");
        assertThat(report.detail("tool_call")).contains("via=direct");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "1", "TRUE", ""})
    void theParameterIsTrueOrFalse(String value) {
        assertProblem(Api.as("admin").queryParam("tools", value).post("/models/1/check"), 400, "invalid-parameter");
    }

    private Report check(String... parameters) {
        return CheckedModels.check(server.url() + "/v1", "custom_openai/" + MODEL, "sk-tool-1", parameters);
    }
}
