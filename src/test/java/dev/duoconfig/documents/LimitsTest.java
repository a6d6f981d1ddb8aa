package dev.duoconfig.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.LocalInstallationResource;
import dev.duoconfig.testkit.RawConnection;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** The table of limits in docs/operator.md: each row names the test that drives it, and the simple ones are driven here. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class LimitsTest {

    private static final Path TESTS = Path.of("src", "test", "java");

    @Test
    void everyRowNamesATest() throws IOException {
        try (var files = Files.walk(TESTS)) {
            var names = files.map(
                            file -> Objects.requireNonNull(file.getFileName()).toString())
                    .toList();

            assertThat(rows().values()).hasSizeGreaterThan(10).allSatisfy(row -> assertThat(names)
                    .contains(row.get(5).replace("`", "") + ".java"));
        }
    }

    @Test
    void theSizeOfABodyIsLimited() throws IOException {
        var limit = number("size of a body") * 1024 * 1024;

        assertThat(patch(limit)).isEqualTo(200);
        assertThat(patch(limit + 1)).isEqualTo(refusal("size of a body"));
    }

    @Test
    void theRequestLineIsLimited() throws IOException {
        var limit = number("request line");
        var around = "GET / HTTP/1.1".length();

        assertThat(status("GET /" + "a".repeat(limit - around) + " HTTP/1.1\r\nHost: a"))
                .isEqualTo(404);
        assertThat(status("GET /" + "a".repeat(limit - around + 1) + " HTTP/1.1\r\nHost: a"))
                .isEqualTo(refusal("request line"));
    }

    @Test
    void headersAreLimited() throws IOException {
        var limit = number("headers") * 1024;

        assertThat(status("GET /nowhere HTTP/1.1\r\nHost: a\r\nX-Long: " + "a".repeat(limit - 100)))
                .isEqualTo(404);
        assertThat(status("GET /nowhere HTTP/1.1\r\nHost: a\r\nX-Long: " + "a".repeat(limit)))
                .isEqualTo(refusal("headers"));
    }

    @Test
    void theFeaturesInOneRequestAreLimited() throws IOException {
        var item = "{\"feature\": \"duo_chat\", \"provider\": \"disabled\"}";
        var tooMany = "[" + (item + ",").repeat(number("features in one request")) + item + "]";

        assertThat(Api.as("admin").body(tooMany).patch("/features").statusCode())
                .isEqualTo(refusal("features in one request"));
    }

    private static int patch(int length) {
        var body = "{\"url\": null";
        return Api.as("admin")
                .body(body + " ".repeat(length - body.length() - 1) + "}")
                .patch("/gateway?dry_run=true")
                .statusCode();
    }

    private static int status(String head) throws IOException {
        try (var connection = RawConnection.open()) {
            return connection.call(head + "\r\n\r\n").status();
        }
    }

    /** The number in the column for each caller. */
    private static int number(String limit) throws IOException {
        return Integer.parseInt(row(limit).get(1).split(" ", 2)[0]);
    }

    /** The status in the column of what happens beyond the limit. */
    private static int refusal(String limit) throws IOException {
        return Integer.parseInt(row(limit).get(4).split(" ", 2)[0]);
    }

    private static List<String> row(String limit) throws IOException {
        return Objects.requireNonNull(rows().get(limit), limit);
    }

    /** The cells of each row, by its first. */
    private static Map<String, List<String>> rows() throws IOException {
        var rows = new LinkedHashMap<String, List<String>>();
        var text = Files.readString(Path.of("docs", "operator.md"));
        var section = text.substring(text.indexOf("## Limits"), text.indexOf("## Monitoring"));
        section.lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| limit "))
                .map(line -> Arrays.stream(line.substring(1).split("\\|", -1))
                        .map(String::strip)
                        .toList())
                .forEach(cells -> rows.put(cells.get(0), cells));
        return rows;
    }
}
