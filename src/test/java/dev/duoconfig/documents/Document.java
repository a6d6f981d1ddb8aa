package dev.duoconfig.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/** A document that is made from the code. {@code -Dduo.documents=write} writes it, and otherwise it must be current. */
public final class Document {

    private static final boolean WRITE = "write".equals(System.getProperty("duo.documents"));
    private static final String COMMAND = "mvn test -Dtest='*ReferenceTest' -Dduo.documents=write";

    private Document() {}

    /**
     * Writes it, or fails unless it is current.
     *
     * @param name below {@code docs}
     */
    public static void keep(String name, String text) throws IOException {
        var file = Path.of("docs", name);
        if (WRITE) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
        assertThat(file)
                .as("docs/%s is not current; make it with: %s", name, COMMAND)
                .hasContent(text);
    }

    /**
     * The same for a table within a document that is written by hand.
     *
     * @param table in Markdown; its first line tells where in the document it is, however far to the right
     */
    public static void keepTable(Path file, String table) throws IOException {
        var text = Files.readString(file);
        var place = Pattern.compile(
                        "(?m)^( *)" + Pattern.quote(table.lines().findFirst().orElseThrow()) + "\\R(?:\\1\\|.*\\R)*")
                .matcher(text);
        assertThat(place.find()).as("%s has the table", file).isTrue();
        var current = table.indent(place.group(1).length());
        if (WRITE) {
            Files.writeString(file, text.substring(0, place.start()) + current + text.substring(place.end()));
        } else {
            assertThat(place.group())
                    .as("the table in %s is not current; make it with: %s", file, COMMAND)
                    .isEqualTo(current);
        }
    }
}
