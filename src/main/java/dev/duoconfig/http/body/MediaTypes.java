package dev.duoconfig.http.body;

/** Media types that Jakarta REST has no constants for. */
public final class MediaTypes {

    /** RFC 7396. */
    public static final String MERGE_PATCH = "application/merge-patch+json";

    /** RFC 9512. */
    public static final String YAML = "application/yaml";

    /** JSON Schema. */
    public static final String SCHEMA = "application/schema+json";

    private MediaTypes() {}
}
