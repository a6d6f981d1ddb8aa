package dev.duoconfig.embedded;

import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Runs the programs of PostgreSQL. They get the few environment variables that they need, because those of the service
 * include secrets, and those of PostgreSQL's own would change its behavior.
 */
final class PostgresTools {

    /** Where programs and libraries are found, and the time zone for the server's log. */
    private static final Set<String> INHERITED_VARIABLES = Set.of("PATH", "LD_LIBRARY_PATH", "TZ");

    /** PostgreSQL refuses to run as root; in a user namespace of its own, it runs as nobody. */
    private static final List<String> AS_NOBODY = List.of("unshare", "-U");

    private static final Duration CHECK_LIMIT = Duration.ofSeconds(10);

    private final Path binaries;
    private final Path log;

    PostgresTools(Path binaries, Path log) {
        this.binaries = binaries;
        this.log = log;
    }

    /** Whether PostgreSQL can run as the user of the service. */
    static boolean canRun() throws IOException {
        return !OwnFiles.isRoot() || isNamed();
    }

    private static boolean isNamed() {
        var command = new ArrayList<>(AS_NOBODY);
        // PostgreSQL's tools look up the name of their user.
        command.addAll(List.of("id", "-un"));
        try {
            return exitCode(withoutSecrets(command).redirectOutput(ProcessBuilder.Redirect.DISCARD), CHECK_LIMIT) == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Runs a program to its end. Its output is appended to the log.
     *
     * @throws IOException if it fails
     */
    void run(String program, List<String> arguments, Duration limit) throws IOException {
        var command = new ArrayList<String>(OwnFiles.isRoot() ? AS_NOBODY : List.of());
        command.add(binaries.resolve("bin").resolve(program).toString());
        command.addAll(arguments);
        var code =
                exitCode(withoutSecrets(command).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())), limit);
        if (code != 0) {
            throw new IOException("%s ended with exit code %d".formatted(program, code));
        }
    }

    private static ProcessBuilder withoutSecrets(List<String> command) {
        var builder = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true);
        var variables = builder.environment();
        variables.keySet().retainAll(INHERITED_VARIABLES);
        variables.put("LC_ALL", "C");
        return builder;
    }

    private static int exitCode(ProcessBuilder builder, Duration limit) throws IOException {
        var process = builder.start();
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new IOException("%s did not end within %d s".formatted(builder.command(), limit.toSeconds()));
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted during " + builder.command());
        }
    }
}
