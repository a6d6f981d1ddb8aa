package dev.duoconfig.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Every class and method that docs/framework.md names exists, and the workarounds refer to the page. */
@Tag("fast")
class FrameworkTest {

    private static final Path PAGE = Path.of("docs", "framework.md");
    private static final String REFERENCE = PAGE.toString();

    /** A name in code font with at least two humps, or with a method. Headers and settings have neither. */
    private static final Pattern NAME =
            Pattern.compile("`(?:([A-Z][a-z0-9]+(?:[A-Z][A-Za-z0-9]*)+)|([A-Z][A-Za-z0-9]*)#([a-z][A-Za-z0-9]*))`");

    private static final Pattern WORKAROUND = Pattern.compile("(?ms)^- Workaround: .*?(?=^- )");
    private static final Pattern FIELD = Pattern.compile("(?m)^- ([^:\\n]+): .");

    @Test
    void everyClassAndMethodExists() throws IOException {
        var sources = sources(Path.of("src"));

        var names = NAME.matcher(Files.readString(PAGE)).results().toList();

        assertThat(names).hasSizeGreaterThan(50).allSatisfy(name -> {
            assertThat(sources).as("class named in %s", name.group()).containsKey(type(name));
            if (name.group(3) != null) {
                assertThat(sources.get(type(name)))
                        .as("source of %s", name.group())
                        .containsPattern("(?m)^    (?:[\\w.<>?, \\[\\]]+ )?" + name.group(3) + "\\(");
            }
        });
    }

    @Test
    void theWorkaroundsAndThePageReferToEachOther() throws IOException {
        var referring = new TreeSet<String>();
        var sources = sources(Path.of("src", "main", "java"));
        sources.forEach((name, source) -> {
            if (source.contains(REFERENCE)) {
                referring.add(name);
            }
        });

        var named = new TreeSet<String>();
        WORKAROUND.matcher(Files.readString(PAGE)).results().forEach(entry -> NAME.matcher(entry.group())
                .results()
                .map(FrameworkTest::type)
                .filter(sources::containsKey)
                .forEach(named::add));

        assertThat(named).as("classes with a workaround").isEqualTo(referring);
    }

    @Test
    void everyEntryIsComplete() throws IOException {
        var entries = Files.readString(PAGE).split("(?m)^### ");

        assertThat(List.of(entries).subList(1, entries.length)).isNotEmpty().allSatisfy(entry -> assertThat(
                        FIELD.matcher(entry).results().map(field -> field.group(1)))
                .containsExactly("Behavior", "Seen in", "Workaround", "Upstream", "Test", "It can go when"));
    }

    private static String type(MatchResult name) {
        return name.group(1) != null ? name.group(1) : name.group(2);
    }

    /** The text of each source, by the name of its class. Classes of the same name count as one. */
    private static Map<String, String> sources(Path root) throws IOException {
        var sources = new TreeMap<String, String>();
        try (var files = Files.walk(root)) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(file -> {
                var name = file.getFileName().toString().replace(".java", "");
                var unused = sources.merge(name, read(file), String::concat);
            });
        }
        return sources;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
