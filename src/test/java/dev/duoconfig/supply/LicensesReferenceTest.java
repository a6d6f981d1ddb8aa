package dev.duoconfig.supply;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;

import dev.duoconfig.documents.Document;
import dev.duoconfig.supply.Sbom.Component;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The licenses of everything that is shipped. A component without an approved license fails the build. */
@Tag("fast")
class LicensesReferenceTest {

    private static final String HEAD = """
            # Licenses of what is shipped

            <!-- Generated from the lists in src/main/resources/META-INF/sbom; change those. -->

            Duo Config itself is under the [MIT License](../LICENSE). The packaged application contains the components below.
            Where a component offers several licenses, the one in bold is the one that it is used under.

            An installation contains the text of each license: in the JAR of the library, or in the directory `META-INF/licenses` of
            `duo-config-*.jar`, whose [README.txt](../src/main/resources/META-INF/licenses/README.txt) says which file is for what,
            and where the source code of the libraries under EPL-2.0 and LGPL-2.1-or-later is. The texts for the console are
            in `licenses.txt`, which the service serves as `/console/licenses.txt`.
            [SECURITY.md](../SECURITY.md#verify-what-you-run) says how to read the lists from an installation.
            """;

    private static final Map<Sbom, String> SECTIONS =
            Map.of(Sbom.LIBRARIES, "## Libraries", Sbom.CONSOLE, """
            ## Console

            The icons and design tokens come from `@gitlab/svgs` and `@gitlab/ui`, copyright GitLab Inc. Their MIT License is in
            `licenses.txt`, too.""", Sbom.SWAGGER_UI, """
            ## Swagger UI

            Quarkus writes Swagger UI into `generated-bytecode.jar`. It contains code of these packages, whose versions are unknown
            where its package does not fix them.""", Sbom.POSTGRESQL, """
            ## Embedded PostgreSQL

            The archives with the programs for Linux contain these parts. [SECURITY.md](../SECURITY.md#the-embedded-postgresql) says what
            uses them.""");

    @Test
    void everyComponentHasAnApprovedLicense() throws IOException {
        for (var sbom : Sbom.values()) {
            assertThat(sbom.components()).isNotEmpty().allSatisfy(component -> assertThat(component.usedLicense())
                    .as("an approved license of %s %s", component.name(), component.version())
                    .isPresent());
        }
    }

    @Test
    void theListIsCurrent() throws IOException {
        var text = new StringBuilder(HEAD);
        for (var sbom : Sbom.values()) {
            text.append("\n")
                    .append(SECTIONS.get(sbom))
                    .append("\n\n| component | version | license |\n|---|---|---|\n");
            sbom.components().stream()
                    .sorted(Comparator.comparing(Component::name).thenComparing(Component::purl))
                    .map(LicensesReferenceTest::row)
                    .distinct()
                    .forEach(text::append);
        }

        Document.keep("third-party-licenses.md", text.toString());
    }

    @Test
    void theLicenseOfTheServiceIsShipped() {
        assertThat(Sbom.LICENSES.resolve("duo-config.txt")).hasSameTextualContentAs(Path.of("LICENSE"));
    }

    @ParameterizedTest
    @CsvSource({"SWAGGER_UI, swagger-ui.txt", "POSTGRESQL, postgresql.txt"})
    void theTextsNameEveryComponent(Sbom sbom, String file) throws IOException {
        assertThat(Files.readString(Sbom.LICENSES.resolve(file)))
                .contains(sbom.components().stream()
                        .map(Component::name)
                        .filter(name -> !name.contains(":"))
                        .toList());
    }

    private static String row(Component component) {
        var used = component.usedLicense().orElse("");
        var others = component.licenses().stream()
                .filter(license -> !license.equals(used))
                .map(license -> ", " + license)
                .collect(Collectors.joining());
        return "| %s | %s | %s |\n"
                .formatted(
                        component.name(), component.version(), others.isEmpty() ? used : "**" + used + "**" + others);
    }
}
