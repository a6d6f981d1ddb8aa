package dev.duoconfig.catalogue;

import java.util.Locale;

/** A right to use features, which the subscription grants by its add-ons or by its kind of license. */
public enum EntitlementKind {
    /** The features that the add-on GitLab Duo Enterprise pays for. */
    DUO_ENTERPRISE("GitLab Duo Enterprise"),
    /** The features of the GitLab Duo Agent Platform. */
    AGENT_PLATFORM("GitLab Duo Agent Platform");

    private final String title;

    EntitlementKind(String title) {
        this.title = title;
    }

    /** The name shown to administrators. */
    public String title() {
        return title;
    }

    /** The name used in JSON and in the catalogue files, such as {@code agent_platform}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
