package dev.duoconfig.instance;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;

/** Whether a GitLab instance is watched for differences, and whether they are corrected. */
enum Follow {
    /** Compared and corrected on request only. */
    OFF,
    /** Compared with every revision, and regularly. */
    REPORT,
    /** Compared as with {@link #REPORT}, and corrected. */
    ENFORCE;

    /** The constant that the database names. */
    static Follow of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }

    /** The name in JSON and in the database. */
    @JsonValue
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
