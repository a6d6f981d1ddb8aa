package dev.duoconfig.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/** Keeps documents current that are generated from the code: {@code -Dduo.documents=write} writes them. */
public final class Document {

    private static final boolean WRITE = "write".equals(System.getProperty("duo.documents"));
    private static final String COMMAND = "mvn test -Dtest='*ReferenceTest' -Dduo.documents=write";

    private Document() {}

    /**
     * Writes a document, or fails if the file is not current.
     *
     * @param name the path below {@code docs}
     */
    public static void keep(String name, String text) throws IOException {
        keep(Path.of("docs", name), text);
    }

    /** Writes a file, or fails if it is not current. */
    public static void keep(Path file, String text) throws IOException {
        if (WRITE) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
        assertThat(file)
                .as("%s is out of date. Generate it again with: %s", file, COMMAND)
                .hasContent(text);
    }

    /**
     * Writes a table within a document that is otherwise written by hand, or fails if the table is not current.
     *
     * @param table the table in Markdown; its first line identifies it in the document, at any indentation
     */
    public static void keepTable(Path file, String table) throws IOException {
        var text = Files.readString(file);
        var place = Pattern.compile(
                        "(?m)^( *)" + Pattern.quote(table.lines().findFirst().orElseThrow()) + "\\R(?:\\1\\|.*\\R)*")
                .matcher(text);
        assertThat(place.find()).as("%s contains the table", file).isTrue();
        var current = table.indent(place.group(1).length());
        if (WRITE) {
            Files.writeString(file, text.substring(0, place.start()) + current + text.substring(place.end()));
        } else {
            assertThat(place.group())
                    .as("The table in %s is out of date. Generate it again with: %s", file, COMMAND)
                    .isEqualTo(current);
        }
    }
}
