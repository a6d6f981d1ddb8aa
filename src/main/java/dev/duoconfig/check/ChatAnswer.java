package dev.duoconfig.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duoconfig.outbound.OutboundResponse;

/** What a response to a chat message is. A success status alone shows nothing. */
enum ChatAnswer {
    CHAT(""),
    STREAM(" The response is a stream."),
    OTHER_STREAM(" The response is a stream without an answer."),
    ERROR(" The response is an error."),
    OTHER_JSON(" The response is JSON, but not a chat completion."),
    NOT_JSON(" The response is not JSON."),
    NO_SUCCESS("");

    private final String contents;

    ChatAnswer(String contents) {
        this.contents = contents;
    }

    /** A sentence with a space in front, to follow the status; empty if the status says all. */
    String contents() {
        return contents;
    }

    static ChatAnswer of(OutboundResponse response) {
        if (response.status() / 100 != 2) {
            return NO_SUCCESS;
        }
        if (Bodies.isEventStream(response)) {
            return isPart(Bodies.firstMessage(response)) ? STREAM : OTHER_STREAM;
        }
        var body = Bodies.json(response);
        if (!body.isContainerNode()) {
            return NOT_JSON;
        }
        var choice = body.path("choices").path(0);
        if (hasError(body) || hasError(choice)) {
            return ERROR;
        }
        if (isPart(body)) {
            return STREAM;
        }
        return choice.path("message").isObject() || isMessage(body) ? CHAT : OTHER_JSON;
    }

    /** Whether a body is a complete answer as Anthropic sends it. */
    private static boolean isMessage(JsonNode body) {
        return body.path("type").asText().equals("message")
                && body.path("content").isArray();
    }

    /** Whether a message is a part of a streamed answer, as OpenAI, Anthropic, or Ollama send it. */
    private static boolean isPart(JsonNode message) {
        return message.path("choices").path(0).has("delta")
                || message.path("object").asText().equals("chat.completion.chunk")
                || message.path("type").asText().equals("message_start")
                || (message.path("message").isObject() && message.path("done").isBoolean());
    }

    private static boolean hasError(JsonNode node) {
        var error = node.path("error");
        return error.isTextual() ? !error.textValue().isBlank() : error.isContainerNode() && !error.isEmpty();
    }
}
