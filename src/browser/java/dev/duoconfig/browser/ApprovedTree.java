package dev.duoconfig.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

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

    /** Compares the tree of a page with its approved one, or writes it. */
    static void keep(String name, String tree) {
        var file = DIRECTORY.resolve(name + ".yaml");
        var text = masked(tree) + "\n";
        if (WRITE) {
            write(file, text);
        }
        assertThat(file)
                .as(
                        "What a screen reader reads of %s has changed. To approve it, generate it again with: %s",
                        name, COMMAND)
                .hasContent(text);
    }

    /** Leaves out what differs each time: ports, times, and versions. */
    static String masked(String tree) {
        return tree.replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:PORT")
                .replaceAll("(?m)^( *- time: ).*$", "$1TIME")
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
