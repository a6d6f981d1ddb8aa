package dev.duoconfig.packaged;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.junit.jupiter.api.Assumptions;

import static org.assertj.core.api.Assertions.assertThat;

/** The previous release, built from the history by {@code bin/previous-release}. */
final class PreviousRelease {

    /** The exit code of the script where the history does not go back that far, as in a shallow clone. */
    private static final int NOT_IN_THE_HISTORY = 3;

    private PreviousRelease() {}

    /** Its JAR. Without the history, the test is skipped with a message. */
    static Path jar() throws IOException, InterruptedException {
        var script = new ProcessBuilder(
                        Path.of("bin", "previous-release").toAbsolutePath().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var output = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        var exitCode = script.waitFor();
        Assumptions.assumeTrue(
                exitCode != NOT_IN_THE_HISTORY, "The history does not contain the previous release, see the log");
        assertThat(exitCode).as("the exit code of bin/previous-release").isZero();
        return Path.of(output.lines().reduce((first, second) -> second).orElseThrow());
    }
}
