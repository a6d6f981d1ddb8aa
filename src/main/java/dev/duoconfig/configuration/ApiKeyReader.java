package dev.duoconfig.configuration;

import java.io.IOException;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import dev.duoconfig.http.body.RejectedValueException;

/** Reads the {@code api_key} of a document. Rejects an object or list that is far too large before all of it is in memory. */
final class ApiKeyReader extends StdDeserializer<JsonNode> {

    private static final long serialVersionUID = 1L;

    /** More than any {@link ApiKeyReference} has. */
    private static final int MAX_TOKENS = 100;

    ApiKeyReader() {
        super(JsonNode.class);
    }

    @Override
    public JsonNode deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        try (var value = context.bufferForInputBuffering(parser)) {
            var depth = 0;
            var tokens = 0;
            for (var token = parser.currentToken(); token != null; token = depth > 0 ? parser.nextToken() : null) {
                if (++tokens > MAX_TOKENS) {
                    throw new RejectedValueException(parser, "wrong-type", ApiKeyReference.RULE);
                }
                value.copyCurrentEvent(parser);
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            }
            return context.readTree(value.asParserOnFirstToken());
        }
    }
}
