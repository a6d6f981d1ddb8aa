package dev.duoconfig.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.duoconfig.catalogue.Family;
import dev.duoconfig.catalogue.Feature;
import dev.duoconfig.catalogue.Provider;
import dev.duoconfig.resolve.Snapshot.Model;
import org.jspecify.annotations.Nullable;

/**
 * The input of the rules for one feature.
 *
 * @param own the feature's own setting
 * @param fallback the fallback of the feature, whether or not it applies; null if it has none
 * @param decider the feature whose setting applies: the feature itself, or its fallback while it has no setting
 * @param inherited whether the decider is the fallback
 * @param chosen the setting of the decider
 * @param model the model that the chosen setting names; null if it names none
 */
record Facts(
        Snapshot snapshot,
        Feature feature,
        Setting own,
        @Nullable Feature fallback,
        Feature decider,
        boolean inherited,
        Setting chosen,
        @Nullable Model model) {

    static Facts of(Snapshot snapshot, Feature feature) {
        var own = snapshot.setting(feature.id());
        Feature fallback =
                feature.fallback() == null ? null : snapshot.catalogue().feature(feature.fallback());
        var decider = own.unassigned() && fallback != null ? fallback : feature;
        var inherited = !decider.id().equals(feature.id());
        var chosen = inherited ? snapshot.setting(decider.id()) : own;
        var model = chosen.modelId() == null ? null : snapshot.models().get(chosen.modelId());
        return new Facts(snapshot, feature, own, fallback, decider, inherited, chosen, model);
    }

    /** The chosen model, for rules that come after those for settings without a model. */
    Model requireModel() {
        return Objects.requireNonNull(model, "a self-hosted setting names a model");
    }

    /** Whether the setting that applies is GitLab's own model. */
    boolean chosenVendored() {
        return chosen.provider() == Provider.VENDORED;
    }

    /** The family of the chosen model; null if the catalogue does not contain it. */
    @Nullable
    Family family() {
        return snapshot.catalogue().family(requireModel().family());
    }

    /** The warnings that apply if the feature is ready. */
    List<Warning> warnings() {
        var warnings = new ArrayList<Warning>(0);
        if (model != null && !feature.supports(model.family())) {
            var family = family();
            warnings.add(
                    Warning.familyNotSupported(feature, family == null ? model.family() : family.name(), model.name()));
        }
        if (model != null && feature.refusedFamilies().contains(model.family())) {
            warnings.add(Warning.familyNotSupportedByFlow(feature, model));
        }
        if (model != null && feature.signedBy() != null && !selfHosted(feature.signedBy())) {
            warnings.add(Warning.agentsNotSelfHosted(feature, signer(feature.signedBy())));
        }
        if (snapshot.entitlement().reasonOf(feature.entitlement()) == EntitlementReason.IN_GRACE) {
            warnings.add(Warning.SUBSCRIPTION_IN_GRACE);
        }
        if (model != null) {
            warnings.addAll(Warning.ofDeployment(model.deployment()));
        }
        return warnings;
    }

    private boolean selfHosted(String featureId) {
        return snapshot.setting(featureId).provider() == Provider.SELF_HOSTED;
    }

    private String signer(String featureId) {
        return Objects.requireNonNull(snapshot.catalogue().feature(featureId), featureId)
                .title();
    }
}
