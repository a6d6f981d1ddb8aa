package dev.duoconfig.catalogue;

import java.util.Locale;

/** What an administrator can choose for a feature. */
public enum Provider {
    /** No choice: the feature falls back where it can. */
    UNASSIGNED,
    /** One of the administrator's own models. */
    SELF_HOSTED,
    /** Switched off; never falls back. */
    DISABLED,
    /** GitLab's own model behind GitLab's own gateway. */
    VENDORED;

    /** The name used in JSON and in the catalogue files, such as {@code self_hosted}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
