package dev.duoconfig.consistency;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

import dev.duoconfig.catalogue.Catalogue;
import dev.duoconfig.catalogue.Feature;

/** Sends random writes: single and batched feature settings, models, the gateway, and sometimes the plan. */
final class WriteWorker {

    private static final int MAX_MODELS = 12;
    private static final List<String> FAMILIES =
            List.of("mixtral", "mistral", "claude_3", "gpt", "codestral", "llama3", "general");
    private static final AtomicLong NUMBERS = new AtomicLong();

    /** The IDs of the models that all writers know. */
    private final List<Long> models;

    private final List<String> features;
    private final Cluster cluster;
    private final Random random;

    WriteWorker(Cluster cluster, Catalogue catalogue, Random random, List<Long> models) {
        this.cluster = cluster;
        this.features = catalogue.features().stream().map(Feature::id).toList();
        this.random = random;
        this.models = models;
    }

    static List<Long> noModels() {
        return new CopyOnWriteArrayList<>();
    }

    /** The next write. */
    Call next() throws IOException {
        var percent = random.nextInt(100);
        if (models.size() < 3 || (percent < 12 && models.size() < MAX_MODELS)) {
            return create();
        }
        if (percent < 12) {
            return Call.write("DELETE", "/models/" + model() + "?unassign=true", "");
        }
        if (percent < 24) {
            return Call.write("PATCH", "/models/" + model(), modelPatch());
        }
        if (percent < 36) {
            return Call.write("PATCH", "/gateway", gatewayPatch());
        }
        if (percent < 38) {
            cluster.setPlan(random.nextInt(3) == 0 ? "premium" : "ultimate");
            return Call.write("POST", "/subscription/sync", "");
        }
        return percent < 55 ? batch() : Call.write("PUT", "/features/" + pick(features), "{%s}".formatted(setting()));
    }

    /** Updates the known models after a write. */
    void observe(Exchange exchange) {
        var call = exchange.call();
        if (exchange.succeeded() && call.path().equals("/models")) {
            models.add(exchange.json().path("id").asLong());
        }
        if (call.method().equals("DELETE") && (exchange.succeeded() || exchange.status() == 404)) {
            models.remove(Long.valueOf(call.objectId()));
        }
    }

    private Call create() {
        var number = NUMBERS.incrementAndGet();
        var family = pick(FAMILIES);
        var endpoint = random.nextBoolean() ? "https://m%d.example.com/v1" : "https://m%d.example.com";
        return Call.write(
                "POST",
                "/models",
                switch (random.nextInt(3)) {
                    case 0 -> """
                            {"name": "model %d", "family": "%s", "identifier": "bedrock/m%d"}""".formatted(number, family, number);
                    case 1 -> """
                            {"name": "model %d", "family": "%s", "endpoint": "%s", "identifier": "azure/m%d"}""".formatted(number, family, endpoint.formatted(number), number);
                    default -> """
                            {"name": "model %d", "family": "%s", "endpoint": "%s", "identifier": "custom_openai/m%d",
                             "api_key": "key %d"}""".formatted(number, family, endpoint.formatted(number), number, number);
                });
    }

    private String modelPatch() {
        var number = NUMBERS.incrementAndGet();
        return switch (random.nextInt(4)) {
            case 0 -> "{\"name\": \"model %d\"}".formatted(number);
            case 2 -> "{\"name\": \"model %d\", \"api_key\": null}".formatted(number);
            case 1 -> "{\"api_key\": \"key %d\"}".formatted(number);
            default -> "{\"name\": \"model %d\", \"api_key\": \"key %d\"}".formatted(number, number);
        };
    }

    private String gatewayPatch() {
        var number = NUMBERS.incrementAndGet();
        var url = random.nextInt(5) == 0 ? "null" : "\"https://aigw%d.example.com\"".formatted(number);
        // A new allowlist in each patch ensures that each one changes something.
        return """
                {"url": %s, "request_timeout_seconds": %d, "beta_features_enabled": %s,
                 "outbound_allowlist": ["gw%d.example.com"], "agent_platform_url": "agents%d.example.com:50052",
                 "vendored_models_allowed": %s}""".formatted(
                        url, 60 + random.nextInt(541), random.nextInt(3) > 0, number, number, random.nextInt(4) > 0);
    }

    private Call batch() {
        var chosen = new ArrayList<>(features);
        Collections.shuffle(chosen, random);
        var items = chosen.subList(0, 2 + random.nextInt(4)).stream()
                .map(feature -> "{\"feature\": \"%s\", %s}".formatted(feature, setting()))
                .collect(Collectors.joining(", ", "[", "]"));
        return Call.write("PATCH", "/features", items);
    }

    private String setting() {
        return switch (random.nextInt(8)) {
            case 0 -> "\"provider\": \"disabled\"";
            case 1, 2 -> "\"provider\": \"unassigned\"";
            case 3 -> "\"provider\": \"vendored\"";
            default -> "\"model_id\": %d".formatted(model());
        };
    }

    /** A known model, which another writer may have deleted. Without one, 1000000, which is the ID of no model. */
    private long model() {
        var known = List.copyOf(models);
        return known.isEmpty() ? 1_000_000 : pick(known);
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
