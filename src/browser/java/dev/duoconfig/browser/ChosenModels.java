package dev.duoconfig.browser;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;

/** The models and choices that the service has, set and read by the API: as a test needs them, and as others change them. */
record ChosenModels(SharedService service) {

    /** Stores one model of each family, and the choices of General Chat, Code Explanation, and Code Generation. */
    void storeUsual() throws Exception {
        store(List.of(model("Mixtral", "mixtral"), model("Claude", "claude_3"), model("GPT", "gpt")), """
                [{"feature": "duo_chat", "provider": "self_hosted", "model": "Mixtral"},
                 {"feature": "duo_chat_explain_code", "provider": "self_hosted", "model": "Claude"},
                 {"feature": "code_generations", "provider": "self_hosted", "model": "Claude"}]""");
    }

    /** Stores models and choices instead of all others. */
    void store(Collection<String> models, String choices) throws Exception {
        service.call("admin", "PUT", "/configuration", """
                {"gateway": {"url": "https://aigw.example.com"}, "models": [%s], "features": %s}""".formatted(String.join(",", models), choices));
    }

    static String model(String name, String family) {
        return """
                {"name": "%s", "family": "%s", "identifier": "bedrock/model"}""".formatted(name, family);
    }

    /** Chooses a model for a feature, as another administrator would. */
    void choose(String feature, String model) throws Exception {
        var models = service.call("admin", "GET", "/models?search=" + model, "");
        service.call(
                "admin",
                "PUT",
                "/features/" + feature,
                "{\"model_id\": %d}".formatted(models.path(0).path("id").asInt()));
    }

    /** The stored choices by the titles of the features: the name of a model, or else the provider. */
    Map<String, String> byTitle() throws Exception {
        var choices = new LinkedHashMap<String, String>();
        for (var feature : features()) {
            var provider = feature.path("provider").asText();
            choices.put(
                    feature.path("title").asText(),
                    feature.path("model").path("name").asText(provider));
        }
        return choices;
    }

    /** The titles of the features of a main feature. */
    List<String> titlesOf(String mainFeature) throws Exception {
        return features().stream()
                .filter(each -> each.path("main_feature").asText().equals(mainFeature))
                .map(each -> each.path("title").asText())
                .toList();
    }

    /** The titles of the features by their ids. */
    Map<String, String> titles() throws Exception {
        return features().stream()
                .collect(Collectors.toMap(each -> each.path("feature").asText(), each -> each.path("title")
                        .asText()));
    }

    private List<JsonNode> features() throws Exception {
        var features = service.call("admin", "GET", "/features?include_unavailable=true", "");
        return List.copyOf(features.findParents("feature")).stream()
                .filter(each -> each.has("main_feature"))
                .toList();
    }
}
