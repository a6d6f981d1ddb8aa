package dev.duoconfig.instance;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;

/** The models that may be deleted in a GitLab instance. */
enum DeleteModels {
    /** None. */
    NEVER,
    /** Those that this service created there, once they are deleted here. */
    OWN;

    /** The constant that the database names. */
    static DeleteModels of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }

    /** The name in JSON and in the database. */
    @JsonValue
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
