package dev.duoconfig.trace;

import java.util.Map;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.resources.Resource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class ServiceAttributesTest {

    @Test
    void theNameIsThatOfTheSettingThenOfTheAttributesThenOfTheProduct() {
        var attributes = Map.of("otel.resource-attributes", "service.name=among%20attributes,a=b");

        assertThat(attribute("service.name", Map.of())).isEqualTo("duo-config");
        assertThat(attribute("service.name", attributes)).isEqualTo("among attributes");
        assertThat(attribute(
                        "service.name",
                        Map.of("otel.resource-attributes", "service.name=other", "otel.service-name", "own")))
                .isEqualTo("own");
        assertThat(attribute("a", attributes)).isEqualTo("b");
        assertThat(attribute("service.version", Map.of())).isEqualTo("1.2");
        assertThat(attribute("telemetry.sdk.language", Map.of())).isEqualTo("java");
    }

    private static String attribute(String name, Map<String, String> settings) {
        var mapped = new SmallRyeConfigBuilder()
                .withMapping(TraceSettings.class)
                .withSources(new PropertiesConfigSource(settings, "test", 0))
                .build()
                .getConfigMapping(TraceSettings.class);
        Resource resource = ServiceAttributes.of(mapped, "1.2");
        return resource.getAttribute(AttributeKey.stringKey(name));
    }
}
