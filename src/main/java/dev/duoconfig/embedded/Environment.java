package dev.duoconfig.embedded;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The configuration before Quarkus starts: only Java system properties and environment variables. A system property
 * ({@code duo.data-dir}) overrides the corresponding environment variable ({@code DUO_DATA_DIR}), and a blank value counts
 * as unset.
 *
 * @param properties the system properties
 * @param variables the environment variables
 */
public record Environment(Map<String, String> properties, Map<String, String> variables) {

    public Environment {
        properties = Map.copyOf(properties);
        variables = Map.copyOf(variables);
    }

    /** The current environment of this process. */
    public static Environment ofThisProcess() {
        var properties = System.getProperties();
        return new Environment(
                properties.stringPropertyNames().stream()
                        .collect(Collectors.toMap(name -> name, properties::getProperty)),
                System.getenv());
    }

    /** The value of a property such as {@code duo.data-dir}, or of the variable {@code DUO_DATA_DIR}. */
    public Optional<String> get(String property) {
        return find(property, properties).or(() -> find(variableName(property), variables));
    }

    /** The names of all properties and variables that have a value. */
    public Set<String> names() {
        return Stream.concat(properties.entrySet().stream(), variables.entrySet().stream())
                .filter(setting -> !setting.getValue().isBlank())
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
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
