package dev.duoconfig.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/** A document that is made from the code. {@code -Dduo.documents=write} writes it, and otherwise it must be current. */
public final class Document {

    private static final boolean WRITE = "write".equals(System.getProperty("duo.documents"));

    private Document() {}

    /**
     * Writes it, or fails unless it is current.
     *
     * @param name below {@code docs}
     */
    public static void keep(String name, String text) throws IOException {
        Path file = Path.of("docs", name);
        if (WRITE) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
        assertThat(file)
                .as(
                        "docs/%s is not current; make it with: mvn test -Dtest='*ReferenceTest' -Dduo.documents=write",
                        name)
                .hasContent(text);
    }
}
