package dev.duoconfig.supply;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** A software bill of materials in CycloneDX, one of the three in the JAR. */
enum Sbom {
    LIBRARIES,
    CONSOLE,
    POSTGRESQL;

    private static final Path FOLDER = Path.of("src/main/resources/META-INF/sbom");

    /**
     * A component that is shipped.
     *
     * @param purl its package URL, without which no scanner recognizes it
     */
    record Component(String name, String version, String purl, List<String> licenses, JsonNode json) {

        private static Component of(JsonNode json) {
            var group = json.path("group").asText();
            return new Component(
                    group.isEmpty()
                            ? json.path("name").asText()
                            : group + ":" + json.path("name").asText(),
                    json.path("version").asText(),
                    json.path("purl").asText(),
                    children(json.path("licenses")).map(Component::license).toList(),
                    json);
        }

        private static String license(JsonNode choice) {
            var license = choice.path("license");
            return Stream.of(choice.path("expression"), license.path("id"), license.path("name"))
                    .filter(JsonNode::isTextual)
                    .map(JsonNode::asText)
                    .findFirst()
                    .orElse("");
        }

        /** The file name of the library in the packaged application. */
        String jar() {
            var classifier = Stream.of(purl.substring(purl.indexOf('?') + 1).split("&", -1))
                    .filter(pair -> pair.startsWith("classifier="))
                    .map(pair -> "-" + pair.substring("classifier=".length()))
                    .findFirst()
                    .orElse("");
            return name.replace(':', '.') + "-" + version + classifier + ".jar";
        }

        String sha256() {
            return children(json.path("hashes"))
                    .filter(hash -> hash.path("alg").asText().equals("SHA-256"))
                    .map(hash -> hash.path("content").asText())
                    .findFirst()
                    .orElse("");
        }

        Stream<String> properties(String name) {
            return children(json.path("properties"))
                    .filter(property -> property.path("name").asText().equals(name))
                    .map(property -> property.path("value").asText());
        }
    }

    String fileName() {
        return name().toLowerCase(Locale.ROOT) + ".cdx.json";
    }

    Path file() {
        return FOLDER.resolve(fileName());
    }

    JsonNode json() throws IOException {
        return new ObjectMapper().readTree(file().toFile());
    }

    List<Component> components() throws IOException {
        return children(json().path("components")).map(Component::of).toList();
    }

    private static Stream<JsonNode> children(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
