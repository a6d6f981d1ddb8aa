package dev.duoconfig.resolve;

import java.util.Locale;

/** What becomes of a request for a feature. */
public enum Status {
    /** It is sent to the model of the resolution. */
    READY,
    /** An administrator switched the feature off. */
    DISABLED,
    /** Nobody chose anything. */
    UNASSIGNED,
    /** Something was chosen, but may not or cannot be used. */
    BLOCKED;

    /** The name used in JSON, such as {@code ready}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
