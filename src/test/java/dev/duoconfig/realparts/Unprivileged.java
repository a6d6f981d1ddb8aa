package dev.duoconfig.realparts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assertions;

/** Programs of the machine, and the user that runs them if the tests run as root, which some servers refuse. */
final class Unprivileged {

    private static final boolean IS_ROOT = "root".equals(System.getProperty("user.name"));
    private static final List<Path> DIRECTORIES = Stream.concat(
                    Stream.of("/usr/lib/postgresql/15/bin", "/usr/sbin", "/sbin"),
                    Stream.of(System.getenv("PATH").split(":", -1)))
            .map(Path::of)
            .toList();

    private Unprivileged() {}

    /** The path of a program. A missing one fails the test, which names the package to install. */
    static String program(String name, String debianPackage) {
        return DIRECTORIES.stream()
                .map(directory -> directory.resolve(name))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString)
                .orElseGet(() -> Assertions.fail(
                        "This test needs the program %s: apt-get install %s".formatted(name, debianPackage)));
    }

    /** Creates a directory that belongs to the user. */
    static Path directory(Path parent, String name) throws IOException, InterruptedException {
        // The directories of tests are closed to other users.
        for (var open = parent; open != null && Files.isWritable(open) && IS_ROOT; open = open.getParent()) {
            if (Files.getPosixFilePermissions(open).equals(PosixFilePermissions.fromString("rwx------"))) {
                Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwx--x--x"));
            }
        }
        var directory = Files.createDirectory(parent.resolve(name));
        give(directory);
        return directory;
    }

    /** Gives a file or an empty directory to the user. */
    static void give(Path path) throws IOException, InterruptedException {
        if (IS_ROOT) {
            Shell.run(parent(path), List.of("chown", user(), path.toString()));
        }
    }

    /** The command as the user runs it. */
    static List<String> command(List<String> command) {
        if (!IS_ROOT) {
            return command;
        }
        var switched = new ArrayList<>(List.of("setpriv", "--reuid=" + user(), "--regid=" + group(), "--clear-groups"));
        switched.addAll(command);
        return switched;
    }

    static boolean isRoot() {
        return IS_ROOT;
    }

    private static String user() {
        return isKnown("postgres") ? "postgres" : "nobody";
    }

    private static String group() {
        return isKnown("postgres") ? "postgres" : "nogroup";
    }

    private static boolean isKnown(String user) {
        try (var users = Files.lines(Path.of("/etc/passwd"))) {
            return users.anyMatch(line -> line.startsWith(user + ":"));
        } catch (IOException e) {
            return false;
        }
    }

    private static Path parent(Path path) {
        var parent = path.getParent();
        return parent == null ? path : parent;
    }
}
