package dev.duoconfig.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

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

    @Test
    void aSymbolicLinkForTheWholeDirectoryIsFollowed() throws IOException {
        Files.createDirectory(parent.resolve("elsewhere"));
        var link = Files.createSymbolicLink(parent.resolve("data"), parent.resolve("elsewhere"));

        try (var directory = DataDirectory.open(link)) {
            assertThat(directory.path()).isEqualTo(parent.toRealPath().resolve("elsewhere"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxr-xr-x", "rwxr-x---", "rwx------"})
    void aDirectoryThatOthersCanOnlyReadIsAccepted(String mode) throws IOException {
        var data = installation();
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString(mode));

        try (var directory = DataDirectory.open(data)) {
            assertThat(directory.path()).isDirectory();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', rwxrwxrwx",
        "'', rwxrwxr-x",
        "'', rwxr-xrwx",
        "tokens, rwxrwxrwx",
        "tokens/admin, rw-rw-rw-",
        "local-issuer, rwxrwx---",
        "local-issuer/private-key.pem, rw-rw----",
        "master-key, rw-----w-",
        "trial-subscription.json, rw-rw-r--",
        "postgresql, rwxrwxrwx",
        "postgresql/data, rwxrwxrwx"
    })
    void anEntryThatOthersCanWriteIsRefused(String entry, String mode) throws IOException {
        var path = installation().resolve(entry).normalize();
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));

        assertThat(refusal()).contains(path.toString(), "can be written by other users", "chmod go-w");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tokens", "tokens/admin", "local-issuer", "master-key", "lock", "postgresql", "unknown"})
    void anEntryThatIsASymbolicLinkIsRefused(String entry) throws IOException {
        var data = installation();
        var path = data.resolve(entry);
        DataDirectory.delete(path);
        Files.createSymbolicLink(path, Files.createDirectory(parent.resolve("elsewhere")));

        assertThat(refusal()).contains(path.toString(), "is a symbolic link");
        assertThat(parent.resolve("elsewhere")).isEmptyDirectory();
    }

    @Test
    void aSymbolicLinkToNothingIsRefusedWithoutCreatingItsTarget() throws IOException {
        var lock = installation().resolve("lock");
        Files.delete(lock);
        Files.createSymbolicLink(lock, parent.resolve("created"));

        assertThat(refusal()).contains(lock.toString(), "is a symbolic link");
        assertThat(parent.resolve("created")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tokens", "tokens/admin", "local-issuer/private-key.pem", "postgresql/data"})
    void anEntryOfAnotherUserIsRefused(String entry) throws IOException {
        assumeThat(OwnFiles.isRoot()).as("root can give files away").isTrue();
        var path = installation().resolve(entry).normalize();
        Files.setAttribute(path, "unix:uid", 65_534);

        assertThat(refusal()).contains(path.toString(), "belongs to user 65534");
    }

    @Test
    void anEntryThatIsNotAFileIsRefusedInsteadOfRead() throws Exception {
        var key = installation().resolve("master-key");
        Files.delete(key);
        assertThat(new ProcessBuilder("mkfifo", key.toString()).start().waitFor())
                .isZero();

        assertThat(refusal()).contains(key.toString(), "neither a file nor a directory");
    }

    /** A data directory as the service leaves it, with one file for each kind. */
    private Path installation() {
        try (var directory = DataDirectory.open(parent.resolve("data"))) {
            for (var name : List.of("tokens", "local-issuer", "postgresql", "postgresql/data")) {
                directory.directory(name);
            }
            for (var name :
                    List.of("tokens/admin", "local-issuer/private-key.pem", "master-key", "trial-subscription.json")) {
                directory.write(name, "content");
            }
            return directory.path();
        }
    }

    private String refusal() {
        var refused = catchThrowableOfType(StartRefusedException.class, () -> DataDirectory.open(parent.resolve("data"))
                .close());
        assertThat(refused).isNotNull();
        var message = String.valueOf(refused.getMessage());
        assertThat(message.lines()).hasSize(1);
        return message;
    }

    static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
