package dev.duoconfig.contract;

import java.io.IOException;
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

import static org.assertj.core.api.Assertions.assertThat;

/** What the service publishes is {@code openapi.yaml}, word for word. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
class ServedContractTest {

    private static final YAMLMapper YAML = new YAMLMapper();

    @Test
    void theServedYamlIsTheContract() throws IOException {
        var served = YAML.readTree(Api.anonymous().get("/q/openapi").asString());

        assertThat(differences(contract(), served, "")).isEmpty();
    }

    @Test
    void theServedJsonIsTheContract() throws IOException {
        var served = new ObjectMapper()
                .readTree(Api.anonymous().get("/q/openapi?format=json").asString());

        assertThat(differences(contract(), served, "")).isEmpty();
    }

    @Test
    void jsonIsServedToWhomAcceptsIt() throws IOException {
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

    /** Where two documents differ, numbers by their value. */
    private static List<String> differences(JsonNode wanted, JsonNode found, String pointer) {
        var differences = new ArrayList<String>();
        if (wanted.isObject() && found.isObject()) {
            var names = new TreeSet<String>();
            wanted.fieldNames().forEachRemaining(names::add);
            found.fieldNames().forEachRemaining(names::add);
            names.forEach(
                    name -> differences.addAll(differences(wanted.path(name), found.path(name), pointer + "/" + name)));
        } else if (wanted.isArray() && found.isArray() && wanted.size() == found.size()) {
            for (int i = 0; i < wanted.size(); i++) {
                differences.addAll(differences(wanted.path(i), found.path(i), pointer + "/" + i));
            }
        } else if (!same(wanted, found)) {
            differences.add("%s: %s instead of %s".formatted(pointer, describe(found), describe(wanted)));
        }
        return differences;
    }

    private static boolean same(JsonNode wanted, JsonNode found) {
        if (wanted.isNumber() && found.isNumber()) {
            return wanted.decimalValue().compareTo(found.decimalValue()) == 0;
        }
        return wanted.equals(found);
    }

    private static String describe(JsonNode node) {
        return node.isMissingNode() ? "nothing" : node.toString();
    }
}
