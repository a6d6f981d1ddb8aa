package dev.duoconfig.realparts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two builds of the same commit, in two directories, at different times, in different time zones and languages, give the same
 * application: the same bytes, except for what {@link GeneratedClass} lists.
 */
class ReproducibleBuildIT {

    private static final String GENERATED = "quarkus/generated-bytecode.jar";
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
            if (!name.equals(GENERATED)) {
                assertThat(second.resolve(name)).as(name).hasSameBinaryContentAs(first.resolve(name));
            }
        }
    }

    @Test
    void generatedClassesDifferOnlyInWhatIsListed() throws IOException {
        var reasons = new TreeSet<GeneratedClass>();
        try (var one = new ZipFile(first.resolve(GENERATED).toFile());
                var other = new ZipFile(second.resolve(GENERATED).toFile())) {
            assertThat(names(other)).isEqualTo(names(one));
            for (var name : names(one)) {
                var bytes = one.getInputStream(one.getEntry(name)).readAllBytes();
                var otherBytes = other.getInputStream(other.getEntry(name)).readAllBytes();
                if (!Arrays.equals(bytes, otherBytes)) {
                    var kind = GeneratedClass.of(name);
                    assertThat(kind).as("the reason why %s may differ", name).isPresent();
                    reasons.add(kind.orElseThrow());
                    assertThat(GeneratedClass.content(otherBytes))
                            .as("the content of %s, without order and numbers", name)
                            .isEqualTo(GeneratedClass.content(bytes));
                }
                assertThat(other.getEntry(name).getTimeLocal())
                        .isEqualTo(one.getEntry(name).getTimeLocal());
            }
        }
        assertThat(reasons)
                .as("the reasons that are still needed; remove the others from GeneratedClass")
                .containsExactlyInAnyOrder(GeneratedClass.values());
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
