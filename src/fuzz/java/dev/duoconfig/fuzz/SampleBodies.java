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

/** Bodies that match their schema: the examples of the contract, and generated ones. */
final class SampleBodies {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final SchemaValues values;
    private final KnownValues known;

    SampleBodies(SchemaValues values, KnownValues known) {
        this.values = values;
        this.known = known;
    }

    /** A body in a media type of an operation. */
    JsonNode body(Media media, RandomSource random) {
        var examples = new ArrayList<>(media.examples().values());
        var base = examples.isEmpty() || random.onceIn(3)
                ? values.any(media.schema(), "", random)
                : random.pick(examples).deepCopy();
        return withItsOwnNames(adapted("", base, random), random);
    }

    /** The body with choices of the models that it contains, whose names have become others. */
    private static JsonNode withItsOwnNames(JsonNode body, RandomSource random) {
        var names = body.path("models").findValuesAsText("name");
        if (!names.isEmpty()) {
            for (var feature : body.path("features")) {
                if (feature instanceof ObjectNode choice && choice.path("model").isTextual()) {
                    choice.put("model", random.pick(names));
                }
            }
        }
        return body;
    }

    /** The value adapted to the running service: with IDs of existing models, unique names, and recognizable secrets. */
    private JsonNode adapted(String name, JsonNode value, RandomSource random) {
        if (value instanceof ObjectNode object) {
            var adapted = JSON.objectNode();
            object.properties()
                    .forEach(property ->
                            adapted.set(property.getKey(), adapted(property.getKey(), property.getValue(), random)));
            return adapted;
        }
        if (value instanceof ArrayNode array) {
            var adapted = JSON.arrayNode();
            array.forEach(element -> adapted.add(adapted(name, element, random)));
            return adapted;
        }
        if (value.isTextual()) {
            return adaptedText(name, value, random);
        }
        if (value.isIntegralNumber() && KnownValues.namesAModel(name) && !random.onceIn(8)) {
            return modelId(random);
        }
        return value;
    }

    private JsonNode adaptedText(String name, JsonNode value, RandomSource random) {
        if (value.textValue().isEmpty()) {
            return value;
        }
        if (known.isSecret(name)) {
            return TextNode.valueOf(KnownValues.CANARY + random.letters(6));
        }
        if (name.equals("name") && !random.onceIn(4)) {
            return TextNode.valueOf("Model " + random.letters(10));
        }
        return known.local(value);
    }

    private LongNode modelId(RandomSource random) {
        var ids = List.copyOf(known.ids());
        return LongNode.valueOf(ids.isEmpty() ? 1 : random.pick(ids));
    }
}
