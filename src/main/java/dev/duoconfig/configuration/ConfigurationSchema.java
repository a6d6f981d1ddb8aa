package dev.duoconfig.configuration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import jakarta.inject.Singleton;

/** The JSON Schema of the document, extracted from the API contract so that there is a single source. */
@Singleton
class ConfigurationSchema {

    private static final String DOCUMENT = "ConfigurationDocument";
    private static final String IN_CONTRACT = "#/components/schemas/";
    private static final String IN_SCHEMA = "#/$defs/";

    private final String text;

    ConfigurationSchema() {
        this.text = build();
    }

    /** The schema, indented. */
    String text() {
        return text;
    }

    private static String build() {
        try (var contract = ConfigurationSchema.class.getResourceAsStream("/META-INF/openapi.yaml")) {
            var schemas = new YAMLMapper()
                    .readTree(Objects.requireNonNull(contract))
                    .path("components")
                    .path("schemas");
            var definitions = new TreeMap<String, JsonNode>();
            var document = schemas.path(DOCUMENT).deepCopy();
            collect(document, schemas, definitions);
            var json = new ObjectMapper();
            var schema = json.createObjectNode();
            schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
            schema.put("title", "Duo Config");
            schema.setAll((ObjectNode) document);
            schema.putObject("$defs").setAll(definitions);
            return json.writerWithDefaultPrettyPrinter().writeValueAsString(schema) + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Rewrites references to the contract as references to the schema, and collects the definitions that they name. */
    private static void collect(JsonNode node, JsonNode schemas, Map<String, JsonNode> definitions) {
        if (node instanceof ObjectNode object && object.path("$ref").asText().startsWith(IN_CONTRACT)) {
            var name = object.path("$ref").asText().substring(IN_CONTRACT.length());
            object.set("$ref", TextNode.valueOf(IN_SCHEMA + name));
            if (!definitions.containsKey(name)) {
                var definition = schemas.path(name).deepCopy();
                definitions.put(name, definition);
                collect(definition, schemas, definitions);
            }
        }
        node.forEach(child -> collect(child, schemas, definitions));
    }
}
