package dev.duoconfig.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import org.jboss.logging.Logger;

/**
 * The directory with the files that an installation creates for itself, locked for one process at a time. The kernel
 * releases the lock when the process ends, even after a crash. Files are readable by their owner only and are either
 * complete or absent.
 */
final class DataDirectory implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(DataDirectory.class);

    private static final Set<PosixFilePermission> OWNER_ONLY_FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_ONLY_DIRECTORY = PosixFilePermissions.fromString("rwx------");

    /** The permissions of new files, programs, and directories, whatever the process's umask. */
    static final FileAttribute<?> NEW_FILE = PosixFilePermissions.asFileAttribute(OWNER_ONLY_FILE);

    static final FileAttribute<?> NEW_DIRECTORY = PosixFilePermissions.asFileAttribute(OWNER_ONLY_DIRECTORY);
    static final FileAttribute<?> NEW_PROGRAM = NEW_DIRECTORY;

    /** Closing any channel of a file releases all locks of this process on it, so a second channel must not be opened. */
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
     * Locks the directory, and creates it if it does not exist. The path itself can be a symbolic link.
     *
     * @throws StartRefusedException if another process uses it, it cannot be created or written, or another user could have
     *     changed what is in it
     */
    static DataDirectory open(Path directory) {
        var path = directory.toAbsolutePath().normalize();
        try {
            if (!Files.isDirectory(path)) {
                Files.createDirectories(path, NEW_DIRECTORY);
            }
            path = path.toRealPath();
            checkTrust(path);
            if (!OPEN_IN_THIS_PROCESS.add(path)) {
                throw alreadyInUse(path);
            }
            return lock(path);
        } catch (IOException e) {
            throw new StartRefusedException(
                    "Cannot use the data directory %s (%s). Set DUO_DATA_DIR to a directory that the service can write."
                            .formatted(path, e),
                    e);
        }
    }

    private static void checkTrust(Path path) throws IOException {
        var closed = Set.of(path.resolve(PostgresHome.DATA), path.resolve(PostgresHome.BINARIES));
        var fault = TrustedTree.faultIn(path, closed);
        if (fault.isPresent()) {
            throw new StartRefusedException("The data directory %s cannot be trusted: %s %s"
                    .formatted(path, fault.get().path(), fault.get().reason()));
        }
        OwnFiles.replaceableIn(path)
                .ifPresent(parent -> LOG.warnf(
                        "Every user can replace the data directory %s, because everyone can write %s. Move it to another place, or run: chmod o-w '%s'",
                        path, parent, parent));
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
                "The data directory %s is in use by another running instance of Duo Config. Stop that instance, or set DUO_DATA_DIR to a different directory for this one."
                        .formatted(path));
    }

    /** The absolute path, without symbolic links. */
    Path path() {
        return path;
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    /** Returns a subdirectory that only its owner can enter, and creates it if it does not exist. */
    Path directory(String name) {
        var directory = resolve(name);
        return tryTo("create the directory " + directory, () -> {
            Files.createDirectories(directory, NEW_DIRECTORY);
            return Files.setPosixFilePermissions(directory, OWNER_ONLY_DIRECTORY);
        });
    }

    /** The content of a file in this directory; empty if the file does not exist. */
    Optional<String> read(String name) {
        var file = resolve(name);
        return tryTo("read " + file, () -> Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty());
    }

    /** Reads a file that is created once and never replaced, and restores its permissions. */
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

    /** Creates or replaces a file atomically. */
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

    /** Creates a directory that only its owner can enter. It must not exist. */
    static Path createPrivate(Path directory) throws IOException {
        Files.createDirectory(directory, NEW_DIRECTORY);
        return Files.setPosixFilePermissions(directory, OWNER_ONLY_DIRECTORY);
    }

    /** Deletes a file, or a directory with its contents. Links are not followed. */
    static void delete(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        List<Path> contents;
        try (var walk = Files.walk(path)) {
            contents = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (var entry : contents) {
            Files.deleteIfExists(entry);
        }
    }

    /**
     * Runs an action on files.
     *
     * @param purpose the action, in words that follow "Cannot" in the message
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
            throw new UncheckedIOException("Cannot release the lock of " + path, e);
        } finally {
            OPEN_IN_THIS_PROCESS.remove(path);
        }
    }
}
