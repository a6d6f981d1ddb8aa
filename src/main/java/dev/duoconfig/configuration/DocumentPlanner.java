package dev.duoconfig.configuration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.duoconfig.configuration.ConfigurationPlan.ConfigurationWarning;
import dev.duoconfig.feature.ConfigurationFeature;
import dev.duoconfig.feature.FeatureReconciler;
import dev.duoconfig.gateway.GatewayPath;
import dev.duoconfig.gateway.GatewayRequest;
import dev.duoconfig.gateway.GatewayValues;
import dev.duoconfig.gateway.Gateways;
import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemError;
import dev.duoconfig.http.problem.ProblemErrors;
import dev.duoconfig.model.ModelReconciler;
import dev.duoconfig.model.ModelRequest;
import dev.duoconfig.model.ModelsPlan;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.text.NameIndex;
import dev.duoconfig.text.Names;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;
import org.openapitools.jackson.nullable.JsonNullable;

import static java.util.stream.Collectors.groupingBy;

/** Validates documents and plans their changes. Reports all errors of a document together. */
@ApplicationScoped
class DocumentPlanner {

    private final Gateways gateway;
    private final ModelReconciler models;
    private final FeatureReconciler choices;
    private final ApiKeyReferences references;

    DocumentPlanner(Gateways gateway, ModelReconciler models, FeatureReconciler choices, ApiKeyReferences references) {
        this.gateway = gateway;
        this.models = models;
        this.choices = choices;
        this.references = references;
    }

    /** Reads the API keys that the document refers to. May be slow: call it before locking. */
    ParsedDocument read(ConfigurationDocument document) {
        requireAtMost(ConfigurationDocument.MAX_MODELS, "models", document.models());
        requireAtMost(ConfigurationDocument.MAX_FEATURES, "features", document.features());
        var errors = new ProblemErrors();
        return new ParsedDocument(
                required("gateway", document.gateway(), errors),
                modelRequests(required("models", document.models(), errors), errors),
                choiceRequests(required("features", document.features(), errors)),
                keysExpected(document),
                true,
                List.of(),
                errors);
    }

    /**
     * Compares the document with the configuration, or ends the request with a 422. Must be called within a write, so that
     * the configuration cannot change.
     */
    DocumentPlan plan(ParsedDocument document, Snapshot before) {
        var errors = document.errors();
        var warnings = ProblemErrors.unlimited();
        var request = document.gateway() == null ? GatewayRequest.defaults(null) : document.gateway();
        var values = GatewayValues.of(request, errors.at("/gateway"));
        var planned = gateway.planned(values, before);
        var plan = models.plan(
                document.models(), document.keysFollow(), planned, errors.at("/models"), warnings.at("/models"));
        var wanted = choices.plan(
                document.features(),
                plan.renamed(planned),
                families(plan),
                errors.at("/features"),
                warnings.at("/features"));
        errors.throwIfAny();
        warnOfKeys(document, plan, warnings);
        var stored = gateway.stored();
        var namesGateway = document.keysFollow() || !Objects.equals(values.url(), stored.url());
        if (namesGateway) {
            warnOfKeysForGateway(planned.gateway().url(), plan, warnings);
        }
        document.notAdopted().forEach(warning -> warnings.add(warning.pointer(), warning.code(), warning.detail()));
        warnOfGatewayPath(values.url(), warnings);
        return new DocumentPlan(
                stored,
                values,
                namesGateway,
                plan,
                FeatureReconciler.changes(wanted, plan.renamed(before)),
                warnings.all().stream().map(ConfigurationWarning::from).toList());
    }

    /**
     * Leaves out the models and choices that cannot be stored here. Must be called within a write, so that the configuration
     * cannot change.
     *
     * @param document a document from another system, without API keys
     */
    FittingDocument fitting(ConfigurationDocument document, Snapshot before) {
        var sent = Objects.requireNonNullElse(document.models(), List.<@Nullable ConfigurationModel>of());
        var choicesSent = choiceRequests(document.features());
        var none = ProblemErrors.unlimited();
        var faults = ProblemErrors.unlimited();
        var unused = models.plan(modelRequests(sent, none), false, before, faults, none);
        var faultsByModel = byIndex(faults);
        var fitting = new LinkedHashMap<String, @Nullable ConfigurationModel>();
        var ignored = new ArrayList<IgnoredModel>();
        var staying = new ArrayList<Snapshot.Model>();
        var stored = ModelReconciler.byName(before);
        for (var index = 0; index < sent.size(); index++) {
            var model = sent.get(index);
            var name = model == null || model.name() == null ? null : Names.trimmed(model.name());
            var faultsHere = faultsByModel.get(index);
            if (faultsHere != null) {
                ignored.add(IgnoredModel.of(name, faultsHere, choicesSent));
                var present = name == null ? null : stored.find(name);
                if (present != null) {
                    staying.add(present);
                }
            } else if (name != null) {
                fitting.put(name, model);
            }
        }
        staying.forEach(model -> fitting.putIfAbsent(model.name(), ConfigurationModel.of(PlannedModel.of(model))));
        return withFittingChoices(document, new ArrayList<>(fitting.values()), ignored, choicesSent, before);
    }

    private FittingDocument withFittingChoices(
            ConfigurationDocument document,
            List<@Nullable ConfigurationModel> fitting,
            List<IgnoredModel> ignored,
            List<ConfigurationFeature> sent,
            Snapshot before) {
        var none = ProblemErrors.unlimited();
        var plan = models.plan(modelRequests(fitting, none), false, before, none, none);
        var faults = ProblemErrors.unlimited();
        var unused = choices.plan(sent, plan.renamed(before), families(plan), faults, ProblemErrors.unlimited());
        var faultsByChoice = byIndex(faults);
        var fittingChoices = new ArrayList<@Nullable ConfigurationFeature>();
        var ignoredFeatures = new LinkedHashSet<String>();
        for (var index = 0; index < sent.size(); index++) {
            var feature = sent.get(index).feature();
            if (!faultsByChoice.containsKey(index)) {
                fittingChoices.add(sent.get(index));
            } else if (feature != null) {
                ignoredFeatures.add(IgnoredModel.shown(feature));
            }
        }
        return new FittingDocument(
                new ConfigurationDocument(document.gateway(), fitting, fittingChoices),
                List.copyOf(ignored),
                List.copyOf(ignoredFeatures));
    }

    /** The errors by the index with which their pointers begin. */
    private static Map<Integer, List<ProblemError>> byIndex(ProblemErrors errors) {
        return errors.all().stream()
                .collect(groupingBy(error -> Integer.parseInt(error.pointer().split("/", 3)[1])));
    }

    private static NameIndex<FeatureReconciler.PlannedFamily> families(ModelsPlan plan) {
        var families = new NameIndex<FeatureReconciler.PlannedFamily>();
        plan.wanted()
                .forEach((name, model) -> families.put(
                        name,
                        new FeatureReconciler.PlannedFamily(
                                name, model.values().deployment().family())));
        return families;
    }

    private List<ModelRequest> modelRequests(@Nullable List<@Nullable ConfigurationModel> sent, ProblemErrors errors) {
        var requests = new ArrayList<ModelRequest>();
        for (var model : sent == null ? List.<@Nullable ConfigurationModel>of() : sent) {
            var here = errors.at("/models/" + requests.size());
            if (model != null
                    && model.hasApiKey().isPresent()
                    && model.hasApiKey().get() == null) {
                here.add("/has_api_key", "wrong-type", "The value must be true or false.");
            }
            requests.add(
                    model == null
                            ? new ModelRequest(null, null, null, null, null, JsonNullable.undefined())
                            : model.request(references.read(model.apiKey(), here)));
        }
        return requests;
    }

    private static List<ConfigurationFeature> choiceRequests(@Nullable List<@Nullable ConfigurationFeature> sent) {
        return sent == null
                ? List.of()
                : sent.stream()
                        .map(choice -> choice == null
                                ? new ConfigurationFeature(null, JsonNullable.undefined(), null, null)
                                : choice)
                        .toList();
    }

    private static <T> @Nullable T required(String part, @Nullable T sent, ProblemErrors errors) {
        if (sent == null) {
            errors.add(
                    "/" + part,
                    "required",
                    "The property '" + part + "' is required, so that an incomplete document removes nothing.");
        }
        return sent;
    }

    /** Rejects an oversized document that another system built, without validating the rest. */
    private static void requireAtMost(int max, String part, @Nullable List<?> sent) {
        if (sent != null && sent.size() > max) {
            throw ApiException.invalid(List.of(new ProblemError(
                    "/" + part, "too-many", "A document may contain at most " + max + " " + part + ".")));
        }
    }

    /** Pointers to the models whose {@code has_api_key} is true, by name. */
    private static Map<String, String> keysExpected(ConfigurationDocument document) {
        var pointers = new LinkedHashMap<String, String>();
        var sent = document.models() == null ? List.<@Nullable ConfigurationModel>of() : document.models();
        for (var index = 0; index < sent.size(); index++) {
            var model = sent.get(index);
            if (model != null
                    && model.name() != null
                    && Boolean.TRUE.equals(model.hasApiKey().orElse(null))) {
                pointers.put(Names.trimmed(model.name()), "/models/" + index);
            }
        }
        return pointers;
    }

    private static void warnOfKeys(ParsedDocument document, ModelsPlan plan, ProblemErrors warnings) {
        document.keysExpected().forEach((name, pointer) -> {
            var model = Objects.requireNonNull(plan.wanted().get(name));
            if (!model.hasKey() && warnings.clean(pointer)) {
                warnings.add(
                        pointer,
                        "api_key_missing",
                        "The model '" + name + "' is declared to have an API key, but will have none: set it.");
            }
        });
    }

    /** Warns if a different gateway will receive the stored keys of the models that it calls. */
    private void warnOfKeysForGateway(@Nullable String url, ModelsPlan plan, ProblemErrors warnings) {
        var keeps = plan.wanted().values().stream().anyMatch(ModelsPlan.Wanted::keepsKey);
        var moved = gateway.keysMoved(url, keeps);
        if (moved != null) {
            warnings.add("/gateway/url", moved.code(), moved.detail());
        }
    }

    private static void warnOfGatewayPath(@Nullable String url, ProblemErrors warnings) {
        var tooFar = GatewayPath.warning(url);
        if (tooFar != null) {
            warnings.add("/gateway/url", tooFar.code(), tooFar.detail());
        }
    }
}
