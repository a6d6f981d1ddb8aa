package dev.duoconfig.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** The processes of the embedded PostgreSQL of a data directory, which tests can freeze, stop, and kill. */
public final class PostgresProcess {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Path data;
    private final List<String> command;
    private ProcessHandle postmaster;

    private PostgresProcess(Path data, ProcessHandle postmaster) {
        this.data = data;
        this.postmaster = postmaster;
        this.command = commandOf(postmaster);
    }

    /** The server that is running now. */
    public static PostgresProcess of(Path dataDirectory) {
        return new PostgresProcess(dataIn(dataDirectory), find(dataDirectory).orElseThrow());
    }

    /** The main process that serves the data directory, whichever process started it. */
    public static Optional<ProcessHandle> find(Path dataDirectory) {
        var data = dataIn(dataDirectory);
        var pidFile = data.resolve("postmaster.pid");
        try {
            if (!Files.exists(pidFile)) {
                return Optional.empty();
            }
            var pid = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
            var workingDirectory = Path.of("/proc", String.valueOf(pid), "cwd");
            var servesIt = Files.exists(workingDirectory) && Files.isSameFile(workingDirectory, data);
            return servesIt ? ProcessHandle.of(pid) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot look for the process of " + data, e);
        }
    }

    /** Suspends all processes. Connections stay open but do not respond. */
    public void freeze() {
        // The main process first, so that it starts no new processes.
        signal("STOP", Stream.of(postmaster));
        signal("STOP", postmaster.descendants());
    }

    /** Resumes all processes. */
    public void thaw() {
        // The main process last: while it is suspended, the process IDs of the others stay valid.
        signal("CONT", postmaster.descendants());
        signal("CONT", Stream.of(postmaster));
    }

    /** Shuts the server down in order, and closes all connections. */
    public void stop() {
        signal("INT", Stream.of(postmaster));
        assertThat(ends(postmaster)).as("PostgreSQL has ended").isTrue();
    }

    /** Kills all processes. Changes that are not on disk are lost. */
    public void kill() {
        var processes =
                Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
        signal("KILL", processes.stream());
        assertThat(processes).as("PostgreSQL has ended").allMatch(PostgresProcess::ends);
    }

    /** Starts the server again with the same command. */
    public void start() {
        var restartCommand = new ArrayList<String>();
        if ("root".equals(System.getProperty("user.name"))) {
            // PostgreSQL refuses to run as root; in a separate user namespace it runs as nobody.
            restartCommand.addAll(List.of("unshare", "-U"));
        }
        restartCommand.addAll(command);
        try {
            postmaster = new ProcessBuilder(restartCommand)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            data.resolveSibling("log").toFile()))
                    .start()
                    .toHandle();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + restartCommand, e);
        }
    }

    /** Whether a process ends within 30 seconds. */
    public static boolean ends(ProcessHandle process) {
        try {
            process.onExit().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new AssertionError("Cannot watch process " + process.pid(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Path dataIn(Path dataDirectory) {
        return dataDirectory.resolve("postgresql").resolve("data");
    }

    private static void signal(String signal, Stream<ProcessHandle> processes) {
        var pids = processes.map(process -> String.valueOf(process.pid()));
        var command = Stream.concat(Stream.of("kill", "-" + signal), pids).toList();
        try {
            var process = new ProcessBuilder(command).inheritIO().start();
            assertThat(ends(process.toHandle())).as(command.toString()).isTrue();
            assertThat(process.exitValue()).as(command.toString()).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot run " + command, e);
        }
    }

    private static List<String> commandOf(ProcessHandle process) {
        var file = Path.of("/proc", String.valueOf(process.pid()), "cmdline");
        try {
            return List.of(Files.readString(file).split("\0", -1)).stream()
                    .filter(argument -> !argument.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }
}
