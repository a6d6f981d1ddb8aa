package dev.duoconfig.catalogue;

import java.util.Locale;

/** The choices that an administrator has for a feature. */
public enum Provider {
    /** No choice: the feature uses its fallback, if it has one. */
    UNASSIGNED,
    /** One of the administrator's own models. */
    SELF_HOSTED,
    /** Switched off; no fallback applies. */
    DISABLED,
    /** GitLab's own model, behind GitLab's own gateway. */
    VENDORED;

    /** The name used in JSON and in the catalogue files, such as {@code self_hosted}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
