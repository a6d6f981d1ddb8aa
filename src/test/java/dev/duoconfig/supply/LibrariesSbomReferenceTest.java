package dev.duoconfig.supply;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.duoconfig.documents.Document;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The list of libraries, as the plugin makes it, reduced to what identifies them, and with its errors corrected. */
@Tag("fast")
class LibrariesSbomReferenceTest {

    /** Licenses that a POM inherits, while the source code states another. */
    private static final Map<String, String> LICENSES = Map.of("org.jboss:jboss-transaction-spi", "LGPL-2.1-or-later");

    /** What Quarkus removes from a JAR when it packages the application; its hash is that of the complete JAR. */
    private static final Map<String, String> CHANGES = Map.of(
            Sbom.SHORTENED,
            "Quarkus removes the services of io.opentelemetry.sdk.autoconfigure.spi for logs, metrics, and traces. The hash is that of the complete JAR.");

    private static final Set<String> KEPT =
            Set.of("type", "bom-ref", "group", "name", "version", "hashes", "licenses", "purl", "pedigree");
    private static final Set<String> KEPT_OF_METADATA = Set.of("lifecycles", "component");

    @Test
    void theListIsReducedAndCorrected() throws IOException {
        var sbom = (ObjectNode) Sbom.LIBRARIES.json();
        var metadata = (ObjectNode) sbom.path("metadata");
        metadata.retain(KEPT_OF_METADATA);
        ((ObjectNode) metadata.path("component")).retain(KEPT);
        var components = sorted(sbom.path("components"), "bom-ref");
        components.forEach(LibrariesSbomReferenceTest::reduce);
        ((ArrayNode) sbom.path("components")).removeAll().addAll(components);
        var dependencies = sorted(sbom.path("dependencies"), "ref");
        ((ArrayNode) sbom.path("dependencies")).removeAll().addAll(dependencies);

        Document.keep(Sbom.LIBRARIES.file(), ConsoleSbomReferenceTest.pretty(sbom));
    }

    @Test
    void whatIsCorrectedIsListed() throws IOException {
        assertThat(Sbom.LIBRARIES.components())
                .extracting(Sbom.Component::name)
                .containsAll(LICENSES.keySet())
                .containsAll(CHANGES.keySet());
    }

    private static List<JsonNode> sorted(JsonNode list, String key) {
        return new ArrayList<>(StreamSupport.stream(list.spliterator(), false)
                .sorted(Comparator.comparing((JsonNode item) -> item.path(key).asText()))
                .toList());
    }

    private static void reduce(JsonNode json) {
        var component = (ObjectNode) json;
        component.retain(KEPT);
        var hashes = component.path("hashes");
        for (var i = hashes.size() - 1; i >= 0; i--) {
            if (!hashes.path(i).path("alg").asText().equals("SHA-256")) {
                ((ArrayNode) hashes).remove(i);
            }
        }
        var name =
                component.path("group").asText() + ":" + component.path("name").asText();
        var license = LICENSES.get(name);
        if (license != null) {
            component.putArray("licenses").addObject().putObject("license").put("id", license);
        }
        var change = CHANGES.get(name);
        if (change != null) {
            component.putObject("pedigree").put("notes", change);
        }
    }
}
