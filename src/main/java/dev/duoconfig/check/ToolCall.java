package dev.duoconfig.check;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duoconfig.catalogue.Platform;
import dev.duoconfig.outbound.Deadline;
import dev.duoconfig.outbound.OutboundResponse;
import org.jspecify.annotations.Nullable;

/** Checks whether the model calls a tool, which features of the Agent Platform need: one message with one tool. */
final class ToolCall {

    /** The reason why a model is not asked to call a tool through the AI gateway. */
    static final String NOT_THROUGH_GATEWAY =
            "The AI gateway sends no tool when it is asked to try a model. Use via=direct to check whether the model calls"
                    + " tools.";

    /** The reason why a model is not asked to call a tool where its server is not called directly. */
    static final String NOT_ASKED =
            "The server of the model is not called directly, and the AI gateway sends no tool when it is asked to try a model."
                    + " Test a feature of the Agent Platform in GitLab.";

    private static final String TOOL = "get_weather";
    private static final String DESCRIPTION = "Returns the current weather in a city.";
    private static final String QUESTION =
            "What is the weather in Paris? Call the tool " + TOOL + " to find out. Do not answer without calling it.";

    /** Enough for a model that thinks before it calls. */
    private static final int MAX_TOKENS = 512;

    private static final Map<String, Object> PARAMETERS = Map.of(
            "type",
            "object",
            "properties",
            Map.of("city", Map.of("type", "string", "description", "The name of the city.")),
            "required",
            List.of("city"));

    private static final Pattern NAMES_TOOLS = Pattern.compile(
            "\\btools?\\b|tool[_ -]?(?:choice|call|use|parser)|function[_ -]?call|--jinja", Pattern.CASE_INSENSITIVE);

    private final ModelServer server;
    private final ServerMessages messages;
    private final Completion completion;

    ToolCall(ModelServer server, ServerConnection connection, ServerMessages messages) {
        this.server = server;
        this.messages = messages;
        this.completion = new Completion(server, connection, messages, this::chat);
    }

    Completion.Reply ask(Deadline deadline) {
        return completion.ask(deadline);
    }

    /** @param listed whether the server has listed the model */
    StepOutcome evaluate(Completion.Reply reply, boolean listed) {
        var response = reply.response();
        if (rejectsTools(reply)) {
            var message = messages.of(response);
            return completion.evaluate(reply, listed).explained(rejected(message), List.of());
        }
        if (ChatAnswer.of(response) != ChatAnswer.CHAT) {
            return completion.evaluate(reply, listed);
        }
        var detail = "POST " + server.chatUrl() + " returned " + reply.status() + ". The answer ";
        return calls(response)
                ? StepOutcome.passed(detail + "calls the tool.", "The model answers, and calls tools.")
                : StepOutcome.failed(detail + "does not call the tool.", notCalled(response));
    }

    /** Whether the failure is about tools, and not about the endpoint or the name of the model. */
    static boolean concernsTools(Completion.Reply reply) {
        return rejectsTools(reply) || ChatAnswer.of(reply.response()) == ChatAnswer.CHAT;
    }

    private static boolean rejectsTools(Completion.Reply reply) {
        var status = reply.status();
        return (status == 400 || status == 404 || status == 422 || status == 500 || status == 501)
                && !Bodies.isHtml(reply.response())
                && NAMES_TOOLS.matcher(reply.response().body()).find();
    }

    private Map<String, Object> chat(@Nullable String tokenLimit) {
        var body = new LinkedHashMap<>(server.chat(tokenLimit));
        body.put("messages", List.of(Map.of("role", "user", "content", QUESTION)));
        body.put("tools", List.of(isAnthropic() ? anthropicTool() : tool()));
        if (tokenLimit != null) {
            body.put(tokenLimit, MAX_TOKENS);
        }
        return body;
    }

    private boolean isAnthropic() {
        return server.platform() == Platform.ANTHROPIC;
    }

    private static Map<String, Object> tool() {
        return Map.of(
                "type",
                "function",
                "function",
                Map.of("name", TOOL, "description", DESCRIPTION, "parameters", PARAMETERS));
    }

    private static Map<String, Object> anthropicTool() {
        return Map.of("name", TOOL, "description", DESCRIPTION, "input_schema", PARAMETERS);
    }

    private static boolean calls(OutboundResponse response) {
        var body = Bodies.json(response);
        return elements(message(body).path("tool_calls"))
                        .anyMatch(call -> call.at("/function/name").asText().equals(TOOL))
                || elements(body.path("content"))
                        .anyMatch(part -> part.path("type").asText().equals("tool_use")
                                && part.path("name").asText().equals(TOOL));
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static JsonNode message(JsonNode body) {
        return body.at("/choices/0/message");
    }

    private static String rejected(@Nullable String message) {
        return "The server rejects a message with a tool: the model does not support tools, or the server must be started with"
                + " support for them (vLLM: --enable-auto-tool-choice and --tool-call-parser; llama.cpp: --jinja). Features of"
                + " the Agent Platform need it. " + ResponseExplanations.reason(message);
    }

    private static String notCalled(OutboundResponse response) {
        var body = Bodies.json(response);
        if (body.at("/choices/0/finish_reason").asText().equals("length")
                || body.path("stop_reason").asText().equals("max_tokens")) {
            return "The model does not call the tool within " + MAX_TOKENS
                    + " tokens. It may think for too long, or not support tools, which features of the Agent Platform need.";
        }
        if (message(body).path("content").asText().contains(TOOL)) {
            return "The model writes the call of the tool as text, because the server does not recognize it. Start the server with"
                    + " the parser for calls of this model (vLLM: --tool-call-parser), or choose another chat template.";
        }
        return "The model answers, but does not call the tool, although it was told to. Features of the Agent Platform need a"
                + " model that calls tools: choose another one for them, or check whether the server passes tools on to the"
                + " model.";
    }
}
