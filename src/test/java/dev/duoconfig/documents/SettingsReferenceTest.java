package dev.duoconfig.documents;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The reference of all settings, generated from the interfaces that read them and their comments. */
@Tag("fast")
class SettingsReferenceTest {

    private static final String HEAD = """
            # Settings

            <!-- Generated from the code; change the comments there. -->

            All settings are environment variables. Each one also works as a Java system property (`-Dduo.oidc.issuer=...`). A duration is a number
            with the unit `ms`, `s`, `m`, `h`, or `d`. With an invalid setting, the service prints one line and does not start.

            The service also reads `AI_GATEWAY_URL`, the URL of the AI gateway while none is stored, as in GitLab. `QUARKUS_HTTP_PORT` (8080) and
            `QUARKUS_HTTP_HOST` (127.0.0.1 with the embedded database, otherwise all addresses) set where it listens.

            """;

    @Test
    void theReferenceIsCurrent() throws IOException {
        var sources = SettingsSource.findAll(Path.of("src", "main", "java"));

        Document.keep(
                "settings.md",
                HEAD + sources.stream().map(SettingsReferenceTest::section).collect(Collectors.joining("\n")));
    }

    private static String section(SettingsSource source) {
        return "## %s\n\n%s\n\n| variable | value | default | meaning |\n|---|---|---|---|\n"
                        .formatted(source.title(), source.description())
                + source.settings().stream().map(SettingsReferenceTest::row).collect(Collectors.joining());
    }

    private static String row(SettingsSource.Setting setting) {
        return "| `%s` | %s | %s | %s |\n"
                .formatted(
                        setting.variable(),
                        setting.type(),
                        setting.defaultValue().isEmpty() ? "" : "`" + setting.defaultValue() + "`",
                        setting.description());
    }
}
