package dev.duoconfig.resolve;

import java.util.Locale;

/** The reason why a feature has its {@link Status}. */
public enum Reason {
    DISABLED(Status.DISABLED),
    /** The fallback of the feature is disabled. */
    INHERITED_DISABLED(Status.DISABLED),
    NOT_CONFIGURED(Status.UNASSIGNED),
    SUBSCRIPTION_REQUIRED(Status.BLOCKED),
    /** The feature requires the Ultimate plan. */
    PLAN_EXCLUDES_FEATURE(Status.BLOCKED),
    /** The feature is beta or an experiment, and the beta toggle is off. */
    BETA_FEATURES_OFF(Status.BLOCKED),
    /** GitLab's own model is chosen, and an administrator has ruled GitLab's own models out. */
    VENDORED_NOT_ALLOWED(Status.BLOCKED),
    /** GitLab's own model is chosen, and the license is an offline license. */
    VENDORED_NEEDS_ONLINE_LICENCE(Status.BLOCKED),
    /** The family of the chosen model is beta, and the beta toggle is off. */
    BETA_MODELS_OFF(Status.BLOCKED),
    /** The endpoint of the chosen model is longer than the AI gateway accepts. */
    ENDPOINT_TOO_LONG(Status.BLOCKED),
    GATEWAY_NOT_CONFIGURED(Status.BLOCKED),
    /** The feature is ready because of its own setting. */
    ASSIGNED(Status.READY),
    /** The feature is ready because of the setting of its fallback. */
    INHERITED(Status.READY);

    private final Status status;

    Reason(Status status) {
        this.status = status;
    }

    /** The status that this reason leads to. */
    public Status status() {
        return status;
    }

    /** The name used in JSON, such as {@code not_configured}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
