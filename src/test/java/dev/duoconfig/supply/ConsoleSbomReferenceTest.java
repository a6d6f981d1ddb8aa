package dev.duoconfig.supply;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.duoconfig.documents.Document;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packages of which the built console contains code, generated from what its build found, the lock file, and the
 * comments of what was taken from GitLab.
 */
@Tag("fast")
class ConsoleSbomReferenceTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path CONSOLE = Path.of("src/main/console");
    private static final Path LICENSES = Path.of("src/main/resources/META-INF/resources/console/licenses.txt");
    private static final Pattern PACKAGE = Pattern.compile(
            "(?m)^(?<name>(?:@[a-z-]+/)?[a-z0-9-]+) (?<version>[0-9][0-9a-z.-]*) \\((?<license>[^)]+)\\)$");
    private static final Pattern TAKEN =
            Pattern.compile("(?<name>@gitlab/[a-z]+)@(?<version>[0-9.]+) \\((?<license>MIT)");

    @Test
    void theListIsCurrent() throws IOException {
        var sbom = JSON.createObjectNode()
                .put("bomFormat", "CycloneDX")
                .put("specVersion", "1.6")
                .put("version", 1);
        sbom.putObject("metadata")
                .putObject("component")
                .put("type", "application")
                .put("bom-ref", "duo-config-console")
                .put("name", "duo-config-console");
        var components = sbom.putArray("components");
        components().values().forEach(components::add);

        Document.keep(Sbom.CONSOLE.file(), pretty(sbom));
    }

    @Test
    void whatWasTakenFromGitLabIsAttributed() throws IOException {
        assertThat(components()).containsKeys("@gitlab/svgs", "@gitlab/ui");
        assertThat(Files.readString(LICENSES))
                .contains("Design tokens and icons of GitLab UI", "Copyright GitLab Inc.");
    }

    private static Map<String, ObjectNode> components() throws IOException {
        var locked =
                JSON.readTree(CONSOLE.resolve("package-lock.json").toFile()).path("packages");
        var components = new TreeMap<String, ObjectNode>();
        var built = PACKAGE.matcher(Files.readString(LICENSES));
        while (built.find()) {
            var name = built.group("name");
            var version = built.group("version");
            var component = component(name, version, built.group("license"));
            var entry = locked.path("node_modules/" + name);
            assertThat(entry.path("version").asText())
                    .as("%s in package-lock.json", name)
                    .isEqualTo(version);
            component.putArray("hashes").addObject().put("alg", "SHA-512").put("content", sha512(entry));
            components.put(name, component);
        }
        for (var file : new String[] {"src/components/icons.ts", "src/styles/tokens.css"}) {
            var taken = TAKEN.matcher(Files.readString(CONSOLE.resolve(file)));
            assertThat(taken.find())
                    .as("the package that %s was taken from", file)
                    .isTrue();
            components.put(
                    taken.group("name"),
                    component(taken.group("name"), taken.group("version"), taken.group("license")));
        }
        return components;
    }

    private static ObjectNode component(String name, String version, String license) {
        var purl = "pkg:npm/" + name.replace("@", "%40") + "@" + version;
        var component = JSON.createObjectNode()
                .put("type", "library")
                .put("bom-ref", purl)
                .put("name", name)
                .put("version", version)
                .put("purl", purl);
        component.putArray("licenses").addObject().putObject("license").put("id", license);
        return component;
    }

    private static String sha512(JsonNode locked) {
        var integrity = locked.path("integrity").asText();
        return HexFormat.of().formatHex(Base64.getDecoder().decode(integrity.replaceFirst("^sha512-", "")));
    }

    static String pretty(JsonNode json) throws IOException {
        var printer = new DefaultPrettyPrinter();
        printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
        return JSON.writer(printer).writeValueAsString(json) + "\n";
    }
}
