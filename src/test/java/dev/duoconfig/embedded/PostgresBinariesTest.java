package dev.duoconfig.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.duoconfig.embedded.DataDirectoryTest.mode;
import static org.assertj.core.api.Assertions.assertThat;

/** The tests share a directory: each finds the programs complete, and leaves them so. */
@Tag("slow")
class PostgresBinariesTest {

    @TempDir
    private static Path parent;

    private static Path binaries;

    @BeforeAll
    static void unpack() throws IOException {
        binaries = PostgresBinaries.in(parent);
    }

    @Test
    void onlyTheOwnerCanReadThem() throws IOException {
        List<Path> entries;
        try (var all = Files.walk(binaries)) {
            entries = all.filter(entry -> !Files.isSymbolicLink(entry)).toList();
        }

        assertThat(entries).hasSizeGreaterThan(500);
        for (var entry : entries) {
            var isExecutable =
                    Files.isDirectory(entry) || binaries.relativize(entry).startsWith("bin");
            assertThat(mode(entry)).as(entry.toString()).isEqualTo(isExecutable ? "rwx------" : "rw-------");
        }
    }

    @Test
    void theyAreUnpackedOnce() throws IOException {
        var before = Files.getAttribute(binaries.resolve("bin/postgres"), "unix:ino", LinkOption.NOFOLLOW_LINKS);

        assertThat(PostgresBinaries.in(parent)).isEqualTo(binaries);

        assertThat(Files.getAttribute(binaries.resolve("bin/postgres"), "unix:ino", LinkOption.NOFOLLOW_LINKS))
                .isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bin/postgres", ""})
    void thoseThatOthersCouldHaveChangedAreUnpackedAgain(String entry) throws IOException {
        var size = Files.size(binaries.resolve("bin/pg_ctl"));
        Files.writeString(binaries.resolve("bin/pg_ctl"), "changed");
        Files.setPosixFilePermissions(binaries.resolve(entry), PosixFilePermissions.fromString("rwxrwxrwx"));

        PostgresBinaries.in(parent);

        assertThat(binaries.resolve("bin/pg_ctl")).hasSize(size);
        assertThat(mode(binaries.resolve(entry))).isEqualTo("rwx------");
    }

    @Test
    void aLinkInPlaceOfTheirDirectoryIsReplaced(@TempDir Path outside) throws IOException {
        var moved = Files.move(binaries, outside.resolve("moved"));
        Files.createSymbolicLink(binaries, moved);

        PostgresBinaries.in(parent);

        assertThat(Files.isSymbolicLink(binaries)).isFalse();
        assertThat(binaries.resolve("bin/postgres")).isRegularFile();
    }

    @Test
    void aLinkThatLeadsOutIsReplacedAndItsTargetKept(@TempDir Path outside) throws IOException {
        var library = binaries.resolve("lib/libpq.so.5");
        var foreign = Files.writeString(outside.resolve("libpq.so"), "foreign");
        Files.delete(library);
        Files.createSymbolicLink(library, foreign);

        PostgresBinaries.in(parent);

        assertThat(library.toRealPath()).startsWith(binaries.toRealPath());
        assertThat(foreign).hasContent("foreign");
    }
}
