package dev.duoconfig.snapshot.lastknowngood;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.duoconfig.resolve.Deployment;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.secret.Sealed;
import dev.duoconfig.secret.SecretBox;
import dev.duoconfig.secret.SecretLocation;
import dev.duoconfig.secret.UnreadableSecretException;

/**
 * A file with one snapshot: a line with the format and the master key's id, then everything else sealed under that key. At
 * every moment it is the one before or the new one, whole.
 */
final class SnapshotFile {

    /** To be raised whenever the same properties come to mean something else. */
    private static final int FORMAT = 1;

    private static final String HEADER = "duo-config last-known-good %d %s\n";
    private static final Pattern FIRST_LINE =
            Pattern.compile("duo-config last-known-good (?<format>[0-9]{1,9}) (?<key>[0-9a-f]{16})");
    private static final int MAX_LINE_LENGTH = 64;
    private static final SecretLocation LOCATION = new SecretLocation("last_known_good_file", FORMAT, "snapshot");

    /** Its own, so that no setting of the API's JSON changes what is in files; whatever is not exactly as written is refused. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .enable(
                    DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                    DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .addMixIn(Snapshot.Model.class, FlatModel.class)
            .build();

    /** Keeps the form of models in files, which is flat, whatever they consist of in memory. */
    interface FlatModel {

        @JsonUnwrapped
        Deployment deployment();
    }

    private final Path path;
    private final SecretBox secrets;

    SnapshotFile(Path path, SecretBox secrets) {
        this.path = path.toAbsolutePath();
        this.secrets = secrets;
    }

    Path path() {
        return path;
    }

    /**
     * Puts the snapshot in the place of the one before.
     *
     * @throws IOException if it cannot be written, or something else is in its place, such as a key file named by mistake
     */
    void write(SavedSnapshot snapshot) throws IOException {
        if (Files.exists(path) && !isSnapshotFile()) {
            throw new FileAlreadyExistsException(
                    path.toString(),
                    null,
                    "it is no last-known-good file, and is not replaced; remove it, or name another");
        }
        var sealed = secrets.seal(JSON.writeValueAsString(snapshot), LOCATION);
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(HEADER.formatted(FORMAT, sealed.keyId()).getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(sealed.bytes());
        var directory = path.getParent();
        var temporary = path.resolveSibling("." + path.getFileName() + ".new");
        // What an instance left that was killed while it wrote.
        Files.deleteIfExists(temporary);
        try (var file = FileChannel.open(
                temporary,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            var remaining = ByteBuffer.wrap(bytes.toByteArray());
            while (remaining.hasRemaining()) {
                file.write(remaining);
            }
            file.force(true);
        }
        Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
        try (var entries = FileChannel.open(directory, StandardOpenOption.READ)) {
            entries.force(true);
        }
    }

    private boolean isSnapshotFile() throws IOException {
        try (var file = Files.newInputStream(path)) {
            var beginning = HEADER.substring(0, HEADER.indexOf(" %")).getBytes(StandardCharsets.US_ASCII);
            var found = file.readNBytes(beginning.length);
            return Arrays.equals(found, Arrays.copyOf(beginning, found.length));
        }
    }

    /**
     * Reads the snapshot.
     *
     * @throws UnusableFileException if there is none, or none that was written like this under a configured key
     */
    SavedSnapshot read() throws UnusableFileException {
        try {
            return decrypt(Files.readAllBytes(path));
        } catch (NoSuchFileException e) {
            throw new UnusableFileException("It is not there.");
        } catch (UnreadableSecretException e) {
            throw new UnusableFileException(String.valueOf(e.getMessage()));
        } catch (JsonProcessingException e) {
            throw new UnusableFileException("Another release has written it.");
        } catch (IOException e) {
            throw new UnusableFileException("It cannot be read: " + e);
        }
    }

    private SavedSnapshot decrypt(byte[] bytes) throws UnusableFileException, JsonProcessingException {
        var end = 0;
        while (end < bytes.length && end < MAX_LINE_LENGTH && bytes[end] != '\n') {
            end++;
        }
        var line = FIRST_LINE.matcher(new String(bytes, 0, end, StandardCharsets.ISO_8859_1));
        if (!line.matches()) {
            throw new UnusableFileException("It is no last-known-good file, or was cut short.");
        }
        if (!line.group("format").equals(String.valueOf(FORMAT))) {
            throw new UnusableFileException(
                    "It has the format %s; this release reads format %d.".formatted(line.group("format"), FORMAT));
        }
        var sealed = Arrays.copyOfRange(bytes, Math.min(end + 1, bytes.length), bytes.length);
        return JSON.readValue(secrets.open(new Sealed(line.group("key"), sealed), LOCATION), SavedSnapshot.class);
    }

    /** Why a file cannot be used, in a sentence. */
    static final class UnusableFileException extends Exception {

        private static final long serialVersionUID = 1L;

        UnusableFileException(String reason) {
            super(reason, null, false, false);
        }
    }
}
