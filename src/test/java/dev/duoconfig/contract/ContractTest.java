package dev.duoconfig.contract;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.duoconfig.contract.Operation.Media;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Finding operations and validating values. */
@Tag("fast")
class ContractTest {

    private static final String STEP = """
            {"step": "ready", "feature": "duo_chat", "outcome": "matched", "detail": "It is ready."}""";

    private final Contract contract = Contract.published();

    @ParameterizedTest
    @CsvSource({
        "GET, /gateway, getGateway",
        "GET, /models/families, listModelFamilies",
        "GET, /models/7, getModel",
        "POST, /models/check, checkModelDraft",
        "POST, /models/7/check, checkModel",
        "DELETE, /models/7, deleteModel",
        "PATCH, /features, updateFeatures",
        "GET, /features/duo_chat/effective-model, getEffectiveModel",
        "POST, /subscription/sync, syncSubscription"
    })
    void aCallFindsItsOperation(String method, String path, String id) {
        var operation = contract.operation(method, path);

        assertThat(operation.map(Operation::id)).contains(id);
    }

    @ParameterizedTest
    @CsvSource({"DELETE, /gateway", "DELETE, /models/families", "GET, /model", "GET, /models/7/8", "GET, /"})
    void aCallWithoutAnOperationFindsNone(String method, String path) {
        assertThat(contract.operation(method, path)).isEqualTo(Optional.empty());
    }

    @Test
    void anOperationHasItsRolesAndQueryParameters() {
        var metadata =
                contract.operation("GET", "/features/duo_chat/model-metadata").orElseThrow();
        var deletion = contract.operation("DELETE", "/models/1").orElseThrow();

        assertThat(metadata.roles()).containsExactly("resolver");
        assertThat(deletion.roles()).containsExactly("admin", "planner");
        assertThat(deletion.queryParameters()).containsExactly("reassign_to", "unassign", "dry_run");
    }

    @Test
    void aValidValuePasses() {
        assertThat(contract.violations(schema("ResolutionStep"), STEP)).isEqualTo(List.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"step\": \"ready\", \"feature\": \"duo_chat\", \"outcome\": \"matched\"}",
                "{\"step\": \"ready\", \"feature\": \"duo_chat\", \"outcome\": \"matched\", \"detail\": 7}",
                "{\"step\": \"ready\", \"feature\": \"duo_chat\", \"outcome\": \"matched\", \"detail\": null}",
                "{\"step\": \"a\", \"feature\": \"b\", \"outcome\": \"c\", \"detail\": \"d\", \"more\": 1}",
                "[]",
                "{\"step\"",
                ""
            })
    void anInvalidValueIsCaught(String json) {
        assertThat(contract.violations(schema("ResolutionStep"), json)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-22T14:00:00Z", "2026-11-22T14:00:00.000+01:00", "2026-13-22T14:00:00.000Z", "now"})
    void aTimestampThatIsNotInUtcWithMillisecondsIsCaught(String timestamp) {
        var json = "{\"accepted_by\": \"root\", \"accepted_at\": \"" + timestamp + "\"}";

        assertThat(contract.violations(schema("TestingAgreement"), json)).hasSize(1);
    }

    @Test
    void aValueIsValidatedThroughReferences() {
        var families = contract.operation("GET", "/models/families")
                .map(operation -> operation.responses().get(200))
                .map(response -> response.bodies().get("application/json"))
                .map(Media::schema)
                .orElseThrow();
        var json =
                "[{\"id\": \"gpt\", \"name\": \"GPT\", \"release_state\": \"gold\", \"offered\": true, \"features\": []}]";

        assertThat(contract.violations(families, json))
                .singleElement()
                .asString()
                .contains("release_state");
    }

    @Test
    void everyComponentIsUsedByAnOperation() throws IOException {
        var document = new YAMLMapper().readTree(Path.of("openapi.yaml").toFile());
        var used = new TreeSet<String>();
        collectReferences(document, document.path("paths"), used);
        collectReferences(document, document.path("x-unrouted-responses"), used);

        var components = new TreeSet<String>();
        document.path("components").properties().stream()
                .filter(kind -> !kind.getKey().equals("securitySchemes"))
                .forEach(kind -> kind.getValue()
                        .fieldNames()
                        .forEachRemaining(name -> components.add("#/components/" + kind.getKey() + "/" + name)));
        assertThat(components).isSubsetOf(used);
    }

    @Test
    void theMessagesOfFieldsAreAMap() {
        var messages = schema("Problem").at("/properties/message/oneOf/1");

        assertThat(messages.path("title").asText()).isEqualTo("FieldMessages");
        assertThat(messages.has("properties")).isFalse();
        assertThat(messages.at("/additionalProperties/items/type").asText()).isEqualTo("string");
    }

    private static void collectReferences(JsonNode document, JsonNode node, Set<String> references) {
        node.findValuesAsText("$ref").stream()
                .filter(references::add)
                .forEach(reference -> collectReferences(document, document.at(reference.substring(1)), references));
    }

    private JsonNode schema(String name) {
        return Objects.requireNonNull(contract.namedSchemas().get(name));
    }
}
