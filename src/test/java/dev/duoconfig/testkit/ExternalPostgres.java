package dev.duoconfig.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** External PostgreSQL servers, as operators run them. */
public final class ExternalPostgres {

    /** Shared by all servers of the JVM, because the library unpacks the binaries only once. */
    private static final Path BINARIES = unpackOnce();

    private ExternalPostgres() {}

    /** A builder for a server with its data in a directory. */
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
            throw new UncheckedIOException("Cannot create a directory for the binaries", e);
        }
    }
}
