package dev.duoconfig.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The main process of the PostgreSQL that serves a data directory, found through its {@code postmaster.pid}. */
final class Postmaster {

    private final ProcessHandle process;

    private Postmaster(ProcessHandle process) {
        this.process = process;
    }

    /**
     * The process that currently serves this directory. A pid file left by a crash can name a process number that has been
     * reused since, so the postmaster is recognized by its working directory, which is the data directory.
     */
    static Optional<Postmaster> of(Path data) {
        var pidFile = data.resolve("postmaster.pid");
        try {
            if (!Files.exists(pidFile)) {
                return Optional.empty();
            }
            var pid = Files.readAllLines(pidFile).stream().findFirst().orElse("");
            var workingDirectory = Path.of("/proc", pid, "cwd");
            if (!pid.matches("\\d{1,10}")
                    || !Files.exists(workingDirectory)
                    || !Files.isSameFile(workingDirectory, data)) {
                return Optional.empty();
            }
            return ProcessHandle.of(Long.parseLong(pid)).map(Postmaster::new);
        } catch (IOException e) {
            // The process or its pid file disappeared during the check.
            return Optional.empty();
        }
    }

    long pid() {
        return process.pid();
    }

    /** Asks the server to end its sessions, write a checkpoint, and stop. */
    void stop() {
        process.destroy();
    }

    /** Ends the process immediately; committed changes are recovered at the next start. */
    void kill() {
        process.destroyForcibly();
    }

    /** Whether the process has ended within the limit. */
    boolean hasEndedWithin(Duration limit) {
        try {
            process.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot watch process " + process.pid(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }
}
