package dev.duoconfig.packaged;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

import com.sun.tools.attach.VirtualMachine;
import dev.duoconfig.testkit.Await;
import dev.duoconfig.testkit.OtherSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The process ends at its first OutOfMemoryError, with the option of the JVM and without it. */
class MemoryExhaustionIT {

    /** The exit code of the JVM's option. */
    private static final int EXHAUSTED = 3;

    private static final String WITHOUT_THE_OPTION = "-XX:-ExitOnOutOfMemoryError";

    /** Enough to start. */
    private static final List<String> SOON_EXHAUSTED = List.of("-Xmx96m");

    private static final String LAST_LINE = "Terminating due to java.lang.OutOfMemoryError";

    @TempDir
    private Path home;

    @Test
    void aStartThatRunsOutOfMemoryEnds() throws Exception {
        try (var application = PackagedApplication.launch(home, withoutDatabase(), List.of("-Xmx12m"))) {
            assertThat(application.awaitExit()).isEqualTo(EXHAUSTED);
            assertThat(application.log()).contains(LAST_LINE);
        }
    }

    @Test
    void aStartThatRunsOutOfMemoryEndsWithoutTheOption() throws Exception {
        try (var application =
                PackagedApplication.launch(home, withoutDatabase(), List.of("-Xmx16m", WITHOUT_THE_OPTION))) {
            assertThat(application.awaitExit()).isEqualTo(EXHAUSTED);
            assertThat(application.errors()).contains(LAST_LINE);
        }
    }

    @Test
    void aRunningServiceEndsEvenIfTheErrorIsSwallowed() throws Exception {
        try (var application = PackagedApplication.launch(home, withoutDatabase(), SOON_EXHAUSTED)) {
            awaitItsLog(application);
            assertThat(application.log()).doesNotContain("ExitOnOutOfMemoryError");

            exhaust(application, MemoryEater.Ending.SWALLOWED);

            assertThat(application.awaitExit()).isEqualTo(EXHAUSTED);
            assertThat(application.log()).contains(LAST_LINE);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SWALLOWED")
    void aRunningServiceEndsWithoutTheOption(MemoryEater.Ending ending) throws Exception {
        try (var application = PackagedApplication.launch(
                home,
                withoutDatabase(),
                Stream.concat(SOON_EXHAUSTED.stream(), Stream.of(WITHOUT_THE_OPTION))
                        .toList())) {
            awaitItsLog(application);
            assertThat(application.log()).containsOnlyOnce("WARN  [de.du.op.MemoryExhaustion]");

            exhaust(application, ending);

            assertThat(application.awaitExit()).isEqualTo(EXHAUSTED);
            assertThat(application.errors()).contains(LAST_LINE);
        }
    }

    /** It needs no database, whose process would survive the end. */
    private static Map<String, String> withoutDatabase() {
        return Map.of(
                "DUO_DATABASE_URL",
                "jdbc:postgresql://127.0.0.1:1/duo_config",
                "DUO_MASTER_KEY",
                OtherSettings.masterKey(1));
    }

    private static void awaitItsLog(PackagedApplication application) {
        Await.until(
                "the service waits for its database", () -> application.log().contains("waiting for it"));
    }

    private void exhaust(PackagedApplication application, MemoryEater.Ending ending) throws Exception {
        var jvm = VirtualMachine.attach(String.valueOf(application.pid()));
        try {
            jvm.loadAgent(agent().toString(), ending.name());
        } finally {
            jvm.detach();
        }
    }

    private Path agent() throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Agent-Class", MemoryEater.class.getName());
        var path = home.resolve("agent.jar");
        try (var jar = new JarOutputStream(Files.newOutputStream(path), manifest)) {
            for (var type : List.of(MemoryEater.class, MemoryEater.Ending.class)) {
                var name = type.getName().replace('.', '/') + ".class";
                jar.putNextEntry(new JarEntry(name));
                try (var content = Objects.requireNonNull(type.getResourceAsStream("/" + name))) {
                    content.transferTo(jar);
                }
            }
        }
        return path;
    }
}
