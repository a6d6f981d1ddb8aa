package dev.duoconfig.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Converts a contract to OpenAPI 3.0, because the comparison ignores the type lists of 3.1. A value that may be null becomes
 * {@code nullable}. Descriptions are removed: no client depends on them, and the comparison reports schema alternatives whose
 * descriptions differ as changed.
 */
final class OpenApi30 {

    private OpenApi30() {}

    static JsonNode from(JsonNode contract) {
        var copy = contract.<ObjectNode>deepCopy();
        rewrite(copy);
        return copy.put("openapi", "3.0.3");
    }

    private static void rewrite(JsonNode node) {
        node.forEach(OpenApi30::rewrite);
        if (node instanceof ObjectNode schema) {
            if (schema.path("description").isTextual()) {
                schema.remove("description");
            }
            rewriteTypes(schema);
            rewriteAlternatives(schema);
        }
    }

    private static void rewriteTypes(ObjectNode schema) {
        if (schema.get("type") instanceof ArrayNode types) {
            schema.remove("type");
            var alternatives = schema.arrayNode();
            for (var type : types) {
                if (type.asText().equals("null")) {
                    schema.put("nullable", true);
                } else {
                    alternatives.addObject().set("type", type);
                }
            }
            if (alternatives.size() == 1) {
                schema.set("type", alternatives.get(0).get("type"));
            } else {
                schema.set("oneOf", alternatives);
            }
        }
    }

    private static void rewriteAlternatives(ObjectNode schema) {
        if (schema.get("oneOf") instanceof ArrayNode alternatives) {
            var remaining = schema.arrayNode();
            for (var alternative : alternatives) {
                if (alternative.path("type").asText().equals("null")) {
                    schema.put("nullable", true);
                } else {
                    remaining.add(alternative);
                }
            }
            schema.remove("oneOf");
            schema.set(remaining.size() == 1 ? "allOf" : "oneOf", remaining);
        }
    }
}
