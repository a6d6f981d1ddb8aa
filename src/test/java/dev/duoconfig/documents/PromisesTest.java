package dev.duoconfig.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** The table of promises in docs/operator.md: each row names the tests that keep the promise. */
@Tag("fast")
class PromisesTest {

    private static final List<Path> TESTS =
            List.of(Path.of("src", "test", "java"), Path.of("src", "consistency", "java"));
    private static final Pattern TEST = Pattern.compile("`([^`]+)`");

    static Stream<Arguments> promises() throws IOException {
        var text = Files.readString(Path.of("docs", "operator.md"));
        var section = text.substring(text.indexOf("## Promises and the tests that keep them"));
        return section.lines()
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("| ") && !line.startsWith("| promise "))
                .map(line -> line.split("\\|", -1))
                .map(cells -> arguments(cells[1].strip(), cells[2].strip(), cells[3].strip()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("promises")
    void everyPromiseNamesTestsThatExistAndSaysWhatRunsThem(String promise, String tests, String runBy)
            throws IOException {
        var names = TEST.matcher(tests).results().map(found -> found.group(1)).toList();
        assertThat(names).as("tests of: %s", promise).isNotEmpty();

        var runs = new TreeSet<String>();
        for (var name : names) {
            runs.add(isRunByCommand(source(name)) ? "command" : "CI");
        }

        assertThat(runBy).as("what runs the tests of: %s", promise).isEqualTo(String.join(", ", runs));
    }

    /** The profile real-parts runs these, and nothing else does. */
    private static boolean isRunByCommand(Path source) {
        return source.startsWith(Path.of("src/test/java/dev/duoconfig/realparts"));
    }

    private static Path source(String name) throws IOException {
        assertThat(name).matches("\\w+#\\w+");
        var parts = name.split("#", 2);
        var sources = sources(parts[0] + ".java");
        assertThat(sources).as("source files of %s", parts[0]).hasSize(1);
        assertThat(Files.readString(sources.get(0))).as("test %s", name).contains("\n    void " + parts[1] + "(");
        return sources.get(0);
    }

    private static List<Path> sources(String file) throws IOException {
        var found = Stream.<Path>builder();
        for (var root : TESTS) {
            try (var files = Files.walk(root)) {
                files.filter(path -> path.endsWith(file)).forEach(found::add);
            }
        }
        return found.build().toList();
    }
}
