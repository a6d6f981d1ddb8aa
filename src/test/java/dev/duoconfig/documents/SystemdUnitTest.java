package dev.duoconfig.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.duoconfig.testkit.SystemdUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The unit of systemd fits the settings of the service and the operator's guide. */
@Tag("fast")
class SystemdUnitTest {

    private static final Path GUIDE = Path.of("docs", "operator.md");
    private static final Pattern CREDENTIAL = Pattern.compile("%d/([a-z-]+)");

    @Test
    void everyVariableIsASettingOfTheService() throws IOException {
        var known = SettingsSource.findAll(Path.of("src", "main", "java")).stream()
                .flatMap(source -> source.settings().stream())
                .map(SettingsSource.Setting::variable)
                .collect(Collectors.toCollection(HashSet::new));
        known.add("QUARKUS_HTTP_HOST");
        known.add("QUARKUS_HTTP_PORT");
        // For the unit itself.
        known.add("READY_URL");

        assertThat(SystemdUnit.read().environment()).isNotEmpty();
        assertThat(known).containsAll(SystemdUnit.read().environment().keySet());
        assertThat(known).containsAll(SystemdUnit.environmentFile().keySet());
    }

    @Test
    void everyCredentialIsUsedAndEveryUsedOneIsLoaded() throws IOException {
        var unit = SystemdUnit.read();
        var used = new ArrayList<String>();
        unit.environment().forEach((name, value) -> {
            var credential = CREDENTIAL.matcher(value);
            if (credential.matches()) {
                used.add(credential.group(1));
                assertThat(name).endsWith("_FILE");
            }
        });

        assertThat(unit.all("LoadCredential"))
                .containsExactlyElementsOf(used.stream()
                        .map(name -> name + ":/etc/duo-config/" + name)
                        .toList());
    }

    @Test
    void noSecretIsInTheFileWithTheSettings() throws IOException {
        assertThat(SystemdUnit.environmentFile().keySet())
                .noneMatch(name -> name.endsWith("PASSWORD") || name.endsWith("KEY") || name.endsWith("TOKEN"));
        assertThat(SystemdUnit.environmentFile().get("DUO_DATABASE_URL")).doesNotContain("password");
    }

    /** The guide gives the orchestrator 20 seconds more than the delay. */
    @Test
    void theStopHasItsTime() throws IOException {
        var delay = SettingsSource.findAll(Path.of("src", "main", "java")).stream()
                .flatMap(source -> source.settings().stream())
                .filter(setting -> setting.variable().equals("DUO_SHUTDOWN_DELAY"))
                .map(setting -> duration(setting.defaultValue()))
                .findFirst()
                .orElseThrow();

        assertThat(duration(SystemdUnit.read().one("TimeoutStopSec"))).isGreaterThanOrEqualTo(delay.plusSeconds(20));
        assertThat(SystemdUnit.read().one("SuccessExitStatus")).isEqualTo("143");
        assertThat(SystemdUnit.read().one("ExecStart")).contains("@/opt/duo-config/java-options", "-Xmx256m");
    }

    @Test
    void theWaitForReadinessEndsBeforeTheStartIsGivenUp() throws IOException {
        var wait = SystemdUnit.read().one("ExecStartPost").replaceAll(".*--retry-max-time (\\d+) .*", "$1s");

        assertThat(duration(SystemdUnit.read().one("TimeoutStartSec")))
                .isGreaterThan(duration(wait).plusSeconds(20));
    }

    @Test
    void theGuideNamesTheFiles() throws IOException {
        assertThat(Files.readString(GUIDE))
                .contains("deploy/systemd/duo-config.service", "deploy/systemd/environment")
                .contains(SystemdUnit.read().all("LoadCredential").stream()
                        .map(credential -> credential.substring(credential.indexOf(':') + 1))
                        .toList());
    }

    private static Duration duration(String text) {
        return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
    }
}
