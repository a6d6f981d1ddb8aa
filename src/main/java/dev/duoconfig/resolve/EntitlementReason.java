package dev.duoconfig.resolve;

import java.util.Locale;

/** The reason why the subscription does or does not allow self-hosted models. */
public enum EntitlementReason {
    ENTITLED,
    /** No synchronization has succeeded yet. */
    NEVER_SYNCED,
    /** The plan is neither Premium nor Ultimate. */
    PLAN_NOT_ELIGIBLE,
    /** The subscription and its grace period have ended. */
    EXPIRED,
    /** The subscription has ended, but features keep resolving during the grace period. Changes are refused. */
    IN_GRACE,
    /** The subscription does not include GitLab Duo Enterprise. */
    ADD_ON_MISSING,
    /** GitLab Duo Enterprise has no seats, or has ended. */
    ADD_ON_INACTIVE,
    /** The subscription, or GitLab Duo Enterprise, has not started yet. */
    NOT_STARTED;

    /** The grant that goes with this reason. */
    public Grant grant() {
        return switch (this) {
            case ENTITLED -> Grant.EVERYTHING;
            case IN_GRACE -> Grant.REQUESTS;
            case NEVER_SYNCED, PLAN_NOT_ELIGIBLE, EXPIRED, ADD_ON_MISSING, ADD_ON_INACTIVE, NOT_STARTED ->
                Grant.NOTHING;
        };
    }

    /** The grants of a subscription, from the least to the most. */
    public enum Grant {
        NOTHING,
        /** Requests are served, but nothing may be changed. */
        REQUESTS,
        EVERYTHING
    }

    /** The reason with a name used in JSON and in the database, such as {@code never_synced}. */
    public static EntitlementReason ofId(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }

    /** The name used in JSON, such as {@code never_synced}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
