package dev.duoconfig.feature;

import java.util.Arrays;
import java.util.stream.Collectors;

import dev.duoconfig.catalogue.Feature;
import dev.duoconfig.catalogue.Provider;
import dev.duoconfig.http.ProblemErrors;
import dev.duoconfig.resolve.Availability;
import dev.duoconfig.resolve.Snapshot;
import org.jspecify.annotations.Nullable;

/** What may be chosen for a feature. */
final class ChoiceRules {

    private final Snapshot snapshot;
    private final ProblemErrors errors;

    ChoiceRules(Snapshot snapshot, ProblemErrors errors) {
        this.snapshot = snapshot;
        this.errors = errors;
    }

    /**
     * Judges a request; what is wrong is added to the errors, and the result counts only if there are none.
     *
     * @param pointer where in the body the request stands, empty for the whole of it
     */
    FeatureChoice judge(Feature feature, FeatureSettingRequest request, String pointer) {
        requireAvailable(feature, pointer);
        var provider = provider(request, pointer);
        if (provider != Provider.SELF_HOSTED) {
            if (request.modelId() != null && provider != null) {
                errors.add(
                        pointer + "/model_id",
                        "model-not-allowed",
                        "A model goes with the provider self_hosted only, not with " + provider.id() + ".");
            }
            return provider == null ? FeatureChoice.UNASSIGNED : new FeatureChoice(provider, null);
        }
        if (request.modelId() == null) {
            errors.add(pointer + "/model_id", "model-required", "The provider self_hosted needs a model_id.");
            return FeatureChoice.UNASSIGNED;
        }
        var model = snapshot.models().get(request.modelId());
        if (model == null) {
            errors.add(
                    pointer + "/model_id",
                    "model-not-found",
                    "There is no model with the id " + request.modelId() + ".");
            return FeatureChoice.UNASSIGNED;
        }
        requireServable(feature, model, pointer + "/model_id");
        return new FeatureChoice(Provider.SELF_HOSTED, model.id());
    }

    /** Whether the model's family is one that the feature supports and that is offered now. */
    void requireServable(Feature feature, Snapshot.Model model, String pointer) {
        var family = snapshot.catalogue().family(model.family());
        var familyName = family == null ? model.family() : family.name();
        if (!feature.supports(model.family())) {
            errors.add(
                    pointer,
                    "family-not-supported",
                    feature.title() + " does not support the model family " + familyName + " of the model '"
                            + model.name() + "'; it supports " + String.join(", ", feature.families()) + ".");
        } else if (!Availability.familyOffered(snapshot, model.family())) {
            errors.add(
                    pointer,
                    "family-not-offered",
                    "The model '" + model.name() + "' is of the beta family " + familyName
                            + ": turn beta models and features on first (PATCH /gateway, beta_features_enabled).");
        }
    }

    private void requireAvailable(Feature feature, String pointer) {
        var reason = Availability.unavailableReason(snapshot, feature);
        if (reason == null) {
            return;
        }
        errors.add(
                pointer,
                "feature-not-available",
                switch (reason) {
                    case PLAN_EXCLUDES_FEATURE -> feature.title() + " needs the plan Ultimate.";
                    case BETA_FEATURES_OFF ->
                        feature.title() + " is in " + feature.releaseState().id()
                                + ": turn beta models and features on first (PATCH /gateway, beta_features_enabled).";
                    default -> throw new IllegalStateException("Not a reason to be unavailable: " + reason);
                });
    }

    private @Nullable Provider provider(FeatureSettingRequest request, String pointer) {
        if (request.provider() == null) {
            if (request.modelId() == null) {
                errors.add(pointer + "/provider", "required", "A provider or a model_id is required.");
                return null;
            }
            return Provider.SELF_HOSTED;
        }
        for (var provider : Provider.values()) {
            if (provider.id().equals(request.provider()) && snapshot.catalogue().offers(provider)) {
                return provider;
            }
        }
        var offered = Arrays.stream(Provider.values())
                .filter(snapshot.catalogue()::offers)
                .map(Provider::id)
                .collect(Collectors.joining(", "));
        errors.add(
                pointer + "/provider",
                "provider-not-offered",
                "GitLab " + snapshot.catalogue().version() + " offers the providers " + offered + ".");
        return null;
    }
}
