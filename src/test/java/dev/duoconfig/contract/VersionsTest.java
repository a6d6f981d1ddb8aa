package dev.duoconfig.contract;

import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The version is the same in the build, the contract, and the changelog. */
@Tag("fast")
class VersionsTest {

    private static final String SNAPSHOT = "-SNAPSHOT";
    private static final Changelog CHANGELOG = Changelog.read();

    static List<String> releases() {
        return CHANGELOG.releases();
    }

    @Test
    void theBuildAndTheContractHaveTheSameVersion() throws IOException {
        assertThat(contract(Path.of("openapi.yaml")).at("/info/version").asText())
                .isEqualTo(versionOfTheBuild());
    }

    @Test
    void theVersionIsTheNewestReleaseOrASnapshotOfTheNext() throws IOException {
        var version = versionOfTheBuild();
        var newest = CHANGELOG.newestRelease();

        if (version.endsWith(SNAPSHOT)) {
            assertThat(Version.parse(version.replace(SNAPSHOT, ""))).isGreaterThan(Version.parse(newest));
        } else {
            assertThat(version).isEqualTo(newest);
            assertThat(CHANGELOG.unreleased()).isBlank();
            assertThat(Path.of("docs/contract", newest + ".yaml")).hasSameTextualContentAs(Path.of("openapi.yaml"));
        }
    }

    @ParameterizedTest
    @MethodSource("releases")
    void theContractOfEachReleaseIsKept(String release) throws IOException {
        assertThat(contract(Path.of("docs/contract", release + ".yaml"))
                        .at("/info/version")
                        .asText())
                .isEqualTo(release);
    }

    @Test
    void theNewestReleaseIsListedFirst() {
        assertThat(CHANGELOG.releases().stream().map(Version::parse).toList())
                .isSortedAccordingTo(Comparator.reverseOrder());
    }

    private static String versionOfTheBuild() throws IOException {
        var matcher = Pattern.compile("<artifactId>duo-config</artifactId>\\s*<version>([^<]+)</version>")
                .matcher(Files.readString(Path.of("pom.xml")));
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    private static JsonNode contract(Path file) throws IOException {
        return new YAMLMapper().readTree(file.toFile());
    }
}
