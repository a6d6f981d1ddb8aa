package dev.duoconfig.resolve;

import dev.duoconfig.catalogue.Feature;
import org.jspecify.annotations.Nullable;

/** The features and model families that the plan and the beta toggle make available. */
public final class Availability {

    private Availability() {}

    /** What makes a feature unavailable. Whether the subscription is entitled at all does not matter here. */
    public enum Obstacle {
        PLAN(Reason.PLAN_EXCLUDES_FEATURE),
        BETA_TOGGLE(Reason.BETA_FEATURES_OFF);

        private final Reason reason;

        Obstacle(Reason reason) {
            this.reason = reason;
        }

        /** The reason that a resolution of the feature has. */
        public Reason reason() {
            return reason;
        }
    }

    /** What makes a feature unavailable, the plan before the beta toggle; null if it is available. */
    public static @Nullable Obstacle obstacle(Snapshot snapshot, Feature feature) {
        if (excludedByPlan(snapshot, feature)) {
            return Obstacle.PLAN;
        }
        return hiddenBeta(snapshot, feature) ? Obstacle.BETA_TOGGLE : null;
    }

    /** Whether models of a family may serve features now; a family that the catalogue does not contain counts as GA. */
    public static boolean familyOffered(Snapshot snapshot, String familyId) {
        var family = snapshot.catalogue().family(familyId);
        return family == null || !family.beta() || snapshot.gateway().betaFeaturesEnabled();
    }

    /** Whether the license rules GitLab's own models out. */
    public static boolean vendoredNeedsOnlineLicense(Snapshot snapshot) {
        return snapshot.catalogue().vendored().needsOnlineLicense()
                && snapshot.entitlement().offlineLicense();
    }

    static boolean excludedByPlan(Snapshot snapshot, Feature feature) {
        return feature.requiresUltimate() && !snapshot.entitlement().ultimate();
    }

    static boolean hiddenBeta(Snapshot snapshot, Feature feature) {
        return feature.beta() && !snapshot.gateway().betaFeaturesEnabled();
    }
}
