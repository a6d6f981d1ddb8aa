package dev.duoconfig.testkit.gitlab;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A call that arrived at a {@link GitLabDouble}.
 *
 * @param operation the field of the query or mutation, such as {@code aiSelfHostedModelCreate}, or {@code __type}
 * @param variables an API key in them is {@link GitLabDouble#SENT_KEY}
 */
public record Call(String operation, Map<String, @Nullable Object> variables) {

    /** The {@code input} of a mutation. */
    @SuppressWarnings("unchecked")
    public Map<String, @Nullable Object> input() {
        return (Map<String, @Nullable Object>) Objects.requireNonNull(variables.get("input"), "input");
    }

    static Call of(String operation, Map<String, @Nullable Object> variables) {
        var shown = new HashMap<>(variables);
        shown.computeIfPresent("input", (name, input) -> {
            var properties = new HashMap<>((Map<?, ?>) input);
            return properties.get("apiToken") instanceof String key && !key.isEmpty()
                    ? with(properties, "apiToken", GitLabDouble.SENT_KEY)
                    : properties;
        });
        return new Call(operation, shown);
    }

    private static Map<?, ?> with(Map<?, ?> properties, String name, String value) {
        var changed = new HashMap<Object, @Nullable Object>(properties);
        changed.put(name, value);
        return changed;
    }
}
