package dev.duoconfig.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The contract that the service publishes is {@code openapi.yaml}, unchanged. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
class ServedContractTest {

    private static final YAMLMapper YAML = new YAMLMapper();

    @Test
    void theServedYamlIsTheContract() throws IOException {
        assertThat(Api.anonymous().get("/q/openapi").asByteArray())
                .isEqualTo(Files.readAllBytes(Path.of("openapi.yaml")));
    }

    @Test
    void theServedJsonIsTheContract() throws IOException {
        var served = new ObjectMapper()
                .readTree(Api.anonymous().get("/q/openapi?format=json").asString());

        assertThat(differences(contract(), served, "")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/q/openapi.json, application/json",
        "/q/openapi.yaml, application/yaml",
        "/q/openapi.yml, application/yaml"
    })
    void thePathCanNameTheFormat(String path, String type) {
        var response = Api.anonymous().accept("*/*").get(path);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.contentType()).startsWith(type);
        assertThat(Api.anonymous().head(path).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
    void theContractCanOnlyBeRead(String method) {
        var response = Api.anonymous().request(method, "/q/openapi");

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.header("Allow")).isEqualTo("GET, HEAD");
    }

    @Test
    void jsonIsServedToClientsThatAcceptIt() throws IOException {
        var response = Api.anonymous().accept("application/json").get("/q/openapi");

        assertThat(response.contentType()).startsWith("application/json");
        assertThat(new ObjectMapper()
                        .readTree(response.asString())
                        .path("openapi")
                        .asText())
                .isEqualTo("3.1.0");
    }

    private static JsonNode contract() throws IOException {
        return YAML.readTree(Path.of("openapi.yaml").toFile());
    }

    /** The differences between two documents. Numbers are compared by value. */
    private static List<String> differences(JsonNode expected, JsonNode actual, String pointer) {
        var differences = new ArrayList<String>();
        if (expected.isObject() && actual.isObject()) {
            var names = new TreeSet<String>();
            expected.fieldNames().forEachRemaining(names::add);
            actual.fieldNames().forEachRemaining(names::add);
            names.forEach(name ->
                    differences.addAll(differences(expected.path(name), actual.path(name), pointer + "/" + name)));
        } else if (expected.isArray() && actual.isArray() && expected.size() == actual.size()) {
            for (int i = 0; i < expected.size(); i++) {
                differences.addAll(differences(expected.path(i), actual.path(i), pointer + "/" + i));
            }
        } else if (!isSame(expected, actual)) {
            differences.add("%s: %s instead of %s".formatted(pointer, describe(actual), describe(expected)));
        }
        return differences;
    }

    private static boolean isSame(JsonNode expected, JsonNode actual) {
        if (expected.isNumber() && actual.isNumber()) {
            return expected.decimalValue().compareTo(actual.decimalValue()) == 0;
        }
        return expected.equals(actual);
    }

    private static String describe(JsonNode node) {
        return node.isMissingNode() ? "nothing" : node.toString();
    }
}
