package dev.duoconfig.configuration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.duoconfig.configuration.ConfigurationPlan.ConfigurationWarning;
import dev.duoconfig.feature.ConfigurationFeature;
import dev.duoconfig.feature.FeatureReconciler;
import dev.duoconfig.gateway.GatewayRequest;
import dev.duoconfig.gateway.GatewayValues;
import dev.duoconfig.gateway.Gateways;
import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemError;
import dev.duoconfig.http.problem.ProblemErrors;
import dev.duoconfig.model.ModelReconciler;
import dev.duoconfig.model.ModelRequest;
import dev.duoconfig.model.ModelsPlan;
import dev.duoconfig.outbound.address.HttpUrl;
import dev.duoconfig.resolve.Snapshot;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;
import org.openapitools.jackson.nullable.JsonNullable;

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
                errors);
    }

    /**
     * Compares the document with the configuration, or ends the request with a 422. Must be called within a write, so that
     * the configuration cannot change.
     */
    DocumentPlan plan(ParsedDocument document, Snapshot before) {
        var errors = document.errors();
        var warnings = ProblemErrors.unlimited();
        var request = document.gateway() == null ? new GatewayRequest(null, null, null, null) : document.gateway();
        var values = GatewayValues.of(request, errors.at("/gateway"));
        var planned = gateway.planned(values, before);
        var plan = models.plan(
                document.models(), document.keysFollow(), planned, errors.at("/models"), warnings.at("/models"));
        var families = new LinkedHashMap<String, String>();
        plan.wanted()
                .forEach((name, model) -> families.put(name, model.deployment().family()));
        var wanted =
                choices.plan(document.features(), planned, families, errors.at("/features"), warnings.at("/features"));
        errors.throwIfAny();
        warnOfKeys(document, plan, before, warnings);
        warnOfGateway(values, plan, before, warnings);
        return new DocumentPlan(
                gateway.stored(),
                values,
                plan,
                FeatureReconciler.changes(wanted, before),
                warnings.all().stream().map(ConfigurationWarning::from).toList());
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
                            ? new ModelRequest(null, null, null, null, JsonNullable.undefined())
                            : model.request(references.read(model.apiKey(), here)));
        }
        return requests;
    }

    private static List<ConfigurationFeature> choiceRequests(@Nullable List<@Nullable ConfigurationFeature> sent) {
        return sent == null
                ? List.of()
                : sent.stream()
                        .map(choice -> choice == null
                                ? new ConfigurationFeature(null, JsonNullable.undefined(), null)
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
                pointers.put(model.name().strip(), "/models/" + index);
            }
        }
        return pointers;
    }

    private static void warnOfKeys(ParsedDocument document, ModelsPlan plan, Snapshot before, ProblemErrors warnings) {
        var current = ModelReconciler.byName(before);
        document.keysExpected().forEach((name, pointer) -> {
            var change = Objects.requireNonNull(plan.wanted().get(name)).apiKey();
            var stored = current.get(name);
            if (change.keep() ? stored == null || !stored.hasApiKey() : change.key() == null) {
                warnings.add(
                        pointer,
                        "api_key_missing",
                        "The model '" + name + "' is declared to have an API key, but will have none: set it.");
            }
        });
    }

    /** Warns if a different gateway will receive the stored keys of the models that it calls. */
    private static void warnOfGateway(GatewayValues values, ModelsPlan plan, Snapshot before, ProblemErrors warnings) {
        var current = before.gateway().url();
        var keeps = ModelReconciler.byName(before).values().stream()
                .filter(Snapshot.Model::hasApiKey)
                .map(stored -> plan.wanted().get(stored.name()))
                .anyMatch(wanted -> wanted != null && wanted.apiKey().keep());
        if (keeps && current != null && values.url() != null && !HttpUrl.haveSameOrigin(current, values.url())) {
            warnings.add(
                    "/gateway/url",
                    "api_key_for_another_server",
                    "The stored API keys will be given to a different AI gateway.");
        }
    }

    /**
     * A document with its API keys.
     *
     * @param keysExpected pointers to the models whose {@code has_api_key} is true, by name
     * @param keysFollow whether a model keeps its stored key when it moves to another server
     * @param errors the errors found so far
     */
    record ParsedDocument(
            @Nullable GatewayRequest gateway,
            List<ModelRequest> models,
            List<ConfigurationFeature> features,
            Map<String, String> keysExpected,
            boolean keysFollow,
            ProblemErrors errors) {

        /** A copy for a document from another system: stored keys do not follow, and only the gateway's URL changes. */
        ParsedDocument adopted(GatewayValues stored) {
            var merged = new GatewayRequest(
                    gateway == null ? null : gateway.url(),
                    stored.requestTimeoutSeconds(),
                    stored.betaFeaturesEnabled(),
                    List.copyOf(stored.outboundAllowlist()));
            return new ParsedDocument(merged, models, features, keysExpected, false, errors);
        }

        /** Never shows the keys. */
        @Override
        public String toString() {
            return "ParsedDocument";
        }
    }
}
