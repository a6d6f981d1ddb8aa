package dev.duoconfig.resolve;

import java.util.Locale;

/** Why a feature has its {@link Status}. */
public enum Reason {
    DISABLED(Status.DISABLED),
    /** The feature it falls back to is disabled. */
    INHERITED_DISABLED(Status.DISABLED),
    NOT_CONFIGURED(Status.UNASSIGNED),
    SUBSCRIPTION_REQUIRED(Status.BLOCKED),
    /** The feature needs the Ultimate plan. */
    PLAN_EXCLUDES_FEATURE(Status.BLOCKED),
    /** The feature is beta or an experiment, and the beta toggle is off. */
    BETA_FEATURES_OFF(Status.BLOCKED),
    /** The family of the chosen model is beta, and the beta toggle is off. */
    BETA_MODELS_OFF(Status.BLOCKED),
    GATEWAY_NOT_CONFIGURED(Status.BLOCKED),
    /** Ready by its own setting. */
    ASSIGNED(Status.READY),
    /** Ready by the setting of the feature it falls back to. */
    INHERITED(Status.READY);

    private final Status status;

    Reason(Status status) {
        this.status = status;
    }

    /** The one status that it is a reason of. */
    public Status status() {
        return status;
    }

    /** The name used in JSON, such as {@code not_configured}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
