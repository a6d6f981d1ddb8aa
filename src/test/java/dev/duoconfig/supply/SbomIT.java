package dev.duoconfig.supply;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.jar.JarFile;

import org.junit.jupiter.api.Test;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

/** The packaged application contains exactly the libraries that its list names, byte by byte, and the lists themselves. */
class SbomIT {

    private static final Path APPLICATION = Objects.requireNonNull(
            Path.of(System.getProperty("duo.packaged-application", "target/quarkus-app/quarkus-run.jar"))
                    .toAbsolutePath()
                    .getParent());

    @Test
    void theListNamesWhatIsShippedAndNothingElse() throws IOException {
        var listed = Sbom.LIBRARIES.components().stream()
                .collect(toMap(Sbom.Component::jar, Sbom.Component::sha256, (first, second) -> first, TreeMap::new));

        assertThat(shipped())
                .as(
                        "JARs with their SHA-256. Make the list again with: mvn -Psbom -Dquick -Dmaven.test.skip generate-resources."
                                + " If it then lacks a JAR that Quarkus adds by itself, declare it in pom.xml.")
                .isEqualTo(listed);
    }

    @Test
    void theListsHaveNoTimeAndNoRandomNumber() throws IOException {
        for (var sbom : Sbom.values()) {
            assertThat(sbom.json().path("bomFormat").asText()).isEqualTo("CycloneDX");
            assertThat(sbom.json().has("serialNumber")).isFalse();
            assertThat(sbom.json().path("metadata").has("timestamp")).isFalse();
            assertThat(sbom.components()).allSatisfy(component -> assertThat(component.purl())
                    .as("package URL of %s", component.name())
                    .startsWith("pkg:"));
        }
    }

    @Test
    void theListsAreInTheJar() throws IOException {
        try (var jars = Files.list(APPLICATION.resolve("app"));
                var jar = new JarFile(jars.findFirst().orElseThrow().toFile())) {
            for (var sbom : Sbom.values()) {
                var entry = jar.getEntry("META-INF/sbom/" + sbom.fileName());
                assertThat(entry).as(sbom.fileName()).isNotNull();
                assertThat(jar.getInputStream(entry).readAllBytes()).isEqualTo(Files.readAllBytes(sbom.file()));
            }
        }
    }

    private static Map<String, String> shipped() throws IOException {
        try (var files = Files.walk(APPLICATION.resolve("lib"))) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .collect(toMap(file -> file.getFileName().toString(), SbomIT::sha256, (a, b) -> a, TreeMap::new));
        }
    }

    private static String sha256(Path file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
