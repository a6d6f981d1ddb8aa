package dev.duoconfig.configuration;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.duoconfig.catalogue.Catalogue;

/** Random valid documents from few values, so that any two of them have much in common. */
final class RandomDocuments {

    private static final List<String> NAMES = List.of("Alpha", "Beta 2", "gamma: #1", "\u0394elta", "yes", "007");
    private static final List<String> KEYS = List.of("sk-1", "sk-2");

    private final Random random;
    private final Catalogue catalogue = Catalogue.load("19.4");

    RandomDocuments(long seed) {
        this.random = new Random(seed);
    }

    ObjectNode next() {
        var document = JsonNodeFactory.instance.objectNode();
        gateway(document.putObject("gateway"));
        var families = new TreeMap<String, String>();
        var models = document.putArray("models");
        for (var name : NAMES) {
            if (random.nextBoolean()) {
                models.add(model(name, families));
            }
        }
        var features = document.putArray("features");
        for (var feature : catalogue.features()) {
            var fitting = families.keySet().stream()
                    .filter(name -> feature.supports(String.valueOf(families.get(name))))
                    .toList();
            if (random.nextInt(3) == 0) {
                features.addObject().put("feature", feature.id()).put("provider", "disabled");
            } else if (random.nextBoolean() && !fitting.isEmpty()) {
                features.addObject().put("feature", feature.id()).put("model", any(fitting));
            }
        }
        return document;
    }

    private void gateway(ObjectNode gateway) {
        if (random.nextBoolean()) {
            gateway.put("url", any(List.of("https://one.example.com", "https://two.example.com")));
        }
        gateway.put("request_timeout_seconds", any(List.of(60, 90, 600)));
        gateway.put("beta_features_enabled", random.nextBoolean());
        gateway.put("agent_platform_url", random.nextBoolean() ? "agents.example.com:50052" : null);
        gateway.put("agent_platform_tls", random.nextBoolean());
        gateway.put("vendored_models_allowed", random.nextBoolean());
        var allowed = gateway.putArray("outbound_allowlist");
        if (random.nextBoolean()) {
            allowed.add("10.0.0.0/8");
        }
    }

    private ObjectNode model(String name, Map<String, String> families) {
        var family = any(catalogue.families()).id();
        families.put(name, family);
        var model = JsonNodeFactory.instance.objectNode();
        model.put("name", name);
        model.put("family", family);
        if (random.nextBoolean()) {
            model.put("endpoint", any(List.of("https://one.example.com/v1", "https://two.example.com/v1")));
            model.put("identifier", any(List.of("custom_openai/a", "azure/b")));
        } else {
            model.put("identifier", "bedrock/c");
        }
        switch (random.nextInt(3)) {
            case 0 -> model.put("api_key", any(KEYS));
            case 1 -> model.putNull("api_key");
            default -> {
                // The stored key is kept.
            }
        }
        return model;
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
