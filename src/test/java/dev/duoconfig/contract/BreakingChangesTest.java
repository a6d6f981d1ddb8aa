package dev.duoconfig.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** The contract breaks no client of the last release, unless CHANGELOG.md has an entry under Breaking of Unreleased. */
@Tag("fast")
class BreakingChangesTest {

    private static final JsonNode RELEASED =
            read(Path.of("docs/contract", Changelog.read().newestRelease() + ".yaml"));

    @Test
    void theContractBreaksNoClientUnlessTheChangelogAnnouncesIt() {
        var changes = ContractChanges.between(RELEASED, read(Path.of("openapi.yaml")));

        if (!Changelog.read().announcesBreaking()) {
            assertThat(changes.breaking())
                    .as(
                            "Operations that break clients of the last release. Undo the change, or announce it in CHANGELOG.md"
                                    + " under Unreleased, Breaking. All changes:%n%s",
                            changes)
                    .isEmpty();
        }
    }

    static Stream<Arguments> breakingChanges() {
        return Stream.of(
                change("an operation is removed", "DELETE /models/{id}", contract -> object(
                                contract, "/paths/~1models~1{id}")
                        .remove("delete")),
                change("an operation ID changes", "GET /gateway", contract -> object(contract, "/paths/~1gateway/get")
                        .put("operationId", "readGateway")),
                change("a role may no longer call an operation", "GET /gateway", contract -> array(
                                contract, "/paths/~1gateway/get/security")
                        .removeAll()
                        .addObject()
                        .putArray("bearer")
                        .add("admin")),
                change("a response property is removed", "GET /models/{id}", contract -> {
                    object(contract, "/components/schemas/Model/properties").remove("platform");
                    remove(array(contract, "/components/schemas/Model/required"), "platform");
                }),
                change(
                        "a response property becomes optional",
                        "GET /models/{id}",
                        contract -> remove(array(contract, "/components/schemas/Model/required"), "platform")),
                change("a response property becomes nullable", "GET /models/{id}", contract -> object(
                                contract, "/components/schemas/Model/properties/name")
                        .putArray("type")
                        .add("string")
                        .add("null")),
                change("a response property changes its type", "GET /models/{id}", contract -> object(
                                contract, "/components/schemas/Model/properties/name")
                        .put("type", "integer")),
                change("a response header is removed", "GET /gateway", contract -> object(
                                contract, "/paths/~1gateway/get/responses/200/headers")
                        .remove("ETag")),
                change("a request property becomes required", "POST /models", contract -> array(
                                contract, "/components/schemas/ModelRequest/required")
                        .add("endpoint")),
                change("a new request property is required", "POST /models", contract -> {
                    object(contract, "/components/schemas/ModelRequest/properties")
                            .putObject("region")
                            .put("type", "string");
                    array(contract, "/components/schemas/ModelRequest/required").add("region");
                }),
                change("a request property is no longer nullable", "PATCH /gateway", contract -> object(
                                contract, "/components/schemas/GatewayUrlInput")
                        .put("type", "string")),
                change("the maximum length of a request property decreases", "POST /models", contract -> object(
                                contract, "/components/schemas/ModelNameInput")
                        .put("maxLength", 100)),
                change(
                        "an enum of requests loses a value",
                        "PUT /features/{feature}",
                        contract -> remove(array(contract, "/components/schemas/Provider/enum"), "vendored")),
                change("a new parameter is required", "GET /models", contract -> array(
                                contract, "/paths/~1models/get/parameters")
                        .addObject()
                        .put("name", "region")
                        .put("in", "query")
                        .put("required", true)
                        .putObject("schema")
                        .put("type", "string")));
    }

    @ParameterizedTest
    @MethodSource("breakingChanges")
    void aBreakingChangeIsFound(Consumer<JsonNode> change, String operation) {
        var changed = RELEASED.deepCopy();
        change.accept(changed);

        assertThat(ContractChanges.between(RELEASED, changed).breaking()).contains(operation);
    }

    static Stream<Arguments> additions() {
        return Stream.of(
                change("an operation", "", contract -> object(contract, "/paths")
                        .set("/gateway/copy", contract.at("/paths/~1gateway").deepCopy())),
                change("an optional parameter", "", contract -> array(contract, "/paths/~1models/get/parameters")
                        .addObject()
                        .put("name", "region")
                        .put("in", "query")
                        .putObject("schema")
                        .put("type", "string")),
                change("an optional request property", "", contract -> object(
                                contract, "/components/schemas/ModelRequest/properties")
                        .putObject("region")
                        .put("type", "string")),
                change("a response property", "", contract -> {
                    object(contract, "/components/schemas/Model/properties")
                            .putObject("region")
                            .put("type", "string");
                    array(contract, "/components/schemas/Model/required").add("region");
                }),
                change("a problem code", "", contract -> array(
                                contract, "/components/schemas/Problem/properties/code/enum")
                        .add("region-unknown")),
                change("a deprecation", "", contract -> object(contract, "/paths/~1gateway/get")
                        .put("deprecated", true)
                        .put("x-deprecated-at", "2026-12-01T00:00:00Z")));
    }

    @ParameterizedTest
    @MethodSource("additions")
    void anAdditionIsNotABreakingChange(Consumer<JsonNode> change, String noOperation) {
        var changed = RELEASED.deepCopy();
        change.accept(changed);

        var changes = ContractChanges.between(RELEASED, changed);
        assertThat(changes.isEmpty()).isFalse();
        assertThat(changes.breaking()).as("%s", changes).isEmpty();
    }

    @Test
    void onlyAnEntryUnderBreakingOfUnreleasedAnnouncesABreakingChange() {
        var released = "\n## [0.1.0] - 2026-11-25\n\n### Breaking\n\n- Old news.\n";

        assertThat(Changelog.of("## [Unreleased]\n\n### Breaking\n\n- `DELETE /models` is gone.\n" + released)
                        .announcesBreaking())
                .isTrue();
        assertThat(Changelog.of("## [Unreleased]\n\n### Breaking\n" + released).announcesBreaking())
                .isFalse();
        assertThat(Changelog.of("## [Unreleased]\n\n### Changed\n\n- Breaking news.\n" + released)
                        .announcesBreaking())
                .isFalse();
    }

    private static Arguments change(String name, String operation, Consumer<JsonNode> change) {
        return arguments(Named.of(name, change), operation);
    }

    private static ObjectNode object(JsonNode contract, String pointer) {
        return (ObjectNode) contract.requiredAt(pointer);
    }

    private static ArrayNode array(JsonNode contract, String pointer) {
        return (ArrayNode) contract.requiredAt(pointer);
    }

    private static void remove(ArrayNode values, String value) {
        values.removeIf(each -> each.asText().equals(value));
    }

    private static JsonNode read(Path file) {
        try {
            return new YAMLMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the contract " + file, e);
        }
    }
}
