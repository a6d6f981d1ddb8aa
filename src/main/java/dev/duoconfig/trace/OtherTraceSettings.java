package dev.duoconfig.trace;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SmallRyeConfigBuilderCustomizer;

/**
 * Lets the service start with settings of OpenTelemetry that it does not read, such as those of a Java agent. Unknown settings in a
 * mapping end the start otherwise. See docs/framework.md.
 */
public final class OtherTraceSettings implements SmallRyeConfigBuilderCustomizer {

    @Override
    public void configBuilder(SmallRyeConfigBuilder builder) {
        builder.withMappingIgnore("otel.**");
    }
}
