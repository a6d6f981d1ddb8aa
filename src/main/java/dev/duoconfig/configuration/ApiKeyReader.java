package dev.duoconfig.configuration;

import java.io.IOException;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import dev.duoconfig.http.body.BoundedTree;

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
        return BoundedTree.read(parser, context, MAX_TOKENS, "wrong-type", ApiKeyReference.RULE);
    }
}
