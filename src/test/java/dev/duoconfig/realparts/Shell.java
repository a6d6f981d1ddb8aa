package dev.duoconfig.realparts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** Commands that end by themselves. */
final class Shell {

    private static final int LIMIT_MINUTES = 2;

    private Shell() {}

    /** Runs a command, fails unless it succeeds, and returns its output. */
    static String run(Path directory, List<String> command) throws IOException, InterruptedException {
        return run(directory, Map.of(), command);
    }

    /** Runs a command with further variables, fails unless it succeeds, and returns its output. */
    static String run(Path directory, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        // A server that the command leaves running must not keep its output open.
        var output = Files.createTempFile("duo-config-command-", ".txt");
        try {
            var process = builder.redirectOutput(output.toFile()).start();
            assertThat(process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES))
                    .as("%s ends", command)
                    .isTrue();
            var printed = Files.readString(output);
            assertThat(process.exitValue())
                    .as("exit code of %s, which printed %s", command, printed)
                    .isZero();
            return printed;
        } finally {
            Files.delete(output);
        }
    }
}
