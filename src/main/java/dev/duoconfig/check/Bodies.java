package dev.duoconfig.check;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.duoconfig.outbound.OutboundResponse;

/** Reads the bodies of responses to checks. */
final class Bodies {

    private static final Pattern MARKUP = Pattern.compile("\\A\\s*+<[a-z!]", Pattern.CASE_INSENSITIVE);
    private static final Pattern EVENTS = Pattern.compile("\\A\\s*+(?:data|event)?:");
    private static final Pattern STREAM_TYPE =
            Pattern.compile("text/event-stream|application/(?:x-ndjson|ndjson|jsonl|stream\\+json|json-seq)");
    private static final Pattern MESSAGE = Pattern.compile("^(?:data:)?[ \\t]*+(\\{[^\\r\\n]*)", Pattern.MULTILINE);

    private Bodies() {}

    /**
     * The document; a missing node if the body is not JSON.
     *
     * @throws dev.duoconfig.outbound.OutboundException if it has more values than memory allows, which ends the step
     */
    static JsonNode json(OutboundResponse response) {
        return response.json().orElseGet(MissingNode::getInstance);
    }

    /** The media type with its parameters; empty if the response has none. */
    static String contentType(OutboundResponse response) {
        return response.headers()
                .getOrDefault("content-type", List.of(""))
                .get(0)
                .strip();
    }

    /** Whether the body is a web page, or another text with markup. */
    static boolean isHtml(OutboundResponse response) {
        return contentType(response).toLowerCase(Locale.ROOT).startsWith("text/html")
                || MARKUP.matcher(response.body()).lookingAt();
    }

    /** Whether the body is a sequence of messages, as servers send it to clients that ask for a stream. */
    static boolean isEventStream(OutboundResponse response) {
        return STREAM_TYPE
                        .matcher(contentType(response).toLowerCase(Locale.ROOT))
                        .lookingAt()
                || EVENTS.matcher(response.body()).lookingAt();
    }

    /** The first message of a stream; a missing node if it is not JSON. */
    static JsonNode firstMessage(OutboundResponse response) {
        var message = MESSAGE.matcher(response.body());
        return message.find() ? json(response.withBody(message.group(1))) : MissingNode.getInstance();
    }
}
