package dev.duoconfig.supply;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duoconfig.supply.Sbom.Component;
import org.apache.maven.artifact.versioning.ComparableVersion;
import org.jspecify.annotations.Nullable;

import static java.util.stream.Collectors.joining;

/**
 * Compares the lists of what is shipped with known vulnerabilities, as exported by OSV: for each ecosystem, a ZIP file of JSON
 * documents. It uses no network, and data that is missing or too old is a failure, not a good result.
 */
final class DependencyCheck {

    /** Nothing was found in current data. */
    static final int CLEAN = 0;

    static final int VULNERABLE = 1;

    /** There is no result, because of the data. */
    static final int NO_RESULT = 2;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final Duration maxAge;
    private final Clock clock;
    private final PrintStream out;

    DependencyCheck(Path folder, Duration maxAge, Clock clock, PrintStream out) {
        this.folder = folder;
        this.maxAge = maxAge;
        this.clock = clock;
        this.out = out;
    }

    /** Checks with the folder of exports, and the maximum age of their newest entry in days. */
    public static void main(String[] arguments) throws IOException {
        var check = new DependencyCheck(
                Path.of(arguments[0]), Duration.ofDays(Long.parseLong(arguments[1])), Clock.systemUTC(), System.out);
        var libraries = new ArrayList<>(Sbom.LIBRARIES.components());
        var packages = new ArrayList<>(Sbom.CONSOLE.components());
        var unchecked = new ArrayList<>(Sbom.POSTGRESQL.components());
        for (var component : Sbom.SWAGGER_UI.components()) {
            if (component.version().isEmpty()) {
                unchecked.add(component);
            } else {
                (component.purl().startsWith("pkg:npm/") ? packages : libraries).add(component);
            }
        }
        var result = Math.max(check.run("Maven", libraries), check.run("npm", packages));
        System.out.println(
                "Not checked, parts of the embedded PostgreSQL, and packages in Swagger UI of unknown version: "
                        + unchecked.stream().map(Component::name).collect(joining(", ")));
        System.exit(result);
    }

    /** Checks components, prints the findings and the age of the data, and returns the exit code. */
    int run(String ecosystem, List<Component> components) {
        try {
            return compare(ecosystem, components);
        } catch (IOException | DateTimeException e) {
            out.printf("%s: NO RESULT. The export cannot be read. Download it again. %s%n", ecosystem, e);
            return NO_RESULT;
        }
    }

    private int compare(String ecosystem, List<Component> components) throws IOException {
        var file = folder.resolve(ecosystem + ".zip");
        if (!Files.exists(file)) {
            out.printf(
                    "%s: NO RESULT. There is no %s. Download https://osv-vulnerabilities.storage.googleapis.com/%s/all.zip to it.%n",
                    ecosystem, file, ecosystem);
            return NO_RESULT;
        }
        var byName = new HashMap<String, List<Component>>();
        components.forEach(component -> byName.computeIfAbsent(component.name(), name -> new ArrayList<>())
                .add(component));
        var newest = Instant.EPOCH;
        var found = 0;
        try (var zip = new ZipFile(file.toFile())) {
            for (var entry : zip.stream()
                    .filter(item -> item.getName().endsWith(".json"))
                    .toList()) {
                var vulnerability = JSON.readTree(zip.getInputStream(entry));
                var modified = Instant.parse(vulnerability.path("modified").asText());
                newest = modified.isAfter(newest) ? modified : newest;
                found += report(vulnerability, ecosystem, byName);
            }
        }
        var age = Duration.between(newest, clock.instant());
        out.printf(
                "%s: %d components, %d findings, newest entry of %s (%d days old)%n",
                ecosystem, components.size(), found, newest, age.toDays());
        if (age.compareTo(maxAge) > 0) {
            out.printf(
                    "%s: NO RESULT. The data is older than %d days. Download it again.%n", ecosystem, maxAge.toDays());
            return NO_RESULT;
        }
        return found == 0 ? CLEAN : VULNERABLE;
    }

    private int report(JsonNode vulnerability, String ecosystem, Map<String, List<Component>> byName) {
        var found = 0;
        if (vulnerability.has("withdrawn")) {
            return found;
        }
        for (var affected : vulnerability.path("affected")) {
            if (affected.path("package").path("ecosystem").asText().equals(ecosystem)) {
                var name = affected.path("package").path("name").asText();
                for (var component : byName.getOrDefault(name, List.of())) {
                    if (isAffected(component.version(), affected)) {
                        found++;
                        out.printf(
                                "%s: %s %s: %s%n",
                                vulnerability.path("id").asText(),
                                name,
                                component.version(),
                                vulnerability.path("summary").asText());
                    }
                }
            }
        }
        return found;
    }

    private static boolean isAffected(String version, JsonNode affected) {
        for (var listed : affected.path("versions")) {
            if (listed.asText().equals(version)) {
                return true;
            }
        }
        for (var range : affected.path("ranges")) {
            if (!range.path("type").asText().equals("GIT") && isInRange(version, range.path("events"))) {
                return true;
            }
        }
        return false;
    }

    /** Whether the last event up to the version introduces the vulnerability. Events are sorted by version. */
    private static boolean isInRange(String version, JsonNode events) {
        var inRange = false;
        for (var event : events) {
            if (reaches(version, event.path("introduced").textValue(), true)) {
                inRange = true;
            }
            if (reaches(version, event.path("fixed").textValue(), true)
                    || reaches(version, event.path("last_affected").textValue(), false)) {
                inRange = false;
            }
        }
        return inRange;
    }

    private static boolean reaches(String version, @Nullable String bound, boolean included) {
        if (bound == null) {
            return false;
        }
        var order = new ComparableVersion(version).compareTo(new ComparableVersion(bound));
        return included ? order >= 0 : order > 0;
    }
}
