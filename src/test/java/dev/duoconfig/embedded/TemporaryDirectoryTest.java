package dev.duoconfig.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

import dev.duoconfig.testkit.LogLines;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Tag("fast")
class TemporaryDirectoryTest {

    private static final String PROPERTY = "java.io.tmpdir";

    @TempDir
    private Path shared;

    private final String before = System.getProperty(PROPERTY);

    @BeforeEach
    void useTheSharedDirectory() {
        System.setProperty(PROPERTY, shared.toString());
    }

    @AfterEach
    void restore() {
        System.setProperty(PROPERTY, before);
    }

    @Test
    void onlyItsOwnerCanEnterItAndLibrariesUseIt() throws IOException {
        try (var directory = create()) {
            assertThat(DataDirectoryTest.mode(directory.path())).isEqualTo("rwx------");
            assertThat(directory.path()).hasParent(shared);
            assertThat(directory.settings())
                    .containsEntry(PROPERTY, directory.path().toString())
                    .containsEntry(
                            "quarkus.vertx.cache-directory",
                            directory.path().resolve("vertx-cache").toString());
        }
    }

    @Test
    void eachProcessHasItsOwn() {
        try (var first = create();
                var second = create()) {
            assertThat(first.path()).isNotEqualTo(second.path());
        }
    }

    @Test
    void itIsDeletedWithItsContentsButNotWhatALinkPointsTo(@TempDir Path outside) throws IOException {
        var kept = Files.writeString(outside.resolve("kept"), "kept");
        try (var directory = create()) {
            Files.createDirectories(directory.path().resolve("a/b"));
            Files.writeString(directory.path().resolve("a/b/file"), "content");
            Files.createSymbolicLink(directory.path().resolve("link"), outside);
        }

        assertThat(shared).isEmptyDirectory();
        assertThat(kept).exists();
    }

    @Test
    void aMissingSharedDirectoryIsRefused() throws IOException {
        Files.delete(shared);

        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> create().close())
                .withMessageContaining(shared.toString())
                .withMessageContaining("-Djava.io.tmpdir");
    }

    @ParameterizedTest
    @CsvSource({"0777, 1", "0703, 1", "1777, 0", "0775, 0", "0700, 0"})
    void aSharedDirectoryInWhichOthersCanReplaceItIsReported(String mode, int warnings) throws IOException {
        Files.setAttribute(shared, "unix:mode", Integer.parseInt(mode, 8));

        try (var log = new LogLines(TemporaryDirectory.class);
                var directory = create()) {
            assertThat(directory.path()).isDirectory();
            assertThat(log.lines()).hasSize(warnings);
            assertThat(log.lines()).allMatch(line -> line.startsWith("WARN") && line.contains(shared.toString()));
        }
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwx------"));
    }

    private static TemporaryDirectory create() {
        return TemporaryDirectory.create(new SecureRandom());
    }
}
