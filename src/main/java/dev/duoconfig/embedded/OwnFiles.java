package dev.duoconfig.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The rules for files that hold or guard secrets, as ssh applies them to keys: they belong to the user of the service, nobody
 * else can write them, and none of them is a symbolic link.
 */
final class OwnFiles {

    private static final int FILE_TYPE = 0170000;
    private static final int SYMBOLIC_LINK = 0120000;
    private static final int REGULAR_FILE = 0100000;
    private static final int DIRECTORY = 0040000;
    private static final int PERMISSIONS = 07777;
    private static final int STICKY = 01000;
    private static final int WRITABLE_BY_GROUP_OR_OTHERS = 0022;
    private static final int WRITABLE_BY_OTHERS = 0002;

    private OwnFiles() {}

    /** The reason why a file or directory cannot be trusted, with the remedy, in words that follow its path. */
    static Optional<String> faultOf(Path path) throws IOException {
        var mode = mode(path);
        var owner = owner(path);
        var user = user();
        if ((mode & FILE_TYPE) == SYMBOLIC_LINK) {
            return Optional.of("is a symbolic link. Replace the link with the file or directory that it points to.");
        }
        if (!isFileOrDirectory(mode)) {
            return Optional.of("is neither a file nor a directory. Remove it.");
        }
        if (owner != user) {
            return Optional.of(
                    "belongs to user %d, and the service runs as user %d. Use a directory of the latter user."
                            .formatted(owner, user));
        }
        if ((mode & WRITABLE_BY_GROUP_OR_OTHERS) != 0) {
            return Optional.of(
                    "can be written by other users (mode %04o). Make sure that nobody has changed it, then run: chmod go-w '%s'"
                            .formatted(mode & PERMISSIONS, path));
        }
        return Optional.empty();
    }

    static boolean isSymbolicLink(Path path) throws IOException {
        return (mode(path) & FILE_TYPE) == SYMBOLIC_LINK;
    }

    /** The first directory above a path in which every user can replace entries of other users. */
    static Optional<Path> replaceableIn(Path path) throws IOException {
        for (var parent = path.toRealPath().getParent(); parent != null; parent = parent.getParent()) {
            var mode = mode(parent);
            if ((mode & WRITABLE_BY_OTHERS) != 0 && (mode & STICKY) == 0) {
                return Optional.of(parent);
            }
        }
        return Optional.empty();
    }

    static boolean isRoot() throws IOException {
        return user() == 0;
    }

    private static boolean isFileOrDirectory(int mode) {
        return (mode & FILE_TYPE) == REGULAR_FILE || (mode & FILE_TYPE) == DIRECTORY;
    }

    /** The user whose rights this process has. */
    private static int user() throws IOException {
        return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    }

    private static int owner(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }

    private static int mode(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    }
}
