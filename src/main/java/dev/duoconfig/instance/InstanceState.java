package dev.duoconfig.instance;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;

/** The known state of a GitLab instance. */
enum InstanceState {
    /** It was not compared since it was added, or since its URL or token changed. */
    NEVER_CHECKED,
    /** The last comparison found no steps. */
    IN_SYNC,
    /** The last comparison found steps. */
    DIFFERENT,
    /** An apply is running. */
    APPLYING,
    /** The last comparison or apply failed. */
    FAILED;

    /** The constant that the database names. */
    static InstanceState of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }

    /** The name in JSON and in the database, such as {@code in_sync}. */
    @JsonValue
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
