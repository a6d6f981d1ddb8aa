package dev.duoconfig.subscription;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duoconfig.diagnosis.Finding;
import dev.duoconfig.outbound.OutboundClient;
import dev.duoconfig.snapshot.CurrentSnapshot;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.LocalInstallationResource;
import dev.duoconfig.testkit.LogLines;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A source that cannot be used is reported at the start and by the diagnosis, with the settings that fix it. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class SourceCheckTest {

    @TempDir
    private Path directory;

    private final OutboundClient client;
    private final ObjectMapper json;
    private final SubscriptionRepository repository;
    private final CurrentSnapshot current;

    SourceCheckTest(
            OutboundClient client, ObjectMapper json, SubscriptionRepository repository, CurrentSnapshot current) {
        this.client = client;
        this.json = json;
        this.repository = repository;
        this.current = current;
    }

    @Test
    void aStartWithoutASourceNamesWhatIsLockedAndTheSettings() {
        assertThat(linesOfAStart(Map.of()))
                .singleElement()
                .asString()
                .startsWith("WARN ")
                .contains(
                        "No subscription source is configured",
                        "models and features cannot be changed",
                        "features are blocked",
                        "DUO_SUBSCRIPTION_SOURCE=gitlab with DUO_SUBSCRIPTION_GITLAB_URL",
                        "DUO_SUBSCRIPTION_SOURCE=file with DUO_SUBSCRIPTION_FILE");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gitlab | | | DUO_SUBSCRIPTION_GITLAB_URL is missing",
                "gitlab | https://gitlab.example.com | | Set DUO_SUBSCRIPTION_GITLAB_TOKEN_FILE",
                "gitlab | https://gitlab.example.com | missing | DUO_SUBSCRIPTION_GITLAB_TOKEN_FILE names does not exist",
                "file | | | DUO_SUBSCRIPTION_FILE is missing",
                "file | | missing | The subscription file missing does not exist. Correct DUO_SUBSCRIPTION_FILE",
                "file | | broken.json | broken.json has a value of the wrong type at line 2, column "
            })
    void aSourceThatCannotWorkIsReportedAtTheStart(
            String source, @Nullable String url, @Nullable String file, String expected) throws IOException {
        Files.writeString(directory.resolve("broken.json"), "{\n\"plan\": 7}");
        var settings = new HashMap<>(Map.of("duo.subscription.source", source));
        if (url != null) {
            settings.put("duo.subscription.gitlab-url", url);
        }
        if (file != null) {
            var setting = source.equals("file") ? "duo.subscription.file" : "duo.subscription.gitlab-token-file";
            settings.put(setting, directory.resolve(file).toString());
        }

        assertThat(linesOfAStart(settings)).singleElement().asString().contains(expected);
    }

    @Test
    void aSourceThatWorksIsNotMentioned() throws IOException {
        var file = Files.writeString(directory.resolve("subscription.json"), "{\"plan\": \"ultimate\"}");

        assertThat(linesOfAStart(Map.of("duo.subscription.source", "file", "duo.subscription.file", file.toString())))
                .isEmpty();
        assertThat(linesOfAStart(Map.of(
                        "duo.subscription.source",
                        "gitlab",
                        "duo.subscription.gitlab-url",
                        "https://gitlab.example.com",
                        "duo.subscription.gitlab-token",
                        "glpat-0123456789abcdefghij")))
                .isEmpty();
    }

    @Test
    void theDiagnosisNamesTheSettings() {
        var findings = QuarkusTransaction.requiringNew()
                .call(() -> new SubscriptionDiagnosis(repository, source(Map.of()), Clock.systemUTC())
                        .findings(current.get()));

        assertThat(findings).first().extracting(Finding::code, Finding::detail).satisfies(values -> assertThat(
                        values.toString())
                .contains(
                        "subscription_never_synced",
                        "No subscription source is configured",
                        "DUO_SUBSCRIPTION_SOURCE=file"));
    }

    private List<String> linesOfAStart(Map<String, String> settings) {
        try (var log = new LogLines(SourceCheck.class)) {
            new SourceCheck(source(settings)).start(new StartupEvent());
            return List.copyOf(log.lines());
        }
    }

    private ConfiguredSource source(Map<String, String> settings) {
        var config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(SubscriptionSettings.class)
                .withDefaultValues(settings)
                .build();
        return new ConfiguredSource(config.getConfigMapping(SubscriptionSettings.class), client, json);
    }
}
