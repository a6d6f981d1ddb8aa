package dev.duoconfig.supply;

import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

/** The list of what the archives of PostgreSQL contain names every library in them. */
@Tag("slow")
class PostgresSbomTest {

    private static final Pattern LIBRARY = Pattern.compile("(?:\\./)?lib/(?<name>lib[a-z0-9_-]+)\\.so(?:\\.[0-9.]+)?");

    @ParameterizedTest
    @ValueSource(strings = {"x86_64", "arm_64"})
    void everyLibraryIsListed(String architecture) throws IOException {
        var listed = Sbom.POSTGRESQL.components().stream()
                .flatMap(component -> component.properties("duo-config:library"))
                .collect(toSet());

        assertThat(libraries(architecture)).isEqualTo(listed);
    }

    private static Set<String> libraries(String architecture) throws IOException {
        var names = new TreeSet<String>();
        try (var archive = new TarArchiveInputStream(new XZCompressorInputStream(Objects.requireNonNull(
                PostgresSbomTest.class.getResourceAsStream("/postgres-linux-" + architecture + ".txz"))))) {
            for (var entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                var library = LIBRARY.matcher(entry.getName());
                if (library.matches()) {
                    names.add(library.group("name"));
                }
            }
        }
        return names;
    }
}
