package dev.duoconfig.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Tag("fast")
class DataDirectoryTest {

    @TempDir
    private Path parent;

    @Test
    void theDirectoryAndItsFilesBelongToTheOwnerOnly() throws IOException {
        try (var directory = DataDirectory.open(parent.resolve("a/b"))) {
            directory.directory("inner");
            directory.write("inner/file", "content");

            assertThat(mode(directory.path())).isEqualTo("rwx------");
            assertThat(mode(directory.path().resolve("inner"))).isEqualTo("rwx------");
            assertThat(mode(directory.path().resolve("inner/file"))).isEqualTo("rw-------");
            assertThat(mode(directory.path().resolve("lock"))).isEqualTo("rw-------");
        }
    }

    @Test
    void aWriteReplacesTheFileAndLeavesNoDraft() throws IOException {
        try (var directory = DataDirectory.open(parent.resolve("data"))) {
            directory.write("file", "old and long");

            directory.write("file", "new");

            assertThat(directory.read("file")).contains("new");
            assertThat(directory.path()).isDirectoryNotContaining("glob:**.draft");
        }
    }

    @Test
    void anExistingFileIsKeptAndMadePrivateAgain() throws IOException {
        try (var directory = DataDirectory.open(parent.resolve("data"))) {
            directory.readOrCreate("key", () -> "first");
            var file = directory.path().resolve("key");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

            var kept = directory.readOrCreate("key", () -> "second");

            assertThat(kept).isEqualTo("first");
            assertThat(mode(file)).isEqualTo("rw-------");
        }
    }

    @Test
    void aSecondInstanceOnTheSameDirectoryIsRefused() {
        var path = parent.resolve("data");
        try (var first = DataDirectory.open(path)) {
            assertThat(first.path()).isDirectory();

            assertThatExceptionOfType(StartRefusedException.class)
                    .isThrownBy(() -> DataDirectory.open(path))
                    .withMessageContaining(path.toString())
                    .withMessageContaining("in use")
                    .withMessageContaining("DUO_DATA_DIR");
        }
    }

    @Test
    void aClosedDirectoryCanBeOpenedAgain() {
        var path = parent.resolve("data");
        DataDirectory.open(path).close();

        try (var again = DataDirectory.open(path)) {
            assertThat(again.path()).isDirectory();
        }
    }

    @Test
    void aPathThatIsNotADirectoryIsRefused() throws IOException {
        var file = Files.writeString(parent.resolve("file"), "");

        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> DataDirectory.open(file))
                .withMessageContaining(file.toString())
                .withMessageContaining("DUO_DATA_DIR");
    }

    static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
