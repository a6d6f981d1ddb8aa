package dev.duoconfig.ops;

import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

import dev.duoconfig.secret.SecretNames;
import dev.duoconfig.security.LocalSigning;
import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Expressions;
import io.smallrye.config.Priorities;
import jakarta.annotation.Priority;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the service are data of the operator: what stands in a variable, or in the file that {@code ..._FILE} names, is
 * the value. It is never expanded, whatever dollar signs and braces it contains. The framework's settings that pass one on, such
 * as the password of the database, get it as it is. See docs/framework.md.
 */
// Runs before the expansion of expressions.
@Priority(Priorities.LIBRARY + 400)
public final class LiteralSettings implements ConfigSourceInterceptor {

    private static final long serialVersionUID = 1L;

    private static final String PREFIX = "duo.";

    /** The variables of OpenTelemetry. */
    private static final String TRACES = "otel.";

    private static final String GATEWAY_VARIABLE = "AI_GATEWAY_URL";

    /** Settings with other names whose values come from the operator or from the file system. */
    private static final Set<String> OTHERS =
            Set.of(GATEWAY_VARIABLE, "quarkus.vertx.cache-directory", LocalSigning.KEY_FILE);

    /** The form in which application.properties passes a setting of the service on to the framework, with its default. */
    private static final Pattern PASSED_ON = Pattern.compile("\\$\\{(duo\\.[a-z.-]+):([^$}]*)}");

    /** The framework's settings that are lists, and of which the service's setting is the one element. */
    private static final Set<String> LISTS = Set.of("quarkus.oidc.token.audience");

    @Override
    public @Nullable ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        if (name.startsWith(PREFIX) || name.startsWith(TRACES)) {
            return own(context, name);
        }
        if (OTHERS.contains(name)) {
            return literal(context, name);
        }
        var raw = name.startsWith("quarkus.") ? set(context, name) : null;
        if (raw != null) {
            var passedOn = PASSED_ON.matcher(raw.getValue());
            if (passedOn.matches()) {
                var setting = own(context, passedOn.group(1));
                var value = setting == null ? passedOn.group(2) : setting.getValue();
                return withValue(
                        raw, LISTS.contains(name) ? value.replace("\\", "\\\\").replace(",", "\\,") : value);
            }
        }
        return context.proceed(name);
    }

    private static @Nullable ConfigValue own(ConfigSourceInterceptorContext context, String name) {
        var value = SecretNames.contains(name) ? inVariableOrFile(context, name) : set(context, name);
        return switch (name) {
            case "duo.gateway-url" -> value == null ? literal(context, GATEWAY_VARIABLE) : value;
            case "duo.database.url" ->
                value == null ? null : withValue(value, url(value).jdbcUrl());
            case "duo.database.username" -> value == null ? inUrl(context, DatabaseUrl::username) : value;
            case "duo.database.password" -> value == null ? inUrl(context, DatabaseUrl::password) : value;
            // An empty value is not the same as none for settings with a default.
            default -> value == null ? literal(context, name) : value;
        };
    }

    private static @Nullable ConfigValue inVariableOrFile(ConfigSourceInterceptorContext context, String name) {
        var value = set(context, name);
        var file = set(context, SecretNames.file(name));
        if (file == null) {
            return value;
        }
        if (value != null) {
            throw SecretNames.both(name);
        }
        return withValue(file, SecretNames.read(name, file.getValue()));
    }

    private static @Nullable ConfigValue inUrl(
            ConfigSourceInterceptorContext context, Function<DatabaseUrl, @Nullable String> part) {
        var url = inVariableOrFile(context, "duo.database.url");
        var found = url == null ? null : part.apply(url(url));
        return url == null || found == null ? null : withValue(url, found);
    }

    private static DatabaseUrl url(ConfigValue value) {
        return DatabaseUrl.parse(value.getValue());
    }

    /** The value of a setting; null if it has none or an empty one. */
    private static @Nullable ConfigValue set(ConfigSourceInterceptorContext context, String name) {
        var value = literal(context, name);
        return value == null || value.getValue() == null || value.getValue().isEmpty() ? null : value;
    }

    private static @Nullable ConfigValue literal(ConfigSourceInterceptorContext context, String name) {
        return Expressions.withoutExpansion(() -> context.proceed(name));
    }

    private static ConfigValue withValue(ConfigValue origin, String value) {
        return origin.from().withValue(value).build();
    }
}
