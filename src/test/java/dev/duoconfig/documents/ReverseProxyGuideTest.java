package dev.duoconfig.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The guide shows the configurations that are tried with the real proxies. */
@Tag("fast")
class ReverseProxyGuideTest {

    private static final Path GUIDE = Path.of("docs", "reverse-proxy.md");
    private static final Path EXAMPLES = Path.of("docs", "examples", "reverse-proxy");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(?:nginx|apache|haproxy|caddyfile)\\n(.*?)^```$");

    @Test
    void theGuideShowsEachFileAsItIs() throws IOException {
        var shown = new ArrayList<String>();
        for (var block = BLOCK.matcher(Files.readString(GUIDE)); block.find(); ) {
            shown.add(block.group(1));
        }
        var files = new ArrayList<String>();
        try (var examples = Files.list(EXAMPLES)) {
            for (var file : examples.toList()) {
                files.add(Files.readString(file));
                assertThat(GUIDE).content().contains("(examples/reverse-proxy/" + file.getFileName() + ")");
            }
        }

        assertThat(shown).containsExactlyInAnyOrderElementsOf(files);
    }
}
