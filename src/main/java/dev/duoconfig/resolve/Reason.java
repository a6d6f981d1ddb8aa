package dev.duoconfig.resolve;

import java.util.Locale;

/** Why a feature has its {@link Status}. */
public enum Reason {
    DISABLED,
    /** The feature it falls back to is disabled. */
    INHERITED_DISABLED,
    NOT_CONFIGURED,
    SUBSCRIPTION_REQUIRED,
    /** The feature needs the Ultimate plan. */
    PLAN_EXCLUDES_FEATURE,
    /** The feature is beta or an experiment, and the beta toggle is off. */
    BETA_FEATURES_OFF,
    /** The family of the chosen model is beta, and the beta toggle is off. */
    BETA_MODELS_OFF,
    GATEWAY_NOT_CONFIGURED,
    /** Ready by its own setting. */
    ASSIGNED,
    /** Ready by the setting of the feature it falls back to. */
    INHERITED;

    /** The name used in JSON, such as {@code not_configured}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
