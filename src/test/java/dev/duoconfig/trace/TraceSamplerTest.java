package dev.duoconfig.trace;

import java.util.Optional;

import io.quarkus.runtime.configuration.ConfigurationException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("fast")
class TraceSamplerTest {

    @ParameterizedTest
    @CsvSource({
        "always_on, AlwaysOnSampler",
        "always_off, AlwaysOffSampler",
        "traceidratio, TraceIdRatioBased{0.250000}",
        "parentbased_always_on, ParentBased{root:AlwaysOnSampler",
        "parentbased_always_off, ParentBased{root:AlwaysOffSampler",
        "parentbased_traceidratio, ParentBased{root:TraceIdRatioBased{0.250000}"
    })
    void theNamesOfTheSpecificationAreKnown(String name, String description) {
        assertThat(TraceSampler.named(name, Optional.of("0.25")).getDescription())
                .startsWith(description);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "on", "parentbased_", "parentbased_parentbased_always_on", "xray"})
    void anotherNameIsRefusedWithTheNames(String name) {
        assertThatThrownBy(() -> TraceSampler.named(name, Optional.empty()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("OTEL_TRACES_SAMPLER must be always_on, always_off, traceidratio");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "-0.1", "1.1", "NaN"})
    void aShareThatIsNoneIsRefused(String share) {
        assertThatThrownBy(() -> TraceSampler.named("traceidratio", Optional.of(share)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("OTEL_TRACES_SAMPLER_ARG must be a number from 0 to 1.");
    }

    @Test
    void withoutAShareEverythingIsKept() {
        assertThat(TraceSampler.named("traceidratio", Optional.empty()).getDescription())
                .isEqualTo("TraceIdRatioBased{1.000000}");
    }
}
