package dev.duoconfig.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The directory in which an installation keeps what it made for itself, locked for one process at a time. The kernel
 * gives the lock back when the process ends, however it ends. Files are readable by their owner only, and are either
 * whole or not there.
 */
final class DataDirectory implements AutoCloseable {

    private static final Set<PosixFilePermission> OWNER_ONLY_FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_ONLY_DIRECTORY = PosixFilePermissions.fromString("rwx------");
    private static final FileAttribute<?> NEW_FILE = PosixFilePermissions.asFileAttribute(OWNER_ONLY_FILE);
    private static final FileAttribute<?> NEW_DIRECTORY = PosixFilePermissions.asFileAttribute(OWNER_ONLY_DIRECTORY);

    /** Closing any channel of a file gives back all this process's locks on it, so a second one must not be opened. */
    private static final Set<Path> OPEN_IN_THIS_PROCESS = ConcurrentHashMap.newKeySet();

    /** An action that reads or changes files. */
    @FunctionalInterface
    interface FileAction<T> {

        T run() throws IOException;
    }

    private final Path path;
    private final FileChannel lockFile;

    private DataDirectory(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /**
     * Makes the directory if it is not there, and locks it.
     *
     * @throws StartRefusedException if another process uses it, or it cannot be made or written
     */
    static DataDirectory open(Path directory) {
        var path = directory.toAbsolutePath().normalize();
        try {
            if (!Files.isDirectory(path)) {
                Files.createDirectories(path, NEW_DIRECTORY);
            }
            path = path.toRealPath();
            if (!OPEN_IN_THIS_PROCESS.add(path)) {
                throw alreadyInUse(path);
            }
            return lock(path);
        } catch (IOException e) {
            throw new StartRefusedException(
                    "Cannot use the data directory %s (%s). Give the service a directory that it may write, with DUO_DATA_DIR."
                            .formatted(path, e),
                    e);
        }
    }

    private static DataDirectory lock(Path path) throws IOException {
        FileChannel channel = null;
        FileLock lock = null;
        try {
            var options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel = FileChannel.open(path.resolve("lock"), options, NEW_FILE);
            lock = channel.tryLock();
            if (lock == null) {
                throw alreadyInUse(path);
            }
            return new DataDirectory(path, channel);
        } catch (OverlappingFileLockException e) {
            throw alreadyInUse(path);
        } finally {
            if (lock == null) {
                OPEN_IN_THIS_PROCESS.remove(path);
                if (channel != null) {
                    channel.close();
                }
            }
        }
    }

    private static StartRefusedException alreadyInUse(Path path) {
        return new StartRefusedException(
                "The data directory %s is in use by another running instance of Duo Config. Stop that instance, or give this one a directory of its own with DUO_DATA_DIR."
                        .formatted(path));
    }

    /** Absolute, without symbolic links. */
    Path path() {
        return path;
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    /** A directory in this one that only its owner can enter, made if it is not there. */
    Path directory(String name) {
        var directory = resolve(name);
        return tryTo("make the directory " + directory, () -> {
            Files.createDirectories(directory, NEW_DIRECTORY);
            return Files.setPosixFilePermissions(directory, OWNER_ONLY_DIRECTORY);
        });
    }

    /** The content of a file in this directory, or empty if there is none. */
    Optional<String> read(String name) {
        var file = resolve(name);
        return tryTo("read " + file, () -> Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty());
    }

    /** The content of a file that is made once and kept for ever; its mode is set right each time. */
    String readOrCreate(String name, Supplier<String> content) {
        var existing = read(name);
        if (existing.isEmpty()) {
            var created = content.get();
            write(name, created);
            return created;
        }
        var file = resolve(name);
        tryTo("make " + file + " private", () -> Files.setPosixFilePermissions(file, OWNER_ONLY_FILE));
        return existing.get();
    }

    /** Writes a file, or replaces it, in one step. */
    Path write(String name, String content) {
        var file = resolve(name);
        return tryTo("write " + file, () -> {
            var draft = Files.createTempFile(file.getParent(), file.getFileName() + ".", ".draft", NEW_FILE);
            try (var channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                var bytes = StandardCharsets.UTF_8.encode(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            return Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        });
    }

    /**
     * Runs an action on files.
     *
     * @param purpose the action in words that follow "Cannot", with the path
     * @throws StartRefusedException if the action fails
     */
    static <T> T tryTo(String purpose, FileAction<T> action) {
        try {
            return action.run();
        } catch (IOException | UncheckedIOException e) {
            throw new StartRefusedException("Cannot %s: %s".formatted(purpose, e), e);
        }
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot give back the lock of " + path, e);
        } finally {
            OPEN_IN_THIS_PROCESS.remove(path);
        }
    }
}
