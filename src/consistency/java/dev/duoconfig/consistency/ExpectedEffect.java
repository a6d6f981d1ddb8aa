package dev.duoconfig.consistency;

import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.duoconfig.resolve.Snapshot;

/** The effect that a write must have on the configuration. */
final class ExpectedEffect {

    private ExpectedEffect() {}

    /** Whether a configuration contains the whole effect. */
    static boolean isIn(Snapshot snapshot, Call write) {
        var body = body(write);
        if (write.path().equals("/gateway")) {
            return ConfigurationView.matches(ConfigurationView.part(snapshot, "gateway", null), body, List.of());
        }
        if (write.path().equals("/features")) {
            return StreamSupport.stream(body.spliterator(), false)
                    .allMatch(setting ->
                            hasSetting(snapshot, setting.path("feature").asText(), setting));
        }
        if (write.path().startsWith("/features/")) {
            return hasSetting(snapshot, write.objectId(), body);
        }
        if (write.path().equals("/models")) {
            return snapshot.models().values().stream()
                    .anyMatch(model -> ConfigurationView.matches(ConfigurationView.model(model), body, List.of()));
        }
        if (write.path().startsWith("/models/")) {
            var model = ConfigurationView.part(snapshot, "model", write.objectId());
            return write.method().equals("DELETE")
                    ? model.isMissingNode()
                    : model.isObject() && ConfigurationView.matches(model, body, List.of());
        }
        return true;
    }

    /** Whether a write always changes something. Only feature settings may already be as requested. */
    static boolean alwaysChanges(Call write) {
        return !write.path().startsWith("/features");
    }

    /** The API key that a write sets. */
    static JsonNode apiKey(Call write) {
        return body(write).path("api_key");
    }

    private static JsonNode body(Call write) {
        var text = Objects.requireNonNullElse(write.body(), "");
        return Exchange.json(text.isEmpty() ? "{}" : text);
    }

    private static boolean hasSetting(Snapshot snapshot, String feature, JsonNode setting) {
        var expected = (ObjectNode) setting.deepCopy();
        if (!expected.has("provider")) {
            expected.put("provider", "self_hosted");
        }
        if (!expected.has("model_id")) {
            expected.putNull("model_id");
        }
        if (!expected.has("vendored_model")) {
            expected.putNull("vendored_model");
        }
        return ConfigurationView.matches(ConfigurationView.part(snapshot, "feature", feature), expected, List.of());
    }
}
