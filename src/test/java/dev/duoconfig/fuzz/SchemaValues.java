package dev.duoconfig.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.duoconfig.contract.Contract;

/** Makes values from schemas. */
final class SchemaValues {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int DEEPEST = 6;
    private static final int LONGEST = 3000;
    private static final int MOST = 4;

    private final Contract contract;
    private final KnownValues words;
    private final Map<String, Map<JsonNode, List<JsonNode>>> examples = new ConcurrentHashMap<>();

    SchemaValues(Contract contract, KnownValues words) {
        this.contract = contract;
        this.words = words;
    }

    /**
     * A value that the schema allows, as far as it can be told from types, limits and examples.
     *
     * @param name of the property or parameter, which may have examples elsewhere in the contract
     */
    JsonNode any(JsonNode schema, String name, RandomSource dice) {
        return any(schema, name, dice, 0);
    }

    private JsonNode any(JsonNode reference, String name, RandomSource dice, int depth) {
        var schema = contract.resolve(reference);
        if (schema.has("const")) {
            return schema.path("const");
        }
        if (schema.has("enum")) {
            return dice.pick(elements(schema.path("enum")));
        }
        for (var choice : List.of("oneOf", "anyOf", "allOf")) {
            if (schema.has(choice)) {
                return any(dice.pick(elements(schema.path(choice))), name, dice, depth);
            }
        }
        var examples = examples(schema, name);
        if (!examples.isEmpty() && !dice.onceIn(4)) {
            return dice.pick(examples);
        }
        return switch (type(schema, dice)) {
            case "object" -> object(schema, dice, depth);
            case "array" -> array(schema, name, dice, depth);
            case "integer", "number" -> number(schema, dice);
            case "boolean" -> JSON.booleanNode(dice.onceIn(2));
            case "null" -> JSON.nullNode();
            default -> text(schema, dice);
        };
    }

    /** The examples that the schema allows; which these are takes long to find out. */
    private List<JsonNode> examples(JsonNode schema, String name) {
        return examples.computeIfAbsent(name, unknown -> new ConcurrentHashMap<>())
                .computeIfAbsent(schema, unknown -> words.examples(name).stream()
                        .filter(example ->
                                contract.violations(schema, example.toString()).isEmpty())
                        .toList());
    }

    /** One of the schema's types; its first, when it names none, is taken for text. */
    private static String type(JsonNode schema, RandomSource dice) {
        var type = schema.path("type");
        if (type.isArray()) {
            return dice.pick(elements(type)).asText();
        }
        return type.asText(schema.has("properties") ? "object" : "string");
    }

    private ObjectNode object(JsonNode schema, RandomSource dice, int depth) {
        var object = JSON.objectNode();
        var required =
                elements(schema.path("required")).stream().map(JsonNode::asText).toList();
        schema.path("properties").properties().forEach(property -> {
            if (required.contains(property.getKey()) || (depth < DEEPEST && !dice.onceIn(3))) {
                object.set(property.getKey(), any(property.getValue(), property.getKey(), dice, depth + 1));
            }
        });
        schema.path("properties").properties().forEach(property -> {
            if (object.size() < schema.path("minProperties").asInt(0) && !object.has(property.getKey())) {
                object.set(property.getKey(), any(property.getValue(), property.getKey(), dice, depth + 1));
            }
        });
        while (object.size() > schema.path("maxProperties").asInt(Integer.MAX_VALUE)) {
            object.remove(object.fieldNames().next());
        }
        var others = schema.path("additionalProperties");
        if (others.isObject() && depth < DEEPEST) {
            for (int i = dice.below(MOST); i > 0; i--) {
                object.set(dice.letters(8), any(others, "", dice, depth + 1));
            }
        }
        return object;
    }

    private JsonNode array(JsonNode schema, String name, RandomSource dice, int depth) {
        var array = JSON.arrayNode();
        var least = schema.path("minItems").asInt(0);
        for (int count = least + dice.below(MOST); count > 0 && depth < DEEPEST; count--) {
            array.add(any(schema.path("items"), name, dice, depth + 1));
        }
        return array;
    }

    private static JsonNode number(JsonNode schema, RandomSource dice) {
        var least = schema.path("minimum").asLong(0);
        var most = schema.path("maximum").asLong(Integer.MAX_VALUE);
        if (dice.onceIn(10)) {
            return JSON.numberNode(dice.onceIn(2) ? least : most);
        }
        return JSON.numberNode(Math.min(most, least + dice.below(100)));
    }

    private static JsonNode text(JsonNode schema, RandomSource dice) {
        if (schema.path("format").asText().equals("date-time")) {
            return TextNode.valueOf("2026-11-%02dT14:00:00.000Z".formatted(1 + dice.below(28)));
        }
        var least = schema.path("minLength").asInt(0);
        var most = Math.min(LONGEST, schema.path("maxLength").asInt(LONGEST));
        var length = dice.onceIn(10) ? most : Math.min(most, least + dice.below(20));
        return TextNode.valueOf(dice.letters(length));
    }

    private static List<JsonNode> elements(JsonNode array) {
        return new ArrayList<>(StreamSupport.stream(array.spliterator(), false).toList());
    }
}
