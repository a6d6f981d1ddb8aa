package dev.duoconfig.model;

import java.util.stream.Collectors;

import dev.duoconfig.apikey.StoredApiKeys;
import dev.duoconfig.http.problem.ProblemErrors;
import dev.duoconfig.http.problem.TextRules;
import dev.duoconfig.outbound.address.HttpUrl;
import dev.duoconfig.resolve.Availability;
import dev.duoconfig.resolve.Deployment;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.resolve.Warning;
import org.jspecify.annotations.Nullable;

/** The values of a model, validated by all rules that do not depend on other models. */
public record ModelValues(Deployment deployment, ApiKeyChange apiKey) {

    static final int MAX_NAME_LENGTH = 255;
    static final int MAX_IDENTIFIER_LENGTH = 255;
    static final int MAX_API_KEY_LENGTH = 2000;

    /**
     * Validates all values; a 422 if any of them is invalid.
     *
     * @param present the stored model, which may keep what the catalogue no longer offers; null for a new model
     */
    static ModelValues of(ModelRequest request, Snapshot.@Nullable Model present, Snapshot snapshot) {
        var errors = new ProblemErrors();
        var values = of(request, present, Offer.NOW, snapshot, errors);
        errors.throwIfAny();
        return values;
    }

    /**
     * Validates all values and adds what is wrong to the errors. The result is valid only if no errors were added.
     *
     * @param present the stored model, whose values stay valid; null for a new model
     */
    static ModelValues of(
            ModelRequest request,
            Snapshot.@Nullable Model present,
            Offer offer,
            Snapshot snapshot,
            ProblemErrors errors) {
        var presentName = present == null ? null : present.name();
        var presentIdentifier = present == null ? null : present.identifier();
        var name = TextRules.name("/name", request.name(), presentName, MAX_NAME_LENGTH, errors);
        var family = family(request.family(), present, offer, snapshot, errors);
        var identifier = TextRules.identifier(
                "/identifier", request.identifier(), presentIdentifier, MAX_IDENTIFIER_LENGTH, errors);
        var platform = new PlatformValidator(snapshot.catalogue(), present, errors);
        var rules = platform.rules(identifier);
        var endpoint = platform.endpoint(request.endpoint(), rules);
        var apiKey = ApiKeyChange.of(request.apiKey(), errors);
        platform.checkApiKey(apiKey, rules);
        var iamRole = platform.iamRole(request.iamRole(), apiKey, rules);
        return new ModelValues(new Deployment(name, family, endpoint, identifier, iamRole), apiKey);
    }

    /** The families that a model may have. */
    enum Offer {
        /** Those that are offered now; beta families only while the beta toggle is on. */
        NOW,
        /** All families of the catalogue. */
        CATALOGUE
    }

    /** The same values, but keeping the stored key if it is the one in the request: setting it again changes nothing. */
    ModelValues withKeptKeyIfEqual(Snapshot.Model stored, StoredApiKeys apiKeys) {
        var key = apiKey.key();
        return key != null && apiKeys.holds(stored, key)
                ? new ModelValues(deployment, new ApiKeyChange(true, null))
                : this;
    }

    /** The same values, but removing the stored key. */
    ModelValues withoutKey() {
        return new ModelValues(deployment, new ApiKeyChange(false, null));
    }

    /**
     * The warning that the kept key was entered for something else, or null: {@link Model#KEY_MOVED} for another server,
     * {@link Model#KEY_FOR_ANOTHER_MODEL} for another model on the same server.
     */
    @Nullable
    Warning keptKeyWarning(Snapshot.Model stored, StoredApiKeys apiKeys) {
        if (!apiKey.keep() || !stored.hasApiKey()) {
            return null;
        }
        if (!HttpUrl.haveSameOrigin(stored.endpoint(), deployment.endpoint())) {
            return apiKeys.wouldMove(stored, deployment.endpoint()) ? Model.KEY_MOVED : null;
        }
        return KeyTarget.of(stored.deployment()).equals(KeyTarget.of(deployment)) ? null : Model.KEY_FOR_ANOTHER_MODEL;
    }

    /** Whether the model already has these values. */
    boolean same(ModelEntity entity) {
        return deployment.equals(entity.deployment()) && !apiKey.changes(entity);
    }

    private static String family(
            @Nullable String id,
            Snapshot.@Nullable Model present,
            Offer offer,
            Snapshot snapshot,
            ProblemErrors errors) {
        if (id == null || id.isEmpty()) {
            errors.add("/family", "required", "A model family is required. Use one of " + offered(snapshot) + ".");
            return "";
        }
        if (present != null && id.equals(present.family())) {
            return id;
        }
        if (snapshot.catalogue().family(id) == null) {
            errors.add(
                    "/family", "family-unknown", "The model family is unknown. Use one of " + offered(snapshot) + ".");
        } else if (offer == Offer.NOW && !Availability.familyOffered(snapshot, id)) {
            errors.add(
                    "/family",
                    "family-not-offered",
                    "The model family " + id + " is beta. Turn on beta models and features first"
                            + " (PATCH /gateway, beta_features_enabled).");
        }
        return id;
    }

    static String notOffered(String family) {
        return "The model family " + family + " is beta, and beta models and features are turned off.";
    }

    private static String offered(Snapshot snapshot) {
        var catalogue = snapshot.catalogue();
        return catalogue.families().stream()
                .map(family -> family.id())
                .filter(id -> Availability.familyOffered(snapshot, id))
                .collect(Collectors.joining(", "));
    }
}
