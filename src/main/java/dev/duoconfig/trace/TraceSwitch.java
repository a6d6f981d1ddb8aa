package dev.duoconfig.trace;

import java.util.Set;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Expressions;
import io.smallrye.config.Priorities;
import jakarta.annotation.Priority;
import org.jspecify.annotations.Nullable;

/**
 * Turns traces on if there is a collector, and off otherwise, with everything that costs time in the framework. Each line of the log
 * then has the ID of its trace, too. See docs/framework.md.
 */
@Priority(Priorities.LIBRARY + 390)
public final class TraceSwitch implements ConfigSourceInterceptor {

    private static final long serialVersionUID = 1L;

    /** The setting of the framework that is true while traces are off. */
    static final String OFF = "quarkus.otel.sdk.disabled";

    private static final String DATABASE = "quarkus.datasource.jdbc.telemetry.enabled";
    private static final Set<String> FORMATS = Set.of("quarkus.log.console.format", "quarkus.log.file.format");
    private static final String REQUEST_ID = "%X{request_id}";
    private static final String WITH_TRACE_ID = REQUEST_ID + " %X{traceId}";

    @Override
    public @Nullable ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        if (name.equals(OFF)) {
            return value(name, !isOn(context));
        }
        if (name.equals(DATABASE)) {
            return value(name, isOn(context));
        }
        var found = context.proceed(name);
        return found != null && found.getValue() != null && FORMATS.contains(name) && isOn(context)
                ? found.withValue(found.getValue().replace(REQUEST_ID, WITH_TRACE_ID))
                : found;
    }

    private static boolean isOn(ConfigSourceInterceptorContext context) {
        return isSet(context, "otel.exporter-otlp-endpoint")
                && !"true".equalsIgnoreCase(text(context, "otel.sdk-disabled"));
    }

    private static boolean isSet(ConfigSourceInterceptorContext context, String name) {
        var text = text(context, name);
        return text != null && !text.isBlank();
    }

    private static @Nullable String text(ConfigSourceInterceptorContext context, String name) {
        var value = Expressions.withoutExpansion(() -> context.proceed(name));
        return value == null ? null : value.getValue();
    }

    private static ConfigValue value(String name, boolean value) {
        return ConfigValue.builder()
                .withName(name)
                .withValue(String.valueOf(value))
                .build();
    }
}
