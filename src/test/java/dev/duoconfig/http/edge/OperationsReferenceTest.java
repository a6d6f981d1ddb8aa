package dev.duoconfig.http.edge;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.duoconfig.documents.Document;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The extract of the contract that the service reads at its start. */
@Tag("fast")
class OperationsReferenceTest {

    private static final List<String> PROPERTIES =
            List.of("operationId", "security", "deprecated", "x-deprecated-at", "x-sunset");

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void theExtractIsCurrent() throws IOException {
        var contract = new YAMLMapper().readTree(Path.of("openapi.yaml").toFile());
        var extract = JSON.createObjectNode();
        var paths = extract.putObject("paths");
        contract.path("paths").properties().forEach(path -> {
            var operations = paths.putObject(path.getKey());
            for (var method : PublishedOperations.METHODS) {
                if (path.getValue().has(method)) {
                    operations.set(method, operation(path.getValue().path(method), contract));
                }
            }
        });

        Document.keep(
                Path.of("src", "main", "resources").resolve(PublishedOperations.EXTRACT),
                JSON.writerWithDefaultPrettyPrinter().writeValueAsString(extract) + "\n");
    }

    private static ObjectNode operation(JsonNode operation, JsonNode contract) {
        var extract = JSON.createObjectNode();
        for (var property : PROPERTIES) {
            if (operation.has(property)) {
                extract.set(property, operation.path(property));
            }
        }
        var headers = extract.putArray("parameters");
        for (var parameter : operation.path("parameters")) {
            var reference = parameter.path("$ref").asText();
            var resolved = reference.isEmpty() ? parameter : contract.at(reference.substring(1));
            if (resolved.path("in").asText().equals("header")) {
                headers.addObject()
                        .put("in", "header")
                        .put("name", resolved.path("name").asText());
            }
        }
        return extract;
    }
}
