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
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.duoconfig.resolve.Deployment;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.secret.Sealed;
import dev.duoconfig.secret.SecretBox;
import dev.duoconfig.secret.SecretLocation;
import dev.duoconfig.secret.UnreadableSecretException;

/**
 * A file with one snapshot: a line with the format and the ID of the master key, followed by the snapshot sealed
 * under that key. The file is always complete: it contains either the previous snapshot or the new one.
 */
final class SnapshotFile {

    /** To be increased when existing properties change their meaning. */
    private static final int FORMAT = 2;

    /** The format of release 0.2. */
    private static final int PREVIOUS_FORMAT = 1;

    private static final String HEADER = "duo-config last-known-good %d %s\n";
    private static final Pattern FIRST_LINE =
            Pattern.compile("duo-config last-known-good (?<format>[0-9]{1,9}) (?<key>[0-9a-f]{16})");
    private static final int MAX_LINE_LENGTH = 64;

    /**
     * A separate mapper, so that no setting of the API changes the content of files. Input that does not match
     * exactly is refused.
     */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .enable(
                    DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                    DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .addMixIn(Snapshot.Model.class, FlatModel.class)
            .build();

    /** Keeps models flat in files, regardless of their structure in memory. */
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

    boolean exists() {
        return Files.exists(path);
    }

    /**
     * Replaces the file with the snapshot.
     *
     * @throws IOException if the file cannot be written, or if its path holds another kind of file, such as a key
     * file configured by mistake
     */
    void write(SavedSnapshot snapshot) throws IOException {
        if (Files.exists(path) && !isSnapshotFile()) {
            throw new FileAlreadyExistsException(
                    path.toString(),
                    null,
                    "it is not a last-known-good file and is not replaced; remove it, or configure another path");
        }
        var sealed = secrets.seal(JSON.writeValueAsString(snapshot), location(FORMAT));
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(HEADER.formatted(FORMAT, sealed.keyId()).getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(sealed.bytes());
        var directory = path.getParent();
        var temporary = path.resolveSibling("." + path.getFileName() + ".new");
        // A leftover of an instance that was killed while it wrote.
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
     * @throws UnusableFileException if the file is missing, damaged, of another format, or sealed under a key that is
     * not configured
     */
    SavedSnapshot read() throws UnusableFileException {
        try {
            return decrypt(Files.readAllBytes(path));
        } catch (NoSuchFileException e) {
            throw new UnusableFileException("It does not exist.");
        } catch (UnreadableSecretException e) {
            throw new UnusableFileException(String.valueOf(e.getMessage()));
        } catch (JsonProcessingException e) {
            throw new UnusableFileException("It was written by another release.");
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
            throw new UnusableFileException("It is not a last-known-good file, or it is truncated.");
        }
        var format = Integer.parseInt(line.group("format"));
        if (format != FORMAT && format != PREVIOUS_FORMAT) {
            throw new UnusableFileException("It has format %d; this release reads formats %d and %d."
                    .formatted(format, PREVIOUS_FORMAT, FORMAT));
        }
        var sealed = Arrays.copyOfRange(bytes, Math.min(end + 1, bytes.length), bytes.length);
        return parse(format, secrets.open(new Sealed(line.group("key"), sealed), location(format)));
    }

    private static SavedSnapshot parse(int format, String text) throws JsonProcessingException {
        if (format == FORMAT) {
            return JSON.readValue(text, SavedSnapshot.class);
        }
        return JSON.treeToValue(withNewProperties(JSON.readValue(text, ObjectNode.class)), SavedSnapshot.class);
    }

    /** Adds what release 0.2 did not store, with the values that keep the responses as they were. */
    private static ObjectNode withNewProperties(ObjectNode saved) {
        saved.withObject("/gateway").put("vendoredModelsAllowed", true).putNull("details");
        saved.withObject("/entitlement").putNull("agentPlatform").put("offlineLicense", true);
        saved.withObject("/settings").forEach(setting -> ((ObjectNode) setting).putNull("vendoredModel"));
        saved.withObject("/models")
                .forEach(model -> ((ObjectNode) model).putNull("iamRole").putNull("details"));
        return saved.putNull("subscription").putNull("auditHead");
    }

    private static SecretLocation location(int format) {
        return new SecretLocation("last_known_good_file", format, "snapshot");
    }

    /** The reason why a file cannot be used, as a sentence. */
    static final class UnusableFileException extends Exception {

        private static final long serialVersionUID = 1L;

        UnusableFileException(String reason) {
            super(reason, null, false, false);
        }
    }
}
