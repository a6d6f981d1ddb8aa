package dev.duoconfig.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.duoconfig.documents.Document;
import dev.duoconfig.testkit.FileSchema;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The schema of a line of exported audit events, generated from the contract. */
@Tag("fast")
class AuditSchemaReferenceTest {

    static final String SCHEMA = "audit-event.schema.json";
    private static final Pattern REFERENCE = Pattern.compile("#/components/schemas/([A-Za-z]+)");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void theSchemaIsCurrent() throws IOException {
        var schemas = new YAMLMapper()
                .readTree(Path.of("openapi.yaml").toFile())
                .path("components")
                .path("schemas");
        var definitions = new TreeMap<String, JsonNode>();
        collect(schemas.path("AuditEntry"), schemas, definitions);
        var schema = JSON.createObjectNode()
                .put("$schema", "https://json-schema.org/draft/2020-12/schema")
                .put("title", "Duo Config: audit event");
        schema.setAll((ObjectNode) schemas.path("AuditEntry"));
        schema.putObject("$defs").setAll(definitions);

        Document.keep(
                SCHEMA,
                REFERENCE
                                .matcher(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(schema))
                                .replaceAll("#/\\$defs/$1")
                        + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{}", "{\"id\": 1}"})
    void whatIsNotAnEventDoesNotConform(String line) throws IOException {
        assertThat(new FileSchema(SCHEMA).violations(line)).isNotEmpty();
    }

    private static void collect(JsonNode node, JsonNode schemas, Map<String, JsonNode> definitions) {
        var reference = REFERENCE.matcher(node.path("$ref").asText());
        if (reference.matches()
                && definitions.putIfAbsent(reference.group(1), schemas.path(reference.group(1))) == null) {
            collect(schemas.path(reference.group(1)), schemas, definitions);
        }
        node.forEach(child -> collect(child, schemas, definitions));
    }
}
