package dev.duoconfig.embedded;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is configured before Quarkus starts: Java system properties and environment variables, nothing else. A system
 * property ({@code duo.data-dir}) beats the environment variable of the same meaning ({@code DUO_DATA_DIR}), and a blank
 * value counts as none.
 *
 * @param properties the system properties
 * @param variables the environment variables
 */
public record Environment(Map<String, String> properties, Map<String, String> variables) {

    public Environment {
        properties = Map.copyOf(properties);
        variables = Map.copyOf(variables);
    }

    /** The environment of this process, as it is now. */
    public static Environment ofThisProcess() {
        var properties = System.getProperties();
        return new Environment(
                properties.stringPropertyNames().stream()
                        .collect(Collectors.toMap(name -> name, properties::getProperty)),
                System.getenv());
    }

    /** The value of a property such as {@code duo.data-dir}, or of its variable {@code DUO_DATA_DIR}. */
    public Optional<String> get(String property) {
        return find(property, properties).or(() -> find(variableName(property), variables));
    }

    private static Optional<String> find(String name, Map<String, String> values) {
        return Optional.ofNullable(values.get(name)).filter(value -> !value.isBlank());
    }

    boolean has(String property) {
        return get(property).isPresent();
    }

    private static String variableName(String property) {
        return property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
