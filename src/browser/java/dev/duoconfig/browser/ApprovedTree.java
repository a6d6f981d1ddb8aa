package dev.duoconfig.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a screen reader has of each page, as somebody has read and approved it. With {@code -Dduo.documents=write}, the files are
 * written; then read what changed before it is committed.
 */
final class ApprovedTree {

    private static final Path DIRECTORY = Path.of("src/browser/resources/trees");
    private static final boolean WRITE = "write".equals(System.getProperty("duo.documents"));
    private static final String COMMAND =
            "mvn -Pconsole -Dquick -Dit.test=PagesIT -Dduo.documents=write failsafe:integration-test failsafe:verify";

    private ApprovedTree() {}

    /** Compares the masked tree of a page with its approved one, or writes it. */
    static void keep(String name, String tree) {
        var file = DIRECTORY.resolve(name + ".yaml");
        var text = tree + "\n";
        if (WRITE) {
            write(file, text);
        }
        assertThat(file)
                .as(
                        "What a screen reader reads of %s has changed. To approve it, generate it again with: %s",
                        name, COMMAND)
                .hasContent(text);
    }

    /** The part of a tree that is the page itself, without what is around each page. */
    static List<String> main(String tree) {
        return tree.lines()
                .dropWhile(line -> !line.equals("- main:"))
                .takeWhile(line -> !line.equals("- contentinfo:"))
                .toList();
    }

    /** Leaves out what differs each time: ports, times, and versions. */
    static String masked(String tree) {
        return tree.replaceAll(
                        "just now|\\d+ (second|minute)s? ago|[A-Z][a-z]{2} \\d+, \\d{4}, \\d+:\\d{2} [AP]M", "TIME")
                .replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:PORT")
                .replaceAll("Duo Config \\d\\S*\\.(?= )", "Duo Config VERSION.");
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
    }
}
