package dev.duoconfig.consistency;

import java.util.List;
import java.util.Objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.duoconfig.resolve.Setting;
import dev.duoconfig.resolve.Snapshot;
import org.jspecify.annotations.Nullable;

/** The parts of a configuration as JSON, with the field names of requests and audit events. */
final class ConfigurationView {

    private ConfigurationView() {}

    /** The part of a type with an ID, or a missing node. */
    static JsonNode part(Snapshot snapshot, String type, @Nullable String id) {
        return switch (type) {
            case "feature" -> feature(snapshot.setting(Objects.requireNonNull(id)));
            case "model" -> model(snapshot.models().get(Long.parseLong(Objects.requireNonNull(id))));
            case "gateway" -> gateway(snapshot.gateway());
            default -> MissingNode.getInstance();
        };
    }

    static JsonNode model(Snapshot.@Nullable Model model) {
        if (model == null) {
            return MissingNode.getInstance();
        }
        var key = model.apiKey();
        return object().put("name", model.name())
                .put("family", model.family())
                .put("endpoint", model.endpoint())
                .put("identifier", model.identifier())
                .put("iam_role", model.deployment().iamRole())
                .put("api_key", key == null ? null : key.ciphertext());
    }

    /** Whether a part has the expected fields, apart from the ignored ones. Fields that the part lacks count as equal. */
    static boolean matches(JsonNode part, JsonNode expected, List<String> ignored) {
        for (var field : expected.properties()) {
            var has = part.path(field.getKey());
            var same = (has.isNumber() && field.getValue().isNumber())
                    ? has.longValue() == field.getValue().longValue()
                    : has.equals(field.getValue());
            if (!same && !has.isMissingNode() && !ignored.contains(field.getKey())) {
                return false;
            }
        }
        return true;
    }

    private static JsonNode feature(Setting setting) {
        return object().put("provider", setting.provider().id())
                .put("model_id", setting.modelId())
                .put("vendored_model", setting.vendoredModel());
    }

    private static JsonNode gateway(Snapshot.Gateway gateway) {
        return object().put("url", gateway.url())
                .put("request_timeout_seconds", gateway.requestTimeoutSeconds())
                .put("beta_features_enabled", gateway.betaFeaturesEnabled())
                .put("vendored_models_allowed", gateway.vendoredModelsAllowed());
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
