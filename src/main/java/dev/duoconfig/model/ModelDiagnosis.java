package dev.duoconfig.model;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import dev.duoconfig.apikey.StoredApiKeys;
import dev.duoconfig.diagnosis.Diagnosis;
import dev.duoconfig.diagnosis.Finding;
import dev.duoconfig.lastcheck.LastCheckFinding;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.resolve.Warning;
import jakarta.enterprise.context.ApplicationScoped;

/** Reports whether each model can serve the features that use it. */
@ApplicationScoped
class ModelDiagnosis implements Diagnosis {

    private static final Map<String, String> REMEDIES = Map.ofEntries(
            Map.entry("endpoint_not_needed", "Remove the endpoint with PATCH on the model: {\"endpoint\": null}."),
            Map.entry("api_key_not_needed", "Remove the key with PATCH on the model: {\"api_key\": null}."),
            Map.entry(
                    "endpoint_with_query",
                    "Remove the query from the endpoint, or make sure that it contains no secret."),
            Map.entry(
                    "endpoint_without_v1",
                    "If the server serves its API under /v1, add /v1 to the endpoint. Check the model to find out."),
            Map.entry(
                    "endpoint_goes_too_far",
                    "Set the endpoint to the URL that the detail names, with PATCH on the model. Check the model to find out"
                            + " whether it works."),
            Map.entry(
                    "identifier_arn_without_converse",
                    "Set the identifier with PATCH on the model to bedrock/converse/ followed by the ARN."),
            Map.entry(
                    "identifier_prefix_uncommon",
                    "Check the model with via=gateway. If GET /catalogue lists a prefix for the platform, set the identifier with PATCH"
                            + " on the model."),
            Map.entry(
                    "endpoint_too_long_for_gateway",
                    "Set an endpoint of at most 255 characters with PATCH on the model. Until then, features with this model are"
                            + " blocked."),
            Map.entry(
                    "family_not_offered",
                    "Turn on beta models and features with PATCH /gateway (beta_features_enabled), or change the family."),
            Map.entry(
                    "api_key_looks_like_a_placeholder",
                    "Store the key itself with PATCH on the model (api_key), or remove it with null."),
            Map.entry(
                    "api_key_unreadable",
                    "If nobody changed the endpoint through this service, find out who changed it in the database. Then store the key"
                            + " again with PATCH on the model (api_key), or configure the master key that it is encrypted with."));

    /** Faults that are errors if a feature uses the model. */
    private static final Set<String> BLOCKING = Set.of("family_not_offered", "api_key_unreadable");

    /** Faults of models that no feature can use: with them, the AI gateway would send requests to GitLab's own model. */
    private static final Set<String> ALWAYS_ERROR = Set.of("endpoint_too_long_for_gateway");

    private final StoredApiKeys apiKeys;

    ModelDiagnosis(StoredApiKeys apiKeys) {
        this.apiKeys = apiKeys;
    }

    @Override
    public Part part() {
        return Part.MODELS;
    }

    @Override
    public List<Finding> findings(Snapshot snapshot) {
        var models = snapshot.models().values().stream()
                .sorted(ModelOrder.NAME.comparator(false))
                .toList();
        if (models.isEmpty()) {
            return List.of(Finding.warning(
                    "no_models", "/models", "No self-hosted model is registered.", "Register one with POST /models."));
        }
        return models.stream()
                .map(model -> Model.from(model, snapshot, apiKeys))
                .flatMap(model -> {
                    var subject = "/models/" + model.id();
                    return Stream.concat(
                            findings(subject, model), LastCheckFinding.of(subject, named(model), model.lastCheck()));
                })
                .toList();
    }

    private static Stream<Finding> findings(String subject, Model model) {
        if (!model.warnings().isEmpty()) {
            return model.warnings().stream().map(warning -> finding(subject, model, warning));
        }
        return Stream.of(
                model.usedBy().isEmpty()
                        ? Finding.ok("model_unused", subject, named(model) + " is registered, and no feature uses it.")
                        : Finding.ok(
                                "model_in_use",
                                subject,
                                named(model) + " serves " + String.join(", ", model.usedBy()) + "."));
    }

    private static Finding finding(String subject, Model model, Warning warning) {
        var detail = named(model) + ": " + warning.detail();
        var remedy = REMEDIES.getOrDefault(warning.code(), "See the model's warnings.");
        return ALWAYS_ERROR.contains(warning.code())
                        || (isBlocking(warning) && !model.usedBy().isEmpty())
                ? Finding.error(warning.code(), subject, detail, remedy)
                : Finding.warning(warning.code(), subject, detail, remedy);
    }

    private static boolean isBlocking(Warning warning) {
        return BLOCKING.contains(warning.code());
    }

    private static String named(Model model) {
        return "Model '" + model.name() + "'";
    }
}
