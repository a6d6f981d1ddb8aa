package dev.duoconfig.realparts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** The blocks of code in docs/operator.md. Tests run them as they stand there, so the guide cannot drift. */
final class OperatorCommands {

    private static final String FENCE = "```";

    private OperatorCommands() {}

    /** The only block that contains a text. */
    static String with(String text) throws IOException {
        assertThat(blocks().stream().filter(block -> block.contains(text)))
                .as("blocks in docs/operator.md with '%s'", text)
                .hasSize(1);
        return blocks().stream()
                .filter(block -> block.contains(text))
                .findFirst()
                .orElseThrow();
    }

    /** The value of a variable in the only block that contains a text. */
    static String setting(String text) throws IOException {
        var block = with(text);
        return block.substring(block.indexOf('\'') + 1, block.lastIndexOf('\''));
    }

    /** Runs the only block that contains a text as a user of PostgreSQL's programs, and returns its output. */
    static String run(String text, Path directory, Map<String, String> environment)
            throws IOException, InterruptedException {
        return runBlock(with(text), directory, environment);
    }

    /** Runs a block in which a test has filled in something, such as a time. */
    static String runBlock(String block, Path directory, Map<String, String> environment)
            throws IOException, InterruptedException {
        return Shell.run(
                directory, environment, Unprivileged.command(List.of("bash", "-euo", "pipefail", "-c", block)));
    }

    private static List<String> blocks() throws IOException {
        var blocks = new ArrayList<String>();
        var block = new StringBuilder();
        var inside = false;
        for (var line : Files.readAllLines(Path.of("docs", "operator.md"))) {
            if (line.strip().startsWith(FENCE)) {
                if (inside) {
                    blocks.add(block.toString());
                    block.setLength(0);
                }
                inside = !inside;
            } else if (inside) {
                block.append(line.strip()).append('\n');
            }
        }
        return blocks;
    }
}
