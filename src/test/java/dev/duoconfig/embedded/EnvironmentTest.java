package dev.duoconfig.embedded;

import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class EnvironmentTest {

    @Test
    void aVariableIsFoundByItsPropertyName() {
        var environment = new Environment(Map.of(), Map.of("DUO_DATA_DIR", "/var/lib/duo-config"));

        assertThat(environment.get("duo.data-dir")).contains("/var/lib/duo-config");
    }

    @Test
    void aSystemPropertyOverridesTheVariable() {
        var environment = new Environment(Map.of("duo.data-dir", "one"), Map.of("DUO_DATA_DIR", "two"));

        assertThat(environment.get("duo.data-dir")).contains("one");
    }

    @Test
    void aBlankValueCountsAsUnset() {
        var environment = new Environment(Map.of("duo.data-dir", ""), Map.of("DUO_DATA_DIR", "  "));

        assertThat(environment.get("duo.data-dir")).isEmpty();
    }
}
