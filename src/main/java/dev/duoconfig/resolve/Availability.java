package dev.duoconfig.resolve;

import dev.duoconfig.catalogue.Feature;
import org.jspecify.annotations.Nullable;

/** What plan and beta toggle leave to choose from. */
public final class Availability {

    private Availability() {}

    /**
     * Why a feature is not available: {@link Reason#PLAN_EXCLUDES_FEATURE}, else {@link Reason#BETA_FEATURES_OFF}, else
     * null. Whether the subscription is entitled at all is another question.
     */
    public static @Nullable Reason unavailableReason(Snapshot snapshot, Feature feature) {
        if (excludedByPlan(snapshot, feature)) {
            return Reason.PLAN_EXCLUDES_FEATURE;
        }
        return hiddenBeta(snapshot, feature) ? Reason.BETA_FEATURES_OFF : null;
    }

    /** Whether models of a family may serve now; one that the catalogue does not know counts as not beta. */
    public static boolean familyOffered(Snapshot snapshot, String familyId) {
        var family = snapshot.catalogue().family(familyId);
        return family == null || !family.beta() || snapshot.gateway().betaFeaturesEnabled();
    }

    static boolean excludedByPlan(Snapshot snapshot, Feature feature) {
        return feature.requiresUltimate() && !snapshot.entitlement().ultimate();
    }

    static boolean hiddenBeta(Snapshot snapshot, Feature feature) {
        return feature.beta() && !snapshot.gateway().betaFeaturesEnabled();
    }
}
