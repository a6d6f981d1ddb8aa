package dev.duoconfig.realparts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two builds of the same commit, in two directories, at different times, in different time zones and languages, give the same
 * application: the same bytes, except for what {@link GeneratedClass} lists.
 */
class ReproducibleBuildIT {

    private static final Set<String> GENERATED =
            Set.of("quarkus/generated-bytecode.jar", "quarkus/transformed-bytecode.jar");
    private static final long LIMIT_MINUTES = 15;

    @TempDir
    private static Path directory;

    private static Path first = Path.of("");
    private static Path second = Path.of("");

    @BeforeAll
    static void buildTwice() throws Exception {
        first = build(directory.resolve("first"), Map.of("TZ", "UTC", "LC_ALL", "C.UTF-8"));
        second = build(
                directory.resolve("another/and/longer/path"),
                Map.of("TZ", "Pacific/Auckland", "JAVA_TOOL_OPTIONS", "-Duser.language=tr -Duser.country=TR"));
    }

    @Test
    void everyFileExceptTheGeneratedClassesHasTheSameBytes() throws IOException {
        var files = files(first);

        assertThat(files(second).keySet()).isEqualTo(files.keySet());
        for (var name : files.keySet()) {
            if (!GENERATED.contains(name)) {
                assertThat(second.resolve(name)).as(name).hasSameBinaryContentAs(first.resolve(name));
            }
        }
    }

    @ParameterizedTest
    @FieldSource("GENERATED")
    void generatedClassesDifferOnlyInWhatIsListed(String jar) throws IOException {
        try (var one = new ZipFile(first.resolve(jar).toFile());
                var other = new ZipFile(second.resolve(jar).toFile())) {
            assertThat(names(other)).isEqualTo(names(one));
            for (var name : names(one)) {
                assertThat(other.getEntry(name).getTimeLocal())
                        .isEqualTo(one.getEntry(name).getTimeLocal());
                compare(name, content(one, name), content(other, name));
            }
        }
    }

    private static void compare(String name, byte[] one, byte[] other) {
        if (!Arrays.equals(one, other)) {
            assertThat(GeneratedClass.of(name))
                    .as("the reason why %s may differ", name)
                    .isPresent();
            assertThat(GeneratedClass.content(other))
                    .as("the content of %s, without order and numbers", name)
                    .isEqualTo(GeneratedClass.content(one));
        }
    }

    private static byte[] content(ZipFile jar, String name) throws IOException {
        return jar.getInputStream(jar.getEntry(name)).readAllBytes();
    }

    /** Builds a copy of the committed files, and returns the packaged application. */
    private static Path build(Path target, Map<String, String> environment) throws Exception {
        Files.createDirectories(target);
        run(
                target,
                Map.of(),
                "sh",
                "-c",
                "git -C \"$0\" archive HEAD | tar -x",
                Path.of("").toAbsolutePath().toString());
        var maven = System.getenv().getOrDefault("MVN", "mvn");
        run(target, environment, maven, "-q", "-B", "-Dmaven.test.skip", "-Dspotless.check.skip", "-Dquick", "package");
        return target.resolve("target/quick/quarkus-app");
    }

    private static void run(Path directory, Map<String, String> environment, String... command) throws Exception {
        var log = Files.createTempFile(ReproducibleBuildIT.directory, "build-", ".log");
        var builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        var process = builder.start();
        try {
            assertThat(process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroy();
        }
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    }

    private static Map<String, Long> files(Path application) throws IOException {
        try (var walk = Files.walk(application)) {
            return walk.filter(Files::isRegularFile)
                    .collect(toMap(
                            file -> application.relativize(file).toString(),
                            ReproducibleBuildIT::size,
                            (one, other) -> one,
                            TreeMap::new));
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> names(ZipFile zip) {
        return zip.stream().map(ZipEntry::getName).toList();
    }
}
