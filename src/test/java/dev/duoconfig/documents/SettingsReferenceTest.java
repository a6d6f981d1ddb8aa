package dev.duoconfig.documents;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.duoconfig.secret.SecretNames;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

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

            **Secrets in files.** A setting that is a secret can be in a file instead, which the variable with `_FILE` behind its name names. The
            file has the text of the secret in UTF-8, at most 64 KiB; one line end at its end does not count. The service does not start
            if both are set, or if the file cannot be read or is empty. These settings are secrets: %s.

            """;

    /** The words that the names of secrets end with. */
    private static final Pattern SECRET = Pattern.compile("DUO_.*(PASSWORD|TOKEN|SECRET|KEYS?|CREDENTIALS?)");

    @Test
    void theReferenceIsCurrent() throws IOException {
        var sources = SettingsSource.findAll(Path.of("src", "main", "java"));

        Document.keep(
                "settings.md",
                HEAD.formatted(secrets().map(name -> "`" + name + "`").collect(Collectors.joining(", ")))
                        + sources.stream().map(SettingsReferenceTest::section).collect(Collectors.joining("\n")));
    }

    /** The start warns about all other variables that begin like these. */
    @Test
    void theNamesThatTheStartKnowsAreCurrent() throws IOException {
        var variables = SettingsSource.findAll(Path.of("src", "main", "java")).stream()
                .flatMap(source -> source.settings().stream())
                .map(SettingsSource.Setting::variable)
                .filter(name -> name.startsWith("DUO_"))
                .sorted();

        Document.keep(
                Path.of("src", "main", "resources", "META-INF", "settings.txt"),
                variables.map(name -> name + "\n").collect(Collectors.joining()));
    }

    @Test
    void everySecretCanBeInAFile() throws IOException {
        var variables = SettingsSource.findAll(Path.of("src", "main", "java")).stream()
                .flatMap(source -> source.settings().stream())
                .map(SettingsSource.Setting::variable)
                .toList();

        assertThat(variables.stream().filter(name -> variables.contains(name + "_FILE")))
                .containsExactlyInAnyOrderElementsOf(secrets().toList());
        assertThat(secrets())
                .containsAll(variables.stream()
                        .filter(name -> SECRET.matcher(name).matches())
                        .toList());
    }

    private static Stream<String> secrets() {
        return Stream.concat(SecretNames.PLAIN.stream(), SecretNames.URLS.stream())
                .map(SecretNames::variable)
                .sorted();
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
