package dev.duoconfig.instance;

import java.time.Duration;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** How long a GitLab instance is left alone. */
@Tag("fast")
class PausesTest {

    private static final int SAMPLES = 1000;

    @ParameterizedTest
    @CsvSource({
        "1, 9, 11",
        "2, 18, 22",
        "3, 36, 44",
        "6, 288, 352",
        "8, 730, 900",
        "100, 730, 900",
        "2147483647, 730, 900"
    })
    void thePauseAfterAFailureDoublesUpToAQuarterOfAnHour(int failures, long minSeconds, long maxSeconds) {
        assertThat(IntStream.range(0, SAMPLES).mapToObj(sample -> Pauses.afterFailure(failures)))
                .allSatisfy(pause ->
                        assertThat(pause).isBetween(Duration.ofSeconds(minSeconds), Duration.ofSeconds(maxSeconds)));
    }

    @Test
    void thePauseAfterASuccessVariesByATenth() {
        var pauses = IntStream.range(0, SAMPLES)
                .mapToObj(sample -> Pauses.afterSuccess(Duration.ofMinutes(5)))
                .toList();

        assertThat(pauses)
                .allSatisfy(pause -> assertThat(pause).isBetween(Duration.ofSeconds(270), Duration.ofSeconds(330)));
        assertThat(pauses.stream().distinct()).hasSizeGreaterThan(SAMPLES / 10);
    }
}
