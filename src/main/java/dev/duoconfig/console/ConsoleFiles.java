package dev.duoconfig.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import io.quarkus.runtime.util.ClassPathUtils;

/** The files of the console in the JAR, read once. */
final class ConsoleFiles {

    private static final String DIRECTORY = "META-INF/resources/console/";
    private static final String INDEX = "index.html";

    private ConsoleFiles() {}

    /** All files by their path below {@code /console/}; the index also by the empty one. */
    static Map<String, ConsoleFile> read() {
        var files = new HashMap<String, ConsoleFile>();
        try {
            // The directory itself is not an entry of every JAR.
            ClassPathUtils.consumeAsPaths(
                    ConsoleFiles.class.getClassLoader(), DIRECTORY + INDEX, index -> addAll(index, files));
        } catch (IOException e) {
            throw new UncheckedIOException("The files of the console cannot be read", e);
        }
        var index = files.get(INDEX);
        if (index == null) {
            throw new IllegalStateException("The console has no " + INDEX);
        }
        files.put("", index);
        return Map.copyOf(files);
    }

    private static void addAll(Path index, Map<String, ConsoleFile> files) {
        var directory = Objects.requireNonNull(index.getParent());
        try (var walk = Files.walk(directory)) {
            for (var file : walk.filter(Files::isRegularFile).toList()) {
                var name = directory.relativize(file).toString();
                files.put(name, ConsoleFile.of(name, Files.readAllBytes(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The files of the console cannot be read", e);
        }
    }
}
