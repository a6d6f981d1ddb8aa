package dev.duoconfig.resolve;

import dev.duoconfig.catalogue.EntitlementKind;
import org.jspecify.annotations.Nullable;

/**
 * The subscription's grants.
 *
 * @param reason why it does or does not grant {@link EntitlementKind#DUO_ENTERPRISE}
 * @param plan name of the plan, such as {@code premium} or {@code ultimate}; null while it is unknown
 * @param agentPlatform why it does or does not grant {@link EntitlementKind#AGENT_PLATFORM}; null if the catalogue does not
 *     ask for it
 * @param offlineLicense whether the license is known and is not an online license
 */
public record Entitlement(
        EntitlementReason reason,
        @Nullable String plan,
        @Nullable EntitlementReason agentPlatform,
        boolean offlineLicense) {

    /** The entitlement of a catalogue that does not ask for {@link EntitlementKind#AGENT_PLATFORM}. */
    public Entitlement(EntitlementReason reason, @Nullable String plan) {
        this(reason, plan, null, false);
    }

    /** Why features that need this kind are or are not entitled. */
    public EntitlementReason reasonOf(EntitlementKind kind) {
        return kind == EntitlementKind.AGENT_PLATFORM && agentPlatform != null ? agentPlatform : reason;
    }

    /** The better of the reasons: that of the kind that grants more. */
    public EntitlementReason best() {
        return reasonOf(betterKind());
    }

    /** The kind that grants more; GitLab Duo Enterprise if both grant the same. */
    public EntitlementKind betterKind() {
        return agentPlatform != null && agentPlatform.grant().compareTo(reason.grant()) > 0
                ? EntitlementKind.AGENT_PLATFORM
                : EntitlementKind.DUO_ENTERPRISE;
    }

    /** Whether models, settings, and the beta toggle may be changed: either kind is entitled. */
    public boolean entitled() {
        return best() == EntitlementReason.ENTITLED;
    }

    /** Whether requests of features that need this kind may be served: it is entitled, or in its grace period. */
    public boolean resolves(EntitlementKind kind) {
        return reasonOf(kind).grant() != EntitlementReason.Grant.NOTHING;
    }

    public boolean ultimate() {
        return "ultimate".equals(plan);
    }

    /** The entitlement of a kind in a sentence for an administrator. */
    public String sentence(EntitlementKind kind) {
        return switch (reasonOf(kind)) {
            case ENTITLED -> "The subscription is entitled, with " + planInWords() + ".";
            case IN_GRACE -> "The subscription has expired, but its grace period has not ended.";
            case EXPIRED -> "The subscription and its grace period have ended.";
            case NEVER_SYNCED -> "The subscription has never been synchronized.";
            case PLAN_NOT_ELIGIBLE -> "The subscription has " + planInWords() + "; Premium or Ultimate is required.";
            case ADD_ON_MISSING -> "The subscription does not include the " + addOn(kind) + ".";
            case ADD_ON_INACTIVE -> "The subscription's " + addOn(kind) + " is not active.";
            case NOT_STARTED -> "The subscription, or its " + addOn(kind) + ", has not started yet.";
        };
    }

    /** The better entitlement in a sentence. */
    public String sentence() {
        return sentence(betterKind());
    }

    private String addOn(EntitlementKind kind) {
        return kind == EntitlementKind.AGENT_PLATFORM && agentPlatform != null
                ? "add-on self_hosted_dap, which the GitLab Duo Agent Platform needs with an offline license"
                : "GitLab Duo Enterprise add-on";
    }

    String planInWords() {
        return plan == null ? "no plan" : "the " + plan + " plan";
    }
}
