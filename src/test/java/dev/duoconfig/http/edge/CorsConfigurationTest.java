package dev.duoconfig.http.edge;

import java.util.Set;

import io.quarkus.runtime.configuration.ConfigurationException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Tag("fast")
class CorsConfigurationTest {

    @Test
    void originsAreTakenAsTheyAre() {
        assertThat(CorsConfiguration.origins(Set.of("https://a.example.com", " http://localhost:3000", " ")))
                .containsExactlyInAnyOrder("https://a.example.com", "http://localhost:3000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/https://.*/",
                "*",
                "https://*.example.com",
                "https://a.example.com/",
                "https://a.example.com/console",
                "a.example.com",
                "null"
            })
    void whatIsNoOriginRefusesTheStart(String text) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> CorsConfiguration.origins(Set.of(text)))
                .withMessageContaining("DUO_CORS_ORIGINS");
    }
}
