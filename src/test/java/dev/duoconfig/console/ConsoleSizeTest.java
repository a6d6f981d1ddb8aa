package dev.duoconfig.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The console stays small, so that it opens quickly on a slow connection. */
@Tag("fast")
class ConsoleSizeTest {

    private static final Path DIRECTORY = Path.of("src/main/resources/META-INF/resources/console");
    private static final Path INDEX = DIRECTORY.resolve("index.html");

    private static final long MAX_FIRST_SCRIPTS_COMPRESSED = 110_000;
    private static final long MAX_STYLES_COMPRESSED = 10_000;
    private static final long MAX_LATER_SCRIPT_COMPRESSED = 25_000;
    private static final long MAX_APP = 400_000;
    private static final long MAX_TOTAL = 800_000;

    private static final Pattern SCRIPT_OF_THE_PAGE = Pattern.compile("\\ssrc=\"(?:\\./)?([^\":]+\\.js)\"");

    /** A script that another one needs before it runs; one that is loaded later has parentheses. */
    private static final Pattern IMPORT = Pattern.compile("(?:\\bimport|\\bfrom) ?[\"'`]\\./([^\"'`]+\\.js)[\"'`]");

    @Test
    void theScriptsOfTheFirstPageAreSmall() {
        assertThat(total(firstScripts(), ConsoleSizeTest::compressed))
                .isLessThanOrEqualTo(MAX_FIRST_SCRIPTS_COMPRESSED);
    }

    @Test
    void theStylesAreSmall() {
        assertThat(total(files(".css"), ConsoleSizeTest::compressed)).isLessThanOrEqualTo(MAX_STYLES_COMPRESSED);
    }

    @Test
    void eachScriptThatIsLoadedLaterIsSmall() {
        var later = files(".js");
        later.removeAll(firstScripts());

        assertThat(later).allSatisfy(file -> assertThat(compressed(file))
                .as("compressed size of %s", file)
                .isLessThanOrEqualTo(MAX_LATER_SCRIPT_COMPRESSED));
    }

    @Test
    void allFilesTogetherAreSmall() {
        assertThat(total(files(""), ConsoleSizeTest::size)).isPositive().isLessThanOrEqualTo(MAX_TOTAL);
        var app = files("");
        app.removeIf(file -> !file.endsWith("app.js") && !file.endsWith("app.css"));
        assertThat(total(app, ConsoleSizeTest::size)).isLessThanOrEqualTo(MAX_APP);
    }

    /** The scripts that the page names, and those that these import. */
    private static Set<Path> firstScripts() {
        var scripts = named(SCRIPT_OF_THE_PAGE, INDEX);
        for (var more = scripts; !more.isEmpty(); ) {
            more = more.stream()
                    .flatMap(script -> named(IMPORT, script).stream())
                    .collect(Collectors.toSet());
            more.removeAll(scripts);
            scripts.addAll(more);
        }
        return scripts;
    }

    private static Set<Path> named(Pattern pattern, Path file) {
        return pattern.matcher(read(file))
                .results()
                .map(found -> DIRECTORY.resolve(found.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<Path> files(String suffix) {
        try (var walk = Files.walk(DIRECTORY)) {
            return walk.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(suffix))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long total(Set<Path> files, ToLongFunction<Path> size) {
        return files.stream().mapToLong(size).sum();
    }

    private static long size(Path file) {
        return file.toFile().length();
    }

    private static long compressed(Path file) {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            Files.copy(file, gzip);
            gzip.finish();
            return bytes.size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
