package dev.duoconfig.fuzz;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.duoconfig.contract.Contract;
import dev.duoconfig.contract.Operation;

/** Mutations of one field of the body, applied to every field. */
final class FieldAttacks {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String PLACEHOLDER = "placeholder of the fuzzer";
    private static final String REMOVED = "nothing";
    private static final String ALSO_IN_UPPERCASE = "also in uppercase";
    private static final int MAX_DEPTH = 5;

    /** The mutations that add a property beside the field, with its name in a JSON pointer. */
    private static final Map<String, String> ADDED_PROPERTIES = Map.of(
            "with an unknown property", "surplus",
            "with an unnamed property", "",
            "with a __proto__ property", "__proto__",
            "with a property of hostile name", "a\u0000\ufffd~1~0\n");

    private final Contract contract;
    private final SchemaValues values;
    private final GoodRequests good;

    FieldAttacks(Contract contract, SchemaValues values, GoodRequests good) {
        this.contract = contract;
        this.values = values;
        this.good = good;
    }

    List<Attack> on(Operation operation) {
        var attacks = new ArrayList<Attack>();
        operation.bodies().forEach((type, media) -> fields(List.of(), media.schema(), true, 0)
                .forEach(field -> mutations(field).forEach((mutation, raw) -> {
                    var description = "%s %s, %s".formatted(type, field.pointer(), mutation);
                    var expected = ExpectedResponse.faultAt(fault(field, mutation));
                    attacks.add(new Attack(
                            operation,
                            description,
                            random -> newCase(operation, type, field, description, raw, expected, random)));
                })));
        return attacks;
    }

    private static String fault(Field field, String mutation) {
        var added = mutation.equals(ALSO_IN_UPPERCASE)
                ? field.name().toUpperCase(Locale.ROOT)
                : ADDED_PROPERTIES.get(mutation);
        return added == null ? field.pointer() : field.parent() + "/" + added;
    }

    private FuzzCase newCase(
            Operation operation,
            String type,
            Field field,
            String description,
            String raw,
            ExpectedResponse expected,
            RandomSource random) {
        var body = good.body(operation, type, random);
        var current = body.at(field.pointer());
        var isOnlyFault = !body.at(field.parent()).isMissingNode() && (field.required() || !raw.equals(REMOVED));
        var value = current.isMissingNode() ? values.any(field.schema(), field.name(), random) : current;
        put(body, field, TextNode.valueOf(PLACEHOLDER));
        var text = raw.equals(REMOVED)
                ? remove(body, field)
                : body.toString().replace("\"" + PLACEHOLDER + "\"", raw.replace(PLACEHOLDER, value.toString()));
        var request =
                good.plain(operation, random).withHeader("Content-Type", type).withBody(Request.bytes(text));
        return new FuzzCase(description, request, isOnlyFault ? expected : ExpectedResponse.DECLARED);
    }

    /** The replacements of a value by description; {@link #PLACEHOLDER} in them stands for the value itself. */
    private static Map<String, String> mutations(Field field) {
        var mutations = new LinkedHashMap<String, String>();
        mutations.putAll(HostileValues.values());
        mutations.putAll(HostileValues.texts());
        mutations.putAll(HostileValues.limits(field.schema()));
        mutations.put("wrapped in a list", "[" + PLACEHOLDER + "]");
        mutations.put("wrapped in an object", "{\"value\":" + PLACEHOLDER + "}");
        if (!field.isElement()) {
            var name = field.name();
            mutations.put("missing", REMOVED);
            mutations.put("twice", "%1$s,\"%2$s\":%1$s".formatted(PLACEHOLDER, name));
            mutations.put(
                    "twice, once escaped",
                    "%1$s,\"\\u%3$04x%2$s\":null".formatted(PLACEHOLDER, name.substring(1), (int) name.charAt(0)));
            mutations.put("with an unknown property", PLACEHOLDER + ",\"surplus\":1");
            mutations.put("with an unnamed property", PLACEHOLDER + ",\"\":1");
            mutations.put("with a __proto__ property", PLACEHOLDER + ",\"__proto__\":{\"admin\":true}");
            mutations.put("with a property of hostile name", PLACEHOLDER + ",\"a\\u0000\\ud800/~\\n\":1");
            mutations.put(ALSO_IN_UPPERCASE, "%s,\"%s\":1".formatted(PLACEHOLDER, name.toUpperCase(Locale.ROOT)));
        }
        return mutations;
    }

    /** The fields of a schema, including nested ones; a list has its first element as a field. */
    private List<Field> fields(List<String> path, JsonNode reference, boolean required, int depth) {
        var fields = new ArrayList<Field>();
        var schema = contract.resolve(reference);
        if (depth > 0) {
            fields.add(new Field(path, schema, required));
        }
        if (depth < MAX_DEPTH) {
            schema.path("properties")
                    .properties()
                    .forEach(property -> fields.addAll(fields(
                            append(path, property.getKey()),
                            property.getValue(),
                            requires(schema, property.getKey()),
                            depth + 1)));
            if (schema.has("items")) {
                fields.addAll(fields(append(path, "0"), schema.path("items"), true, depth + 1));
            }
            for (var choice : List.of("oneOf", "anyOf", "allOf")) {
                StreamSupport.stream(schema.path(choice).spliterator(), false)
                        .map(contract::resolve)
                        .filter(alternative -> alternative.has("properties") || alternative.has("items"))
                        .forEach(alternative -> fields.addAll(fields(path, alternative, required, depth + 1)));
            }
        }
        return fields;
    }

    private static boolean requires(JsonNode schema, String name) {
        return StreamSupport.stream(schema.path("required").spliterator(), false)
                .anyMatch(required -> required.asText().equals(name));
    }

    private static List<String> append(List<String> path, String name) {
        var longer = new ArrayList<>(path);
        longer.add(name);
        return List.copyOf(longer);
    }

    /** Sets a field, and creates the objects and lists around it where they are missing. */
    private static void put(JsonNode body, Field field, JsonNode value) {
        var current = body;
        for (int i = 0; i < field.path().size(); i++) {
            var name = field.path().get(i);
            var last = i == field.path().size() - 1;
            var next = last ? value : child(current, name);
            if (!last && !next.isContainerNode()) {
                next = field.path().get(i + 1).equals("0") ? JSON.arrayNode() : JSON.objectNode();
            }
            set(current, name, next);
            current = next;
        }
    }

    private static JsonNode child(JsonNode parent, String name) {
        return parent.isArray() ? parent.path(0) : parent.path(name);
    }

    private static void set(JsonNode parent, String name, JsonNode value) {
        if (parent instanceof ArrayNode array) {
            if (array.isEmpty()) {
                array.add(value);
            } else {
                array.set(0, value);
            }
        } else if (parent instanceof ObjectNode object) {
            object.set(name, value);
        }
    }

    private static String remove(JsonNode body, Field field) {
        var parent = body.at(field.parent());
        if (parent instanceof ObjectNode object) {
            object.remove(field.name());
        }
        return body.toString();
    }

    /** A field with its path in the body and its schema. */
    private record Field(List<String> path, JsonNode schema, boolean required) {

        String name() {
            return Objects.requireNonNull(path.get(path.size() - 1));
        }

        boolean isElement() {
            return name().equals("0");
        }

        String pointer() {
            return "/" + String.join("/", path);
        }

        String parent() {
            return path.size() == 1 ? "" : "/" + String.join("/", path.subList(0, path.size() - 1));
        }
    }
}
