package dev.duoconfig.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;

import org.jboss.logging.Logger;

/**
 * The temporary directory of this process, which no other user can enter. It replaces the shared one, where Vert.x would keep
 * the files that the service serves, and Netty the libraries that it loads, in directories that others can write. See
 * docs/framework.md.
 */
public final class TemporaryDirectory implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(TemporaryDirectory.class);
    private static final String SHARED = "java.io.tmpdir";

    private final Path path;

    private TemporaryDirectory(Path path) {
        this.path = path;
    }

    /**
     * Creates the directory in the shared one.
     *
     * @throws StartRefusedException if it cannot be created
     */
    public static TemporaryDirectory create(SecureRandom random) {
        var name = new byte[8];
        random.nextBytes(name);
        var shared = Path.of(System.getProperty(SHARED, "/tmp")).toAbsolutePath();
        try {
            // Not with Files.createTempDirectory, which would remember the shared directory for later calls.
            var path = DataDirectory.createPrivate(
                    shared.resolve("duo-config-" + HexFormat.of().formatHex(name)));
            OwnFiles.replaceableIn(path)
                    .filter(parent -> !isContainer())
                    .ifPresent(parent -> LOG.warnf(
                            "Every user can replace the temporary files of the service in %s. Set the directory's sticky bit (chmod +t), or choose another one with -Djava.io.tmpdir.",
                            parent));
            return new TemporaryDirectory(path);
        } catch (IOException e) {
            throw new StartRefusedException(
                    "Cannot create a temporary directory in %s (%s). Choose another one with -Djava.io.tmpdir."
                            .formatted(shared, e),
                    e);
        }
    }

    /** The first process of a container shares its volumes with no other user, and cannot set the sticky bit of one. */
    private static boolean isContainer() {
        return ProcessHandle.current().pid() == 1;
    }

    /** The system properties that make libraries use it. They apply only to classes that are loaded later. */
    public Map<String, String> settings() {
        return Map.of(
                SHARED,
                path.toString(),
                "quarkus.vertx.cache-directory",
                path.resolve("vertx-cache").toString());
    }

    Path path() {
        return path;
    }

    /** Deletes the directory with its contents. */
    @Override
    public void close() {
        try {
            DataDirectory.delete(path);
        } catch (IOException e) {
            LOG.warnf("The temporary directory %s cannot be deleted: %s", path, e);
        }
    }
}
