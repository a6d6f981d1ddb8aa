package dev.duoconfig.configuration;

import java.util.List;
import java.util.Random;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.duoconfig.catalogue.Catalogue;

/** Random plans for a stored configuration, many of which are valid. */
final class RandomPlans {

    private static final List<String> FRESH = List.of("Fresh 1", "Fresh 2");

    private final Random random;
    private final JsonNode stored;
    private final Catalogue catalogue = Catalogue.load("19.4");

    RandomPlans(long seed, JsonNode stored) {
        this.random = new Random(seed);
        this.stored = stored;
    }

    ObjectNode next() {
        var plan = JsonNodeFactory.instance.objectNode();
        var gateway = plan.putObject("gateway");
        if (random.nextBoolean()) {
            gateway.put("url", random.nextInt(8) == 0 ? "nowhere" : "https://three.example.com");
        }
        gateway.put("beta_features_enabled", random.nextInt(4) != 0);
        var models = plan.putArray("models");
        FRESH.forEach(name -> models.addObject()
                .put("name", name)
                .put("family", any(List.of("mixtral", "gpt", "llama3")))
                .put("endpoint", "https://fresh.example.com/v1")
                .put("identifier", "custom_openai/fresh"));
        for (var model : stored) {
            if (random.nextInt(3) == 0) {
                change(models.addObject().put("id", model.path("id").asLong()));
            }
        }
        choose(plan);
        delete(plan);
        return plan;
    }

    private void change(ObjectNode model) {
        switch (random.nextInt(4)) {
            case 0 -> model.put("name", "Renamed " + model.path("id"));
            case 1 -> model.put("api_key", "sk-3");
            case 2 -> model.putNull("api_key");
            default -> model.put("endpoint", "https://three.example.com/v1");
        }
    }

    private void choose(ObjectNode plan) {
        var features = plan.putArray("features");
        for (var feature : catalogue.features()) {
            switch (random.nextInt(20)) {
                case 0, 1 -> features.addObject().put("feature", feature.id()).put("provider", "disabled");
                case 2 -> features.addObject().put("feature", feature.id()).put("provider", "unassigned");
                case 3, 4 -> {
                    if (feature.supports("mixtral") && feature.supports("gpt") && feature.supports("llama3")) {
                        features.addObject().put("feature", feature.id()).put("model", any(FRESH));
                    }
                }
                default -> {
                    // The choice stays.
                }
            }
        }
        if (features.isEmpty()) {
            plan.remove("features");
        }
    }

    private void delete(ObjectNode plan) {
        var models = plan.putArray("delete_models");
        for (var model : stored) {
            if (random.nextInt(5) == 0) {
                var deletion = models.addObject().put("id", model.path("id").asLong());
                if (random.nextInt(4) == 0) {
                    deletion.put(
                            "reassign_to",
                            stored.get(random.nextInt(stored.size())).path("id").asLong());
                } else {
                    deletion.put("unassign", random.nextInt(8) != 0);
                }
            }
        }
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
