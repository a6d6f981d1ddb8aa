package dev.duoconfig.http.body;

import java.io.IOException;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;

/** Reads a value of any form as a tree. Rejects one that is far too large before all of it is in memory. */
public final class BoundedTree {

    private BoundedTree() {}

    /**
     * Reads the value at the parser's place.
     *
     * @param maxTokens the number of names, values, and brackets that the value may have
     * @param code stable slug of the error of a larger value
     * @param rule the rule that a larger value breaks, for the caller
     */
    public static JsonNode read(
            JsonParser parser, DeserializationContext context, int maxTokens, String code, String rule)
            throws IOException {
        try (var value = context.bufferForInputBuffering(parser)) {
            var depth = 0;
            var tokens = 0;
            for (var token = parser.currentToken(); token != null; token = depth > 0 ? parser.nextToken() : null) {
                if (++tokens > maxTokens) {
                    throw new RejectedValueException(parser, code, rule);
                }
                value.copyCurrentEvent(parser);
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            }
            return context.readTree(value.asParserOnFirstToken());
        }
    }
}
