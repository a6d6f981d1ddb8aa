package dev.duoconfig.store;

import io.quarkus.runtime.configuration.ConfigurationException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Tag("fast")
class CatalogueSettingsTest {

    @Test
    void anUnknownCatalogueIsRefusedNamingTheKnownOnes() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> new CatalogueSettings.Loader().catalogue(() -> "17.0"))
                .withMessageContainingAll("DUO_CATALOGUE", "17.0", "18.2", "18.9");
    }
}
