package dev.duoconfig.ops;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The first setting of a file has an effect, with and without a byte order mark before it. */
@Tag("fast")
class MarkedSettingsTest {

    private static final int FILE = 260;

    private final Path file;

    MarkedSettingsTest(@TempDir Path directory) {
        this.file = directory.resolve("application.properties");
    }

    @ParameterizedTest
    @CsvSource({"duo.catalogue", "duo.outbound.ca-bundle", "DUO_CATALOGUE"})
    void theFirstSettingIsFound(String name) throws IOException {
        var config = config("\ufeff" + name + "=first\nduo.other=second\n", Map.of());

        assertThat(config.getOptionalValue(name, String.class)).contains("first");
        assertThat(config.getOptionalValue("duo.other", String.class)).contains("second");
        assertThat(config.getPropertyNames()).contains(name);
    }

    @Test
    void aVariableInAFileIsFoundAsProperty() throws IOException {
        var config = config("\ufeffDUO_OUTBOUND_CA_BUNDLE=first\n", Map.of());

        assertThat(config.getOptionalValue("duo.outbound.ca-bundle", String.class))
                .contains("first");
    }

    @Test
    void aSourceOfHigherPriorityStillWins() throws IOException {
        var higher = config("\ufeffduo.catalogue=file\n", Map.of("duo.catalogue", "higher", "config_ordinal", "400"));
        var lower = config("\ufeffduo.catalogue=file\n", Map.of("duo.catalogue", "lower", "config_ordinal", "100"));

        assertThat(higher.getValue("duo.catalogue", String.class)).isEqualTo("higher");
        assertThat(lower.getValue("duo.catalogue", String.class)).isEqualTo("file");
    }

    @Test
    void withoutAMarkNothingChanges() throws IOException {
        var config = config("duo.catalogue=first\n", Map.of());

        assertThat(config.getValue("duo.catalogue", String.class)).isEqualTo("first");
        assertThat(config.getOptionalValue("duo.other", String.class)).isEmpty();
    }

    private SmallRyeConfig config(String content, Map<String, String> others) throws IOException {
        Files.writeString(file, content);
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(file.toUri().toURL(), FILE))
                .withSources(new PropertiesConfigSource(others, "others"))
                .withInterceptorFactories(new MarkedSettings())
                .build();
    }
}
