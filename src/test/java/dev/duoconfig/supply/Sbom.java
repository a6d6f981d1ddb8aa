package dev.duoconfig.supply;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** A software bill of materials in CycloneDX, one of the four in the JAR. */
enum Sbom {
    LIBRARIES,
    CONSOLE,
    SWAGGER_UI,
    POSTGRESQL;

    /** The texts of licenses that the JARs of the components lack. */
    static final Path LICENSES = Path.of("src/main/resources/META-INF/licenses");

    /** The library from whose JAR Quarkus removes files. */
    static final String SHORTENED = "io.opentelemetry:opentelemetry-exporter-otlp";

    private static final Path FOLDER = Path.of("src/main/resources/META-INF/sbom");

    /**
     * A component that is shipped.
     *
     * @param purl its package URL, without which no scanner recognizes it
     */
    record Component(String name, String version, String purl, List<String> licenses, JsonNode json) {

        /**
         * Licenses under which a component may be shipped in an application under another license, the simplest first. All
         * require their text, which is in the JAR. The last two require the source code of the component, and that it can be
         * replaced: META-INF/licenses/README.txt says where it is.
         */
        private static final List<String> APPROVED_LICENSES = List.of(
                "Public Domain",
                "Unlicense",
                "0BSD",
                "MIT-0",
                "CC0-1.0",
                "MIT",
                "ISC",
                "BSD-2-Clause",
                "BSD-3-Clause",
                "MIT AND BSD-3-Clause",
                "Zlib",
                "PostgreSQL",
                "Unicode-DFS-2016",
                "Apache-2.0",
                "OpenSSL",
                "EPL-2.0",
                "LGPL-2.1-or-later");

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
            return fileName() + "-" + version + classifier + ".jar";
        }

        /** The name in files: group and name, with a dot between them. */
        String fileName() {
            return name.replace(':', '.');
        }

        String sha256() {
            return children(json.path("hashes"))
                    .filter(hash -> hash.path("alg").asText().equals("SHA-256"))
                    .map(hash -> hash.path("content").asText())
                    .findFirst()
                    .orElse("");
        }

        /** The license under which the component is shipped, if one of those that it offers is approved. */
        Optional<String> usedLicense() {
            return APPROVED_LICENSES.stream().filter(licenses::contains).findFirst();
        }

        Stream<String> properties(String name) {
            return children(json.path("properties"))
                    .filter(property -> property.path("name").asText().equals(name))
                    .map(property -> property.path("value").asText());
        }
    }

    String fileName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-') + ".cdx.json";
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
