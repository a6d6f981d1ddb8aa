package dev.duoconfig.feature;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;

import dev.duoconfig.catalogue.Feature;
import dev.duoconfig.catalogue.Provider;
import dev.duoconfig.http.problem.ProblemErrors;
import dev.duoconfig.http.problem.TextRules;
import dev.duoconfig.http.request.QueryParameters;
import dev.duoconfig.resolve.Availability;
import dev.duoconfig.resolve.Availability.Obstacle;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.text.Names;
import org.jspecify.annotations.Nullable;
import org.openapitools.jackson.nullable.JsonNullable;

/** Validates choices for features. */
final class ChoiceRules {

    static final int MAX_VENDORED_MODEL_LENGTH = 255;

    private final Snapshot snapshot;
    private final ProblemErrors errors;

    ChoiceRules(Snapshot snapshot, ProblemErrors errors) {
        this.snapshot = snapshot;
        this.errors = errors;
    }

    /**
     * Validates a request and adds what is wrong to the errors. The result is valid only if no errors were added.
     *
     * @param pointer JSON pointer to the request in the body; empty if it is the whole body
     */
    FeatureChoice validate(Feature feature, RequestedChoice request, String pointer) {
        if (!isDisabled(request.provider())) {
            requireAvailable(feature, pointer);
        }
        var model = request.modelId() == null ? null : snapshot.models().get(request.modelId());
        var named = NamedModel.byId(request.modelId(), model, idOf(request.modelName()));
        var provider = provider(request.provider(), named, pointer);
        if (provider == null) {
            return FeatureChoice.UNASSIGNED;
        }
        var vendoredModel = vendoredModel(request.vendoredModel(), provider, pointer);
        requireVendoredAllowed(provider, pointer + "/provider");
        if (provider != Provider.SELF_HOSTED || model == null) {
            return new FeatureChoice(provider, null, vendoredModel);
        }
        requireServable(feature, model, pointer + "/model_id");
        return FeatureChoice.of(model);
    }

    /** Whether the request turns the feature off, which is possible whether or not the feature is available. */
    static boolean isDisabled(JsonNullable<@Nullable String> provider) {
        return Provider.DISABLED.id().equals(provider.orElse(null));
    }

    /** Where to find the id of a model that a request names instead; empty if it does not. */
    private String idOf(@Nullable String name) {
        if (name == null) {
            return "";
        }
        return snapshot.models().values().stream()
                .filter(model -> Names.same(model.name(), name))
                .map(model -> " The id of the model '%s' is %d.".formatted(model.name(), model.id()))
                .findFirst()
                .orElse(" GET /models lists the models with their ids.");
    }

    /** The stored choice. */
    FeatureChoice present(Feature feature) {
        return FeatureChoice.of(snapshot.setting(feature.id()));
    }

    /** Whether the request is for the stored choice. */
    boolean isPresent(Feature feature, RequestedChoice request) {
        var present = present(feature);
        return present.provider().id().equals(request.provider().orElse(null))
                && Objects.equals(present.modelId(), request.modelId());
    }

    /** Adds an error unless the feature supports the model's family and the family is offered now. */
    void requireServable(Feature feature, Snapshot.Model model, String pointer) {
        if (requireSupported(feature, model.name(), model.family(), pointer)
                && !Availability.familyOffered(snapshot, model.family())) {
            errors.add(pointer, "family-not-offered", notOffered(model.name(), model.family()));
        }
    }

    /** Adds an error and returns false unless the feature supports the family. */
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

    /** The error text for a model whose family is not offered. */
    String notOffered(String model, String family) {
        return "The model '" + model + "' belongs to the beta family " + familyName(family)
                + ". Turn on beta models and features first (PATCH /gateway, beta_features_enabled).";
    }

    private String familyName(String id) {
        var family = snapshot.catalogue().family(id);
        return family == null ? id : family.name();
    }

    private void requireAvailable(Feature feature, String pointer) {
        var obstacle = Availability.obstacle(snapshot, feature);
        if (obstacle != null) {
            errors.add(pointer, "feature-not-available", unavailable(feature, obstacle));
        }
    }

    /** The error text for a feature that is not available. */
    static String unavailable(Feature feature, Obstacle obstacle) {
        return switch (obstacle) {
            case PLAN -> feature.title() + " requires the Ultimate plan.";
            case BETA_TOGGLE ->
                feature.title() + " has the release state "
                        + feature.releaseState().id()
                        + ". Turn on beta models and features first (PATCH /gateway, beta_features_enabled).";
        };
    }

    /**
     * Validates the provider and the model of a choice. A model without a provider means self_hosted.
     *
     * @return the provider; null with an error if it is invalid, or if it is self_hosted and there is no valid model
     */
    @Nullable
    Provider provider(JsonNullable<@Nullable String> sent, NamedModel model, String pointer) {
        var provider = !sent.isPresent() && model.given()
                ? Provider.SELF_HOSTED
                : offered(sent.orElse(null), model, pointer + "/provider");
        var modelPointer = pointer + "/" + model.property();
        if (provider == Provider.SELF_HOSTED) {
            if (!model.given()) {
                errors.add(
                        modelPointer,
                        "model-required",
                        "The provider self_hosted requires a " + model.property() + "." + model.hint());
                return null;
            }
            if (model.missing() != null) {
                errors.add(modelPointer, "model-not-found", model.missing());
                return null;
            }
        } else if (provider != null && model.given()) {
            errors.add(
                    modelPointer,
                    "model-not-allowed",
                    "The " + model.property() + " is allowed only with the provider self_hosted, not with "
                            + provider.id() + ".");
        }
        return provider;
    }

    /**
     * Validates GitLab's name of one of its own models.
     *
     * @return the name; null for GitLab's default, or with an error
     */
    @Nullable
    String vendoredModel(@Nullable String sent, Provider provider, String pointer) {
        if (sent == null || sent.isBlank()) {
            return null;
        }
        if (provider != Provider.VENDORED) {
            errors.add(
                    pointer + "/vendored_model",
                    "vendored-model-not-allowed",
                    "The vendored_model is allowed only with the provider vendored, not with " + provider.id() + ".");
            return null;
        }
        if (!snapshot.catalogue().vendored().namesModels()) {
            errors.add(
                    pointer + "/vendored_model",
                    "vendored-model-not-allowed",
                    "GitLab " + snapshot.catalogue().version()
                            + " does not let you choose one of its own models. Set vendored_model to null.");
            return null;
        }
        var name = sent.strip();
        TextRules.check("/vendored_model", name, MAX_VENDORED_MODEL_LENGTH, errors.at(pointer));
        return name;
    }

    /** Adds an error if GitLab's own model is chosen, but an administrator or the license rules it out. */
    void requireVendoredAllowed(Provider provider, String pointer) {
        if (provider != Provider.VENDORED) {
            return;
        }
        if (!snapshot.gateway().vendoredModelsAllowed()) {
            errors.add(
                    pointer,
                    "vendored-not-allowed",
                    "GitLab's own models are not allowed. Choose another provider, or allow them first (PATCH /gateway,"
                            + " vendored_models_allowed).");
        } else if (Availability.vendoredNeedsOnlineLicense(snapshot)) {
            errors.add(
                    pointer,
                    "vendored-needs-online-licence",
                    "GitLab's own models need an online license, and the license is an offline license. Choose another"
                            + " provider.");
        }
    }

    private @Nullable Provider offered(@Nullable String id, NamedModel model, String pointer) {
        if (id == null) {
            errors.add(
                    pointer,
                    "required",
                    model.given()
                            ? "The provider must not be null beside a " + model.property()
                                    + ". Omit it, or set it to self_hosted."
                            : "A provider or a " + model.property() + " is required." + model.hint());
            return null;
        }
        var offered = Arrays.stream(Provider.values())
                .filter(snapshot.catalogue()::offers)
                .toList();
        var provider = offered.stream().filter(each -> each.id().equals(id)).findFirst();
        if (provider.isEmpty()) {
            errors.add(
                    pointer,
                    "provider-not-offered",
                    "GitLab " + snapshot.catalogue().version() + " does not offer this provider. Use one of "
                            + offered.stream().map(Provider::id).collect(Collectors.joining(", ")) + ".");
        }
        return provider.orElse(null);
    }

    /**
     * The model that a request names: by id, or by name in a document.
     *
     * @param property the property that names the model
     * @param given whether the request names a model
     * @param missing the error text if the model does not exist; null if it exists
     * @param hint a sentence for a request that names the model in another way, after a space; empty if there is none
     */
    record NamedModel(
            String property, boolean given, @Nullable String missing, String hint) {

        static NamedModel byId(@Nullable Long id, Snapshot.@Nullable Model found, String hint) {
            var missing = found == null ? "There is no model with the id " + id + "." : null;
            return new NamedModel("model_id", id != null, missing, hint);
        }

        static NamedModel byName(@Nullable String name, boolean exists) {
            var missing = name != null && !exists
                    ? "The document does not contain a model '" + QueryParameters.shown(name) + "'."
                    : null;
            return new NamedModel("model", name != null, missing, "");
        }
    }
}
