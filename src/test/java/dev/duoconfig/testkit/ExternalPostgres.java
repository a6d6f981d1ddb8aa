package dev.duoconfig.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** PostgreSQL servers beside the service, as operators run them. */
public final class ExternalPostgres {

    /** The library unpacks the binaries once for all servers of a JVM, so no test may own them. */
    private static final Path BINARIES = unpackOnce();

    private ExternalPostgres() {}

    /** A server with its data in a directory, to be configured further and started. */
    public static EmbeddedPostgres.Builder in(Path data) {
        return EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(BINARIES.toFile())
                .setDataDirectory(data);
    }

    private static Path unpackOnce() {
        try {
            var directory = Files.createTempDirectory("duo-config-test-postgresql-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> TemporaryInstallation.delete(directory)));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create a directory for the binaries", e);
        }
    }
}
