package dev.duoconfig.fuzz;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.duoconfig.contract.Operation.Media;

/** Bodies that are valid by their schema: the examples of the contract, and others made from the schema. */
final class SampleBodies {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final SchemaValues values;
    private final KnownValues words;

    SampleBodies(SchemaValues values, KnownValues words) {
        this.values = values;
        this.words = words;
    }

    /** A body for this operation's media type. */
    JsonNode body(Media media, RandomSource dice) {
        var examples = new ArrayList<>(media.examples().values());
        var base = examples.isEmpty() || dice.onceIn(3)
                ? values.any(media.schema(), "", dice)
                : dice.pick(examples).deepCopy();
        return atHome("", base, dice);
    }

    /** The same value, as it makes sense here and now: with ids that exist, names of its own and secrets to look for. */
    private JsonNode atHome(String name, JsonNode value, RandomSource dice) {
        if (value instanceof ObjectNode object) {
            var settled = JSON.objectNode();
            object.properties()
                    .forEach(property ->
                            settled.set(property.getKey(), atHome(property.getKey(), property.getValue(), dice)));
            return settled;
        }
        if (value instanceof ArrayNode array) {
            var settled = JSON.arrayNode();
            array.forEach(element -> settled.add(atHome(name, element, dice)));
            return settled;
        }
        if (value.isTextual()) {
            return settledText(name, value, dice);
        }
        if (value.isIntegralNumber() && KnownValues.namesAModel(name) && !dice.onceIn(8)) {
            return modelId(dice);
        }
        return value;
    }

    private JsonNode settledText(String name, JsonNode value, RandomSource dice) {
        if (value.textValue().isEmpty()) {
            return value;
        }
        if (words.isSecret(name)) {
            return TextNode.valueOf(KnownValues.CANARY + dice.letters(6));
        }
        if (name.equals("name") && !dice.onceIn(4)) {
            return TextNode.valueOf("Model " + dice.letters(10));
        }
        return words.local(value);
    }

    private LongNode modelId(RandomSource dice) {
        var ids = List.copyOf(words.ids());
        return LongNode.valueOf(ids.isEmpty() ? 1 : dice.pick(ids));
    }
}
