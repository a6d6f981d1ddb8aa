package dev.duoconfig.consistency;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.duoconfig.catalogue.Feature;
import dev.duoconfig.resolve.NaiveRules;
import dev.duoconfig.resolve.Resolution;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.resolve.Status;
import org.jspecify.annotations.Nullable;

/** The responses that follow from a configuration, by the decision table and the contract. */
final class DecisionTable {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private DecisionTable() {}

    static Resolution decide(Snapshot snapshot, String feature) {
        return NaiveRules.decide(snapshot, find(snapshot, feature)).resolution();
    }

    static JsonNode effectiveModel(Snapshot snapshot, String feature) {
        return effective(snapshot, find(snapshot, feature));
    }

    static JsonNode feature(Snapshot snapshot, String feature) {
        return setting(snapshot, find(snapshot, feature));
    }

    static JsonNode features(Snapshot snapshot, boolean includeUnavailable) {
        var list = JsonNodeFactory.instance.arrayNode();
        for (var feature : snapshot.catalogue().features()) {
            if (includeUnavailable || unavailable(snapshot, feature) == null) {
                list.add(setting(snapshot, feature));
            }
        }
        return list;
    }

    /** The model metadata, or null if there is none. */
    static @Nullable JsonNode metadata(Snapshot snapshot, String feature) {
        var resolution = decide(snapshot, feature);
        var model = resolution.model();
        if (model == null) {
            var ready = resolution.status() == Status.READY;
            return ready && snapshot.catalogue().version().equals("19.4")
                    ? object().put("provider", "gitlab")
                            .put("feature_setting", feature)
                            .put("identifier", resolution.vendoredModel())
                    : null;
        }
        var key = model.apiKey();
        var metadata = object().put("provider", "openai")
                .put("name", model.family())
                .put("endpoint", model.endpoint())
                .put("api_key", key == null ? null : key.ciphertext())
                .put("identifier", model.identifier());
        return model.deployment().iamRole() == null
                ? metadata
                : metadata.put("iam_role", model.deployment().iamRole());
    }

    static JsonNode revision(Snapshot snapshot) {
        return object().put("revision", snapshot.revision()).put("changed_at", time(snapshot.changedAt()));
    }

    private static JsonNode setting(Snapshot snapshot, Feature feature) {
        var setting = snapshot.setting(feature.id());
        var reason = unavailable(snapshot, feature);
        var families = JsonNodeFactory.instance.arrayNode();
        feature.families().forEach(families::add);
        var model = setting.modelId() == null ? null : snapshot.models().get(setting.modelId());
        var response = object();
        response.put("feature", feature.id());
        response.put("title", feature.title());
        response.put("main_feature", feature.mainFeature());
        response.put("release_state", feature.releaseState().id());
        response.put("available", reason == null);
        response.put("unavailable_reason", reason);
        response.put("fallback_feature", feature.fallback());
        response.set("compatible_families", families);
        response.put("provider", setting.provider().id());
        response.put("vendored_model", setting.vendoredModel());
        response.set("model", reference(model));
        response.put("updated_at", setting.updatedAt() == null ? null : time(setting.updatedAt()));
        response.put("updated_by", setting.updatedBy());
        response.set("effective", effective(snapshot, feature));
        return response;
    }

    private static JsonNode effective(Snapshot snapshot, Feature feature) {
        var resolution = NaiveRules.decide(snapshot, feature).resolution();
        var warnings = JsonNodeFactory.instance.arrayNode();
        for (var warning : resolution.warnings()) {
            warnings.addObject()
                    .put("code", warning.code())
                    .put("field", warning.field())
                    .put("detail", warning.detail());
        }
        var response = object();
        response.put("feature", feature.id());
        response.put("status", resolution.status().id());
        response.put("reason", resolution.reason().id());
        response.put("resolved_from", resolution.resolvedFrom());
        response.put("provider", resolution.provider().id());
        response.put("vendored_model", resolution.vendoredModel());
        response.put("gateway_url", resolution.gatewayUrl());
        response.put("request_timeout_seconds", resolution.requestTimeoutSeconds());
        response.set("model", reference(resolution.model()));
        response.set("warnings", warnings);
        response.put("revision", snapshot.revision());
        return response;
    }

    private static JsonNode reference(Snapshot.@Nullable Model model) {
        if (model == null) {
            return JsonNodeFactory.instance.nullNode();
        }
        var platform = model.identifier().startsWith("custom_openai/")
                ? "vllm"
                : model.identifier().startsWith("azure/") ? "azure_openai" : "bedrock";
        return object().put("id", model.id())
                .put("name", model.name())
                .put("family", model.family())
                .put("platform", platform)
                .put("endpoint", model.endpoint())
                .put("identifier", model.identifier())
                .put("has_api_key", model.apiKey() != null);
    }

    private static @Nullable String unavailable(Snapshot snapshot, Feature feature) {
        if (feature.requiresUltimate()
                && !"ultimate".equals(snapshot.entitlement().plan())) {
            return "plan_excludes_feature";
        }
        var isExperimental = !feature.releaseState().id().equals("ga");
        return isExperimental && !snapshot.gateway().betaFeaturesEnabled() ? "beta_features_off" : null;
    }

    private static Feature find(Snapshot snapshot, String feature) {
        return snapshot.catalogue().features().stream()
                .filter(each -> each.id().equals(feature))
                .findFirst()
                .orElseThrow();
    }

    private static String time(Instant instant) {
        return TIME.format(instant);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
