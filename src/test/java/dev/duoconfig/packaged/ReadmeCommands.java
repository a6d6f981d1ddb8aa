package dev.duoconfig.packaged;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/** The console blocks of README.md as one shell session: each command with its documented output. */
final class ReadmeCommands {

    private static final String PROMPT = "$ ";
    private static final String END = "-- end of a command --";

    /** A stream never ends, and README shows only what it sends at once. */
    private static final String LISTEN_BRIEFLY =
            "curl() { case $1 in -sN) timeout 2 curl \"$@\" ;; *) command curl \"$@\" ;; esac; }";

    private ReadmeCommands() {}

    record Step(String command, String output) {

        /** The step without the values that differ from run to run. */
        Step comparable() {
            return new Step(
                    command,
                    output.replace("\r", "")
                            .replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z", "<time>")
                            .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "<id>")
                            // A heartbeat of the events, on a slow machine.
                            .replaceAll("(?m)^:$", "")
                            .strip());
        }
    }

    static List<Step> published() throws IOException {
        var steps = new ArrayList<Step>();
        var console = false;
        for (var line : Files.readAllLines(Path.of("README.md"))) {
            if (line.startsWith("```")) {
                console = line.equals("```console");
            } else if (console && line.startsWith(PROMPT)) {
                steps.add(new Step(line.substring(PROMPT.length()), ""));
            } else if (console) {
                var step = steps.remove(steps.size() - 1);
                steps.add(
                        isComplete(step.command())
                                ? new Step(step.command(), step.output() + line + '\n')
                                : new Step(step.command() + '\n' + line, ""));
            }
        }
        return steps;
    }

    private static boolean isComplete(String command) {
        return !command.endsWith("\\") && command.chars().filter(c -> c == '\'').count() % 2 == 0;
    }

    /** Runs the commands in the directory of the service that listens on a port. */
    static List<Step> run(List<Step> steps, Path home, int port) throws IOException, InterruptedException {
        var script = steps.stream()
                .map(step -> step.command().replace(":8080", ":" + port) + "\necho '" + END + "'\n")
                .collect(Collectors.joining("", LISTEN_BRIEFLY + '\n', ""));
        var output = Files.createTempFile(home, "readme-", ".txt");
        var shell = new ProcessBuilder("bash", "-c", script)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(shell.waitFor(1, TimeUnit.MINUTES))
                .as("the shell session ends within a minute")
                .isTrue();
        var printed = Files.readString(output).split(END + '\n', -1);
        assertThat(printed)
                .as("outputs of the commands: %s", String.join("", printed))
                .hasSize(steps.size() + 1);
        var run = new ArrayList<Step>();
        for (int i = 0; i < steps.size(); i++) {
            run.add(new Step(steps.get(i).command(), printed[i]));
        }
        return run;
    }
}
