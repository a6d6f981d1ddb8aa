package dev.duoconfig.embedded;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The programs and libraries of PostgreSQL, unpacked from the archive on the class path for their owner only. They are
 * unpacked again if anyone else could have changed them.
 */
final class PostgresBinaries {

    private static final String COMPLETE = ".complete";

    private PostgresBinaries() {}

    /** Returns the directory with {@code bin}, {@code lib}, and {@code share}; unpacks it into a directory if necessary. */
    static Path in(Path parent) throws IOException {
        var archive = archive();
        var target = parent.resolve("PG-" + digest(archive));
        List<Path> children;
        try (var entries = Files.list(parent)) {
            children = entries.toList();
        }
        for (var child : children) {
            if (!child.equals(target) || !isIntact(child)) {
                DataDirectory.delete(child);
            }
        }
        if (!Files.exists(target)) {
            unpack(archive, DataDirectory.createPrivate(target));
            Files.createFile(target.resolve(COMPLETE), DataDirectory.NEW_FILE);
        }
        return target;
    }

    private static boolean isIntact(Path binaries) throws IOException {
        return Files.exists(binaries.resolve(COMPLETE))
                && TrustedTree.faultInWithLinks(binaries).isEmpty();
    }

    private static byte[] archive() throws IOException {
        var architecture =
                switch (System.getProperty("os.arch")) {
                    case "amd64", "x86_64" -> "x86_64";
                    case "aarch64", "arm64" -> "arm_64";
                    default -> "unknown";
                };
        var name = "/postgres-linux-" + architecture + ".txz";
        try (var archive = PostgresBinaries.class.getResourceAsStream(name)) {
            if (archive == null) {
                throw new FileNotFoundException("this release contains no PostgreSQL for the architecture");
            }
            return archive.readAllBytes();
        }
    }

    private static String digest(byte[] archive) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(archive);
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void unpack(byte[] archive, Path target) throws IOException {
        try (var entries = new TarArchiveInputStream(new XZInputStream(new ByteArrayInputStream(archive)))) {
            for (var entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                var path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException("the archive names a file outside of it: " + entry.getName());
                }
                Files.createDirectories(entry.isDirectory() ? path : path.getParent(), DataDirectory.NEW_DIRECTORY);
                var isProgram = target.relativize(path).startsWith("bin");
                write(entries, entry, path, isProgram ? DataDirectory.NEW_PROGRAM : DataDirectory.NEW_FILE);
            }
        }
    }

    private static void write(
            TarArchiveInputStream content, TarArchiveEntry entry, Path path, FileAttribute<?> permissions)
            throws IOException {
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else if (entry.isFile()) {
            Files.createFile(path, permissions);
            try (var file = Files.newOutputStream(path)) {
                content.transferTo(file);
            }
        }
    }
}
