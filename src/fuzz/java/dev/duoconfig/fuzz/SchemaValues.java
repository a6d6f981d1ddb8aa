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

/** Generates values from schemas. */
final class SchemaValues {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MAX_DEPTH = 6;
    private static final int MAX_LENGTH = 3000;
    private static final int MAX_ITEMS = 4;

    private final Contract contract;
    private final KnownValues known;
    private final Map<String, Map<JsonNode, List<JsonNode>>> examples = new ConcurrentHashMap<>();

    SchemaValues(Contract contract, KnownValues known) {
        this.contract = contract;
        this.known = known;
    }

    /**
     * A value that matches the schema as far as its types, limits, and examples determine it.
     *
     * @param name the name of the property or parameter, which may have examples elsewhere in the contract
     */
    JsonNode any(JsonNode schema, String name, RandomSource random) {
        return any(schema, name, random, 0);
    }

    private JsonNode any(JsonNode reference, String name, RandomSource random, int depth) {
        var schema = contract.resolve(reference);
        if (schema.has("const")) {
            return schema.path("const");
        }
        if (schema.has("enum")) {
            return random.pick(elements(schema.path("enum")));
        }
        for (var choice : List.of("oneOf", "anyOf", "allOf")) {
            if (schema.has(choice)) {
                return any(random.pick(elements(schema.path(choice))), name, random, depth);
            }
        }
        var examples = examples(schema, name);
        if (!examples.isEmpty() && !random.onceIn(4)) {
            return random.pick(examples);
        }
        return switch (type(schema, random)) {
            case "object" -> object(schema, random, depth);
            case "array" -> array(schema, name, random, depth);
            case "integer", "number" -> number(schema, random);
            case "boolean" -> JSON.booleanNode(random.onceIn(2));
            case "null" -> JSON.nullNode();
            default -> text(schema, random);
        };
    }

    /** The examples that match the schema, cached because validating them is slow. */
    private List<JsonNode> examples(JsonNode schema, String name) {
        return examples.computeIfAbsent(name, key -> new ConcurrentHashMap<>())
                .computeIfAbsent(schema, key -> known.examples(name).stream()
                        .filter(example ->
                                contract.violations(schema, example.toString()).isEmpty())
                        .toList());
    }

    /** One of the schema's types; a schema without a type is an object if it has properties, and a string otherwise. */
    private static String type(JsonNode schema, RandomSource random) {
        var type = schema.path("type");
        if (type.isArray()) {
            return random.pick(elements(type)).asText();
        }
        return type.asText(schema.has("properties") ? "object" : "string");
    }

    private ObjectNode object(JsonNode schema, RandomSource random, int depth) {
        var object = JSON.objectNode();
        var required =
                elements(schema.path("required")).stream().map(JsonNode::asText).toList();
        schema.path("properties").properties().forEach(property -> {
            if (required.contains(property.getKey()) || (depth < MAX_DEPTH && !random.onceIn(3))) {
                object.set(property.getKey(), any(property.getValue(), property.getKey(), random, depth + 1));
            }
        });
        schema.path("properties").properties().forEach(property -> {
            if (object.size() < schema.path("minProperties").asInt(0) && !object.has(property.getKey())) {
                object.set(property.getKey(), any(property.getValue(), property.getKey(), random, depth + 1));
            }
        });
        while (object.size() > schema.path("maxProperties").asInt(Integer.MAX_VALUE)) {
            object.remove(object.fieldNames().next());
        }
        var additional = schema.path("additionalProperties");
        if (additional.isObject() && depth < MAX_DEPTH) {
            for (int i = random.below(MAX_ITEMS); i > 0; i--) {
                object.set(random.letters(8), any(additional, "", random, depth + 1));
            }
        }
        return object;
    }

    private JsonNode array(JsonNode schema, String name, RandomSource random, int depth) {
        var array = JSON.arrayNode();
        var min = schema.path("minItems").asInt(0);
        for (int count = min + random.below(MAX_ITEMS); count > 0 && depth < MAX_DEPTH; count--) {
            array.add(any(schema.path("items"), name, random, depth + 1));
        }
        return array;
    }

    private static JsonNode number(JsonNode schema, RandomSource random) {
        var min = schema.path("minimum").asLong(0);
        var max = schema.path("maximum").asLong(Integer.MAX_VALUE);
        if (random.onceIn(10)) {
            return JSON.numberNode(random.onceIn(2) ? min : max);
        }
        return JSON.numberNode(Math.min(max, min + random.below(100)));
    }

    private static JsonNode text(JsonNode schema, RandomSource random) {
        if (schema.path("format").asText().equals("date-time")) {
            return TextNode.valueOf("2026-11-%02dT14:00:00.000Z".formatted(1 + random.below(28)));
        }
        var min = schema.path("minLength").asInt(0);
        var max = Math.min(MAX_LENGTH, schema.path("maxLength").asInt(MAX_LENGTH));
        var length = random.onceIn(10) ? max : Math.min(max, min + random.below(20));
        return TextNode.valueOf(random.letters(length));
    }

    private static List<JsonNode> elements(JsonNode array) {
        return new ArrayList<>(StreamSupport.stream(array.spliterator(), false).toList());
    }
}
