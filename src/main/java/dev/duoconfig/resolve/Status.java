package dev.duoconfig.resolve;

import java.util.Locale;

/** The status of a feature, which determines how its requests are served. */
public enum Status {
    /** Requests are sent to the model of the resolution. */
    READY,
    /** An administrator turned the feature off. */
    DISABLED,
    /** Nothing is chosen. */
    UNASSIGNED,
    /** The choice may not or cannot be used. */
    BLOCKED;

    /** The name used in JSON, such as {@code ready}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
