package dev.duoconfig.instance;

import java.time.Duration;

import io.quarkus.runtime.configuration.ConfigurationException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The bounds of the settings. */
@Tag("fast")
class InstanceSettingsTest {

    @ParameterizedTest
    @CsvSource({"PT0.9S, PT10S", "PT24H1S, PT10S", "PT5M, PT0.5S", "PT5M, PT31S", "PT-5M, PT10S"})
    void settingsOutOfBoundsRefuseTheStart(Duration every, Duration timeout) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> InstanceScheduler.requireValid(new SampleSettings(every, timeout)))
                .withMessage("DUO_GITLAB_EVERY must be from 1s to 24h and DUO_GITLAB_TIMEOUT from 1s to 30s.");
    }

    @ParameterizedTest
    @CsvSource({"PT1S, PT1S", "PT24H, PT30S"})
    void settingsAtTheBoundsAreAccepted(Duration every, Duration timeout) {
        InstanceScheduler.requireValid(new SampleSettings(every, timeout));
    }
}
