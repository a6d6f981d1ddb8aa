package dev.duoconfig.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("slow")
class PostmasterTest {

    @TempDir
    private Path data;

    @Test
    void aProcessThatWorksInTheDataDirectoryIsItsPostmaster() throws IOException {
        var child = new ProcessBuilder("cat").directory(data.toFile()).start();
        try {
            Files.writeString(data.resolve("postmaster.pid"), child.pid() + "\n" + data + "\n");

            var postmaster = Postmaster.of(data).orElseThrow();

            assertThat(postmaster.pid()).isEqualTo(child.pid());
            postmaster.stop();
            assertThat(postmaster.hasEndedWithin(Duration.ofSeconds(10))).isTrue();
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void anUnrelatedProcessWithTheRecordedPidIsLeftAlone() throws IOException {
        Files.writeString(
                data.resolve("postmaster.pid"), ProcessHandle.current().pid() + "\n" + data + "\n");

        assertThat(Postmaster.of(data)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense\n", "../self\n", "4294967296\n"})
    void aPidFileThatNamesNoProcessMeansNoPostmaster(String content) throws IOException {
        Files.writeString(data.resolve("postmaster.pid"), content);

        assertThat(Postmaster.of(data)).isEmpty();
    }

    @Test
    void noPidFileMeansNoPostmaster() {
        assertThat(Postmaster.of(data)).isEmpty();
    }
}
