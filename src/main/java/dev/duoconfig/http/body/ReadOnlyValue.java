package dev.duoconfig.http.body;

import java.io.IOException;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.node.NullNode;
import org.jspecify.annotations.Nullable;

/** Reads any value of a property, and distinguishes null from an absent property. */
final class ReadOnlyValue extends StdDeserializer<JsonNode> {

    private static final long serialVersionUID = 1L;

    /** More than any read-only property of this service has. */
    private static final int MAX_TOKENS = 2_000;

    ReadOnlyValue() {
        super(JsonNode.class);
    }

    @Override
    public JsonNode deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        return BoundedTree.read(parser, context, MAX_TOKENS, "read-only", ReadOnlyProperties.RULE);
    }

    @Override
    public JsonNode getNullValue(DeserializationContext context) {
        return NullNode.getInstance();
    }

    @Override
    public @Nullable Object getAbsentValue(DeserializationContext context) {
        return null;
    }
}
