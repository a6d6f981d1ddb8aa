package dev.duoconfig.resolve;

import java.util.Locale;

/** Why the subscription does, or does not, allow self-hosted models. */
public enum EntitlementReason {
    ENTITLED,
    /** No synchronisation has succeeded yet. */
    NEVER_SYNCED,
    /** The plan is neither Premium nor Ultimate. */
    PLAN_NOT_ELIGIBLE,
    /** Over, and its grace period too. */
    EXPIRED,
    /** Over, but features keep resolving for a while; changes are refused. */
    IN_GRACE,
    /** GitLab Duo Enterprise was never bought. */
    ADD_ON_MISSING,
    /** GitLab Duo Enterprise has not started yet, or is over. */
    ADD_ON_INACTIVE;

    /** The reason with a name used in JSON and in the database, such as {@code never_synced}. */
    public static EntitlementReason ofId(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }

    /** The name used in JSON, such as {@code never_synced}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
