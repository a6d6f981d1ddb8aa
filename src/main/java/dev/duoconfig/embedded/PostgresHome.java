package dev.duoconfig.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.stream.Collectors;

import static dev.duoconfig.embedded.DataDirectory.tryTo;

/**
 * The files of the embedded PostgreSQL in the data directory: {@code data}, {@code binaries}, {@code log}, {@code port},
 * and {@code password} under {@code postgresql}. Removes what an interrupted first start left incomplete.
 */
final class PostgresHome {

    /** The data of the server, whose files PostgreSQL itself protects. */
    static final String DATA = "postgresql/data";

    /** The programs, which are unpacked again if others could have changed them. */
    static final String BINARIES = "postgresql/binaries";

    private static final String HOME = "postgresql";
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
        tryTo("prepare " + home, this::prepare);
    }

    private Path prepare() throws IOException {
        if (directory.read(FIRST_START).isPresent()) {
            // The first start has not finished, so the service has not stored anything yet.
            DataDirectory.delete(data());
        }
        if (!Files.exists(data())) {
            directory.write(FIRST_START, "");
        }
        if (Files.exists(log()) && Files.size(log()) > MAX_LOG_BYTES) {
            Files.move(log(), home.resolve("log.old"), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.exists(log())) {
            directory.write(LOG, "");
        }
        return home;
    }

    Path data() {
        return directory.resolve(DATA);
    }

    /** The directory of the programs, unpacked if necessary. */
    Path unpackedBinaries() {
        var binaries = directory.directory(BINARIES);
        return tryTo("unpack PostgreSQL into " + binaries, () -> PostgresBinaries.in(binaries));
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
}
