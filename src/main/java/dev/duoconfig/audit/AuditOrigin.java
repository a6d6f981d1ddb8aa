package dev.duoconfig.audit;

import java.util.Locale;

/** How a change came about, whoever made it. */
public enum AuditOrigin {
    /** A request for the changed object itself. */
    REQUEST,
    /** A document with the whole configuration. */
    DOCUMENT,
    /** An import from a GitLab. */
    IMPORT,
    /** A document that made the configuration equal to an earlier revision. */
    RESTORE,
    /** The configuration was carried to a GitLab. It did not change, and has no new revision. */
    GITLAB_APPLY,
    /** The service itself, because time passed or its settings or its database changed. */
    SYSTEM;

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
