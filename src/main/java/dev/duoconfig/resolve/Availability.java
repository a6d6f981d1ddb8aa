package dev.duoconfig.resolve;

import dev.duoconfig.catalogue.Feature;
import org.jspecify.annotations.Nullable;

/** The features and model families that the plan and the beta toggle make available. */
public final class Availability {

    private Availability() {}

    /**
     * The reason why a feature is not available: {@link Reason#PLAN_EXCLUDES_FEATURE}, else
     * {@link Reason#BETA_FEATURES_OFF}, else null. Does not check whether the subscription is entitled.
     */
    public static @Nullable Reason unavailableReason(Snapshot snapshot, Feature feature) {
        if (excludedByPlan(snapshot, feature)) {
            return Reason.PLAN_EXCLUDES_FEATURE;
        }
        return hiddenBeta(snapshot, feature) ? Reason.BETA_FEATURES_OFF : null;
    }

    /** Whether models of a family may serve features now; a family that the catalogue does not contain counts as GA. */
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
