package dev.duoconfig.feature;

import java.util.Arrays;
import java.util.stream.Collectors;

import dev.duoconfig.catalogue.Feature;
import dev.duoconfig.catalogue.Provider;
import dev.duoconfig.http.problem.ProblemErrors;
import dev.duoconfig.resolve.Availability;
import dev.duoconfig.resolve.Reason;
import dev.duoconfig.resolve.Snapshot;
import org.jspecify.annotations.Nullable;
import org.openapitools.jackson.nullable.JsonNullable;

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
    FeatureChoice validate(Feature feature, FeatureSettingRequest request, String pointer) {
        requireAvailable(feature, pointer);
        var provider = provider(request.provider(), request.modelId() != null, "model_id", pointer);
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
        if (requireSupported(feature, model.name(), model.family(), pointer)
                && !Availability.familyOffered(snapshot, model.family())) {
            errors.add(pointer, "family-not-offered", notOffered(model.name(), model.family()));
        }
    }

    /** Whether the feature supports the family. */
    boolean requireSupported(Feature feature, String model, String family, String pointer) {
        if (!feature.supports(family)) {
            errors.add(
                    pointer,
                    "family-not-supported",
                    feature.title() + " does not support the model family " + familyName(family) + " of the model '"
                            + model + "'; it supports " + String.join(", ", feature.families()) + ".");
            return false;
        }
        return true;
    }

    /** What is the matter with a model whose family is not offered. */
    String notOffered(String model, String family) {
        return "The model '" + model + "' is of the beta family " + familyName(family)
                + ": turn beta models and features on first (PATCH /gateway, beta_features_enabled).";
    }

    private String familyName(String id) {
        var family = snapshot.catalogue().family(id);
        return family == null ? id : family.name();
    }

    private void requireAvailable(Feature feature, String pointer) {
        var reason = Availability.unavailableReason(snapshot, feature);
        if (reason == null) {
            return;
        }
        errors.add(pointer, "feature-not-available", unavailable(feature, reason));
    }

    /** What is the matter with a feature that is not available. */
    static String unavailable(Feature feature, Reason reason) {
        return switch (reason) {
            case PLAN_EXCLUDES_FEATURE -> feature.title() + " needs the plan Ultimate.";
            case BETA_FEATURES_OFF ->
                feature.title() + " is in " + feature.releaseState().id()
                        + ": turn beta models and features on first (PATCH /gateway, beta_features_enabled).";
            case DISABLED,
                    INHERITED_DISABLED,
                    NOT_CONFIGURED,
                    SUBSCRIPTION_REQUIRED,
                    BETA_MODELS_OFF,
                    GATEWAY_NOT_CONFIGURED,
                    ASSIGNED,
                    INHERITED ->
                throw new IllegalArgumentException("Not a reason why a feature is unavailable: " + reason);
        };
    }

    /**
     * The provider that is meant; one that goes with a model alone is self_hosted. Null, with an error, when there is none.
     *
     * @param modelProperty the property that names the model
     */
    @Nullable
    Provider provider(JsonNullable<@Nullable String> sent, boolean hasModel, String modelProperty, String pointer) {
        if (!sent.isPresent() && hasModel) {
            return Provider.SELF_HOSTED;
        }
        var name = sent.orElse(null);
        if (name == null) {
            errors.add(
                    pointer + "/provider",
                    "required",
                    hasModel
                            ? "The provider beside a " + modelProperty + " may be left out, but is not null."
                            : "A provider or a " + modelProperty + " is required.");
            return null;
        }
        for (var provider : Provider.values()) {
            if (provider.id().equals(name) && snapshot.catalogue().offers(provider)) {
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
