package dev.duoconfig.documents;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The reference of all settings, made from the interfaces that read them and their comments. */
@Tag("fast")
class SettingsReferenceTest {

    private static final String HEAD = """
            # Settings

            <!-- Made from the code; change the comments there. -->

            Everything is configured by environment variables; each also works as a Java system property (`-Dduo.oidc.issuer=...`). Durations are
            numbers with `ms`, `s`, `m`, `h` or `d`. A setting that cannot be used refuses the start, in one line. Besides these, `AI_GATEWAY_URL` names
            the AI gateway while none is stored, as it does for GitLab, `QUARKUS_HTTP_PORT` (8080) and `QUARKUS_HTTP_HOST` (127.0.0.1 with the embedded
            database, otherwise all addresses) say where the service listens.

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
