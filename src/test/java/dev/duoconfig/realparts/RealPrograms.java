package dev.duoconfig.realparts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** Programs of the operating system. */
final class RealPrograms {

    private static final long LIMIT_MINUTES = 3;

    /** Debian has most servers in directories that only root's PATH names. */
    private static final List<String> DIRECTORIES = directories();

    private RealPrograms() {}

    /** What a program printed, and its exit code. */
    record Result(String output, int exitCode) {}

    /**
     * Fails with the command that installs what is missing.
     *
     * @param packages the Debian package of each program
     */
    static void require(Map<String, String> packages) {
        var missing = new TreeSet<String>();
        packages.forEach((program, name) -> {
            if (DIRECTORIES.stream().noneMatch(directory -> Files.isExecutable(Path.of(directory, program)))) {
                missing.add(name);
            }
        });
        if (!missing.isEmpty()) {
            throw new AssertionError("Programs are missing. Install them with: apt-get install --no-install-recommends "
                    + String.join(" ", missing));
        }
    }

    /** Runs a program to its end. */
    static Result run(String... command) throws IOException, InterruptedException {
        var process = builder(List.of(command)).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError("Still running: " + String.join(" ", command));
        }
        return new Result(output, process.exitValue());
    }

    /** A program that is found as root would find it. */
    static ProcessBuilder builder(List<String> command) {
        var builder = new ProcessBuilder(new ArrayList<>(command));
        var program = command.get(0);
        if (!program.contains("/")) {
            DIRECTORIES.stream()
                    .map(directory -> Path.of(directory, program))
                    .filter(Files::isExecutable)
                    .findFirst()
                    .ifPresent(found -> builder.command().set(0, found.toString()));
        }
        return builder;
    }

    private static List<String> directories() {
        var directories = new ArrayList<>(List.of(System.getenv("PATH").split(":")));
        directories.addAll(List.of("/usr/sbin", "/sbin"));
        return directories;
    }
}
