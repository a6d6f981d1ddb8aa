package dev.duoconfig.check;

import java.time.Duration;
import java.util.Optional;

import io.quarkus.runtime.configuration.ConfigurationException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The bounds of the interval of checks in the background. */
@Tag("fast")
class CheckIntervalTest {

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT0.9S", "PT24H1S", "PT-5M"})
    void anIntervalOutOfBoundsRefusesTheStart(Duration every) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> CheckScheduler.requireValid(Optional.of(every)))
                .withMessage(
                        "DUO_CHECK_EVERY must be from 1s to 24h. Leave it out to check nothing in the background.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1S", "PT24H"})
    void anIntervalAtTheBoundsIsAccepted(Duration every) {
        CheckScheduler.requireValid(Optional.of(every));
    }

    @Test
    void withoutAnIntervalNothingIsRefused() {
        CheckScheduler.requireValid(Optional.empty());
    }
}
