package dev.duoconfig.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

import static dev.duoconfig.embedded.DataDirectory.tryTo;

/**
 * The files of the embedded PostgreSQL in the data directory: {@code data}, {@code binaries}, {@code log}, {@code port},
 * and {@code password} under {@code postgresql}. Removes what an interrupted first start left incomplete.
 */
final class PostgresHome {

    private static final String HOME = "postgresql";
    private static final String BINARIES = HOME + "/binaries";
    private static final String FIRST_START = HOME + "/first-start-unfinished";
    private static final String LOG = HOME + "/log";
    private static final String PASSWORD = HOME + "/password";
    private static final long MAX_LOG_BYTES = 8L * 1024 * 1024;
    private static final int TAIL_LINES = 12;

    private final DataDirectory directory;
    private final Path home;

    PostgresHome(DataDirectory directory) {
        this.directory = directory;
        this.home = directory.directory(HOME);
        directory.directory(BINARIES);
        tryTo("prepare " + home, this::prepare);
    }

    private Path prepare() throws IOException {
        if (directory.read(FIRST_START).isPresent()) {
            // The first start has not finished, so the service has not stored anything yet.
            delete(data());
        }
        if (!Files.exists(data())) {
            directory.write(FIRST_START, "");
        }
        deletePartialBinaries();
        if (Files.exists(log()) && Files.size(log()) > MAX_LOG_BYTES) {
            Files.move(log(), home.resolve("log.old"), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.exists(log())) {
            directory.write(LOG, "");
        }
        return home;
    }

    Path data() {
        return home.resolve("data");
    }

    Path binaries() {
        return directory.resolve(BINARIES);
    }

    /** The output of PostgreSQL and its tools. */
    Path log() {
        return directory.resolve(LOG);
    }

    Path passwordFile() {
        return directory.resolve(PASSWORD);
    }

    /** The database password, created at the first start. It keeps other users of this machine out. */
    String password(SecureRandom random) {
        return directory
                .readOrCreate(PASSWORD, () -> {
                    byte[] secret = new byte[24];
                    random.nextBytes(secret);
                    return Base64.getUrlEncoder().withoutPadding().encodeToString(secret) + "\n";
                })
                .strip();
    }

    /** Records that the first start has finished: from now on, the data is never deleted. */
    void firstStartFinished() {
        var marker = directory.resolve(FIRST_START);
        tryTo("remove " + marker, () -> Files.deleteIfExists(marker));
        // The library that unpacks the binaries makes their directory accessible to everyone.
        directory.directory(BINARIES);
    }

    /** The last lines of the log, indented, for an error message. */
    String logTail() {
        try {
            var lines = new String(Files.readAllBytes(log()), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return lines.stream()
                    .skip(Math.max(0, lines.size() - TAIL_LINES))
                    .map(line -> "\n  " + line)
                    .collect(Collectors.joining());
        } catch (IOException e) {
            return "\n  (cannot be read: " + e.getMessage() + ")";
        }
    }

    private void deletePartialBinaries() throws IOException {
        List<Path> unpacked;
        try (var children = Files.list(binaries())) {
            unpacked = children.toList();
        }
        for (var child : unpacked) {
            if (!Files.exists(child.resolve(".exists"))) {
                delete(child);
            }
        }
    }

    private static void delete(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        List<Path> contents;
        try (var walk = Files.walk(path)) {
            contents = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (var entry : contents) {
            Files.delete(entry);
        }
    }
}
