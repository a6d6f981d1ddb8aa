package dev.duoconfig.supply;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duoconfig.packaged.PackagedApplication;
import dev.duoconfig.supply.Sbom.Component;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import org.junit.jupiter.api.Test;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

/** The packaged application contains exactly what its lists name, byte by byte, the lists themselves, and the license of each part. */
class SbomIT {

    /** Licenses without a copyright notice in their text. The others need a file for each library. */
    private static final Set<String> SAME_TEXT_FOR_ALL =
            Set.of("Apache-2.0", "CC0-1.0", "EPL-2.0", "LGPL-2.1-or-later", "MIT-0", "0BSD");

    private static final Pattern REMOVED = Pattern.compile(
            "META-INF/services/io\\.opentelemetry\\.sdk\\.autoconfigure\\.spi\\.(?:logs|metrics|traces)\\..*");
    private static final Pattern TEXT = Pattern.compile("(?i)(?:.*/)?licen[cs]e(?:\\.[a-z]+)?");
    private static final Pattern PACKAGE = Pattern.compile("node_modules/(?<name>(?:@[a-z-]+/)?[a-z0-9._-]+)/");

    private static final Path APPLICATION = Objects.requireNonNull(
            PackagedApplication.packaged().toAbsolutePath().getParent());

    @Test
    void theListNamesWhatIsShippedAndNothingElse() throws IOException {
        var listed = Sbom.LIBRARIES.components().stream()
                .collect(toMap(Component::jar, Component::sha256, (first, second) -> first, TreeMap::new));
        var shipped = shipped();
        // This one is compared below.
        shipped.replace(shortened().jar(), shortened().sha256());

        assertThat(shipped)
                .as(
                        "JARs with their SHA-256. Make the list again with: mvn -Psbom -Dquick -Dmaven.test.skip generate-resources."
                                + " If it then lacks a JAR that Quarkus adds by itself, declare it in pom.xml.")
                .isEqualTo(listed);
    }

    @Test
    void theShortenedLibraryHasNothingButItsOwnFiles() throws Exception {
        var complete = Path.of(OtlpHttpSpanExporter.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        var files = checksums(complete);
        files.keySet().removeIf(name -> REMOVED.matcher(name).matches());

        assertThat(sha256(complete)).isEqualTo(shortened().sha256());
        assertThat(checksums(APPLICATION.resolve("lib/main").resolve(shortened().jar())))
                .isEqualTo(files);
    }

    @Test
    void theListOfSwaggerUiNamesItsPackages() throws IOException {
        var names = new TreeSet<>(Set.of("swagger-ui-dist", "swagger-ui-themes", "io.smallrye:smallrye-open-api-ui"));
        try (var jar = new JarFile(
                APPLICATION.resolve("quarkus/generated-bytecode.jar").toFile())) {
            for (var entry : jar.stream().toList()) {
                if (entry.getName().endsWith(".map")) {
                    names.addAll(packages(content(jar, entry)));
                }
                if (entry.getName().endsWith("/swagger-ui-bundle.js")) {
                    var version = Sbom.SWAGGER_UI
                            .json()
                            .at("/metadata/component/version")
                            .asText();
                    assertThat(content(jar, entry)).contains("PACKAGE_VERSION:\"" + version + "\"");
                }
            }
        }

        assertThat(Sbom.SWAGGER_UI.components()).extracting(Component::name).containsExactlyInAnyOrderElementsOf(names);
    }

    /** Libraries whose JARs lack the text of their license are covered by a file of the directory for them. */
    @Test
    void theTextOfEachLicenseIsShipped() throws IOException {
        try (var application = new JarFile(applicationJar().toFile())) {
            for (var component : Sbom.LIBRARIES.components()) {
                var license = component.usedLicense().orElse("");
                assertThat(hasText(component)
                                || isPresent(application, component.fileName())
                                || (SAME_TEXT_FOR_ALL.contains(license) && isPresent(application, license)))
                        .as(
                                "%s, under %s, has its license in its JAR or in META-INF/licenses",
                                component.name(), license)
                        .isTrue();
            }
        }
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
        try (var jar = new JarFile(applicationJar().toFile())) {
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

    private static Component shortened() throws IOException {
        return Sbom.LIBRARIES.components().stream()
                .filter(component -> component.name().equals(Sbom.SHORTENED))
                .findFirst()
                .orElseThrow();
    }

    private static Path applicationJar() throws IOException {
        try (var jars = Files.list(APPLICATION.resolve("app"))) {
            return jars.findFirst().orElseThrow();
        }
    }

    private static boolean hasText(Component component) throws IOException {
        for (var folder : List.of("main", "boot")) {
            var file = APPLICATION.resolve("lib").resolve(folder).resolve(component.jar());
            if (Files.exists(file)) {
                try (var jar = new JarFile(file.toFile())) {
                    return jar.stream()
                            .anyMatch(entry -> TEXT.matcher(entry.getName()).matches());
                }
            }
        }
        throw new AssertionError("There is no " + component.jar());
    }

    private static boolean isPresent(JarFile application, String name) {
        return application.getEntry("META-INF/licenses/" + name + ".txt") != null;
    }

    private static Map<String, Long> checksums(Path file) throws IOException {
        try (var jar = new JarFile(file.toFile())) {
            return jar.stream()
                    .filter(entry -> !entry.isDirectory())
                    .collect(toMap(ZipEntry::getName, ZipEntry::getCrc, (first, second) -> first, TreeMap::new));
        }
    }

    /** The packages that a source map names, without those that contain them. */
    private static Set<String> packages(String map) throws IOException {
        var names = new TreeSet<String>();
        for (var source : new ObjectMapper().readTree(map).path("sources")) {
            PACKAGE.matcher(source.asText())
                    .results()
                    .reduce((first, second) -> second)
                    .ifPresent(last -> names.add(last.group(1)));
        }
        return names;
    }

    private static String content(JarFile jar, JarEntry entry) throws IOException {
        return new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
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
