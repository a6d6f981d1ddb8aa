package dev.duoconfig.supply;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.duoconfig.documents.Document;
import dev.duoconfig.supply.Sbom.Component;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The licenses of everything that is shipped. A component without an approved license fails the build. */
@Tag("fast")
class LicensesReferenceTest {

    /** Licenses that allow shipping the component unchanged, with its notices, in an application under another license. */
    private static final List<String> APPROVED = List.of(
            "0BSD",
            "Apache-2.0",
            "BSD-2-Clause",
            "BSD-3-Clause",
            "CC0-1.0",
            "EPL-2.0",
            "ICU",
            "MIT",
            "MIT-0",
            "OpenSSL",
            "PostgreSQL",
            "Public Domain",
            "Zlib");

    private static final String HEAD = """
            # Licenses of what is shipped

            <!-- Generated from the lists in src/main/resources/META-INF/sbom; change those. -->

            Duo Config itself is under the [MIT License](../LICENSE). The packaged application contains the components below, unchanged.
            Where a component offers several licenses, the first one in bold is the one that it is used under. The texts of the licenses
            are in the JARs of the libraries and, for the console, in its file `licenses.txt`, which the service serves as
            `/console/licenses.txt`. [SECURITY.md](../SECURITY.md#verify-what-you-run) says where the lists are in an installation.
            """;

    private static final Map<Sbom, String> SECTIONS =
            Map.of(Sbom.LIBRARIES, "## Libraries", Sbom.CONSOLE, """
            ## Console

            The icons and design tokens come from `@gitlab/svgs` and `@gitlab/ui`, copyright GitLab Inc. Their MIT License is in
            `licenses.txt`, too.""", Sbom.POSTGRESQL, """
            ## Embedded PostgreSQL

            The archives with the programs for Linux contain these parts. [SECURITY.md](../SECURITY.md#the-embedded-postgresql) says what
            uses them.""");

    @Test
    void everyComponentHasAnApprovedLicense() throws IOException {
        for (var sbom : Sbom.values()) {
            assertThat(sbom.components()).isNotEmpty().allSatisfy(component -> assertThat(component.licenses())
                    .as("licenses of %s %s, of which one must be approved", component.name(), component.version())
                    .containsAnyElementsOf(APPROVED));
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

    private static String row(Component component) {
        var licenses = new ArrayList<>(component.licenses());
        licenses.stream().filter(APPROVED::contains).findFirst().ifPresent(used -> {
            licenses.remove(used);
            licenses.add(0, licenses.isEmpty() ? used : "**" + used + "**");
        });
        return "| %s | %s | %s |\n"
                .formatted(
                        component.name(), component.version(), licenses.stream().collect(Collectors.joining(", ")));
    }
}
