package dev.duoconfig.http.body;

import java.util.Locale;
import java.util.Set;

/** Media types that Jakarta REST has no constants for. */
public final class MediaTypes {

    /** RFC 7396. */
    public static final String MERGE_PATCH = "application/merge-patch+json";

    /** RFC 9512. */
    public static final String YAML = "application/yaml";

    /** An alias that RFC 9512 lists for {@link #YAML}, with the same meaning. */
    public static final String TEXT_YAML = "text/yaml";

    /** An alias that RFC 9512 lists for {@link #YAML}, with the same meaning. */
    public static final String X_YAML = "application/x-yaml";

    /** An alias that RFC 9512 lists for {@link #YAML}, with the same meaning. */
    public static final String TEXT_X_YAML = "text/x-yaml";

    /** JSON Schema. */
    public static final String SCHEMA = "application/schema+json";

    private static final Set<String> YAML_ALIASES = Set.of(TEXT_YAML, X_YAML, TEXT_X_YAML);

    private MediaTypes() {}

    /** The type itself, or the type that it is an alias of. */
    public static String registered(String type) {
        return YAML_ALIASES.contains(type.toLowerCase(Locale.ROOT)) ? YAML : type;
    }
}
