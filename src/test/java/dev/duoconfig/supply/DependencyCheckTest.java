package dev.duoconfig.supply;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import com.fasterxml.jackson.databind.node.NullNode;
import dev.duoconfig.supply.Sbom.Component;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class DependencyCheckTest {

    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.9          | 0",
                "2.0          | 1",
                "2.9.10       | 1",
                "2.10         | 0",
                "3.0.0.Final  | 1",
                "3.0.1.Final  | 1",
                "3.0.2.Final  | 0",
                "4.0-odd      | 1",
                "5.0          | 0"
            })
    void aVersionIsComparedWithListsAndRanges(String version, int expected) throws IOException {
        write("2026-11-27T00:00:00Z", "");

        var result = check("com.example:parser", version);

        assertThat(result).isEqualTo(expected);
        assertThat(text()).contains("Maven: 1 components, " + expected + " findings", "(1 days old)");
        if (expected == DependencyCheck.VULNERABLE) {
            assertThat(text()).contains("GHSA-1: com.example:parser " + version + ": Reads too much");
        }
    }

    @Test
    void anotherLibraryIsNotAffected() throws IOException {
        write("2026-11-27T00:00:00Z", "");

        assertThat(check("com.example:other", "2.0")).isEqualTo(DependencyCheck.CLEAN);
    }

    @Test
    void aWithdrawnEntryDoesNotCount() throws IOException {
        write("2026-11-27T00:00:00Z", "\"withdrawn\": \"2026-11-01T00:00:00Z\",");

        assertThat(check("com.example:parser", "2.0")).isEqualTo(DependencyCheck.CLEAN);
    }

    @Test
    void oldDataIsNoResult() throws IOException {
        write("2026-11-20T00:00:00Z", "");

        assertThat(check("com.example:other", "1.0")).isEqualTo(DependencyCheck.NO_RESULT);
        assertThat(text()).contains("(8 days old)", "NO RESULT. The data is older than 7 days.");
    }

    @Test
    void missingDataIsNoResult() throws IOException {
        assertThat(check("com.example:other", "1.0")).isEqualTo(DependencyCheck.NO_RESULT);
        assertThat(text()).contains("NO RESULT. There is no ", "Maven.zip");
    }

    @ParameterizedTest
    @ValueSource(strings = {"not a ZIP file", "an entry without a date"})
    void damagedDataIsNoResult(String damage) throws IOException {
        if (damage.startsWith("an entry")) {
            write("", "");
        } else {
            Files.writeString(folder.resolve("Maven.zip"), damage);
        }

        assertThat(check("com.example:other", "1.0")).isEqualTo(DependencyCheck.NO_RESULT);
        assertThat(text()).contains("NO RESULT. The export cannot be read. Download it again.");
    }

    private int check(String name, String version) {
        var component = new Component(name, version, "pkg:maven/" + name, List.of(), NullNode.getInstance());
        return new DependencyCheck(
                        folder,
                        Duration.ofDays(7),
                        Clock.fixed(NOW, ZoneOffset.UTC),
                        new PrintStream(output, true, StandardCharsets.UTF_8))
                .run("Maven", List.of(component));
    }

    private String text() {
        return output.toString(StandardCharsets.UTF_8);
    }

    private void write(String modified, String more) throws IOException {
        var vulnerability = """
                {"id": "GHSA-1", "modified": "%s", %s "summary": "Reads too much", "affected": [
                  {"package": {"ecosystem": "Maven", "name": "com.example:parser"}, "versions": ["4.0-odd"], "ranges": [
                    {"type": "GIT", "events": [{"introduced": "0"}]},
                    {"type": "ECOSYSTEM", "events": [{"introduced": "2.0"}, {"fixed": "2.10"}]},
                    {"type": "ECOSYSTEM", "events": [{"introduced": "3.0.0.Final"}, {"last_affected": "3.0.1.Final"}]}]},
                  {"package": {"ecosystem": "npm", "name": "com.example:other"}, "versions": ["2.0"]}]}""".formatted(modified, more);
        try (var zip = new ZipOutputStream(Files.newOutputStream(folder.resolve("Maven.zip")))) {
            zip.putNextEntry(new ZipEntry("GHSA-1.json"));
            zip.write(vulnerability.getBytes(StandardCharsets.UTF_8));
        }
    }
}
