package dev.duoconfig.fuzz;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.duoconfig.contract.Contract;
import dev.duoconfig.contract.Operation;

/** The values that mean something to the service: those of the contract's examples, and the ids of what there is. */
final class KnownValues {

    /** Part of every secret that is sent, to be looked for in every answer. */
    static final String CANARY = "CanaryThatMustNotSing";

    private final Contract contract;
    private final String upstreamUrl;
    private final Map<String, Set<JsonNode>> examples = new LinkedHashMap<>();
    private final Set<String> secrets = new LinkedHashSet<>();
    private final List<Long> ids = new CopyOnWriteArrayList<>();

    /** @param upstreamUrl where every URL of an example leads instead */
    KnownValues(Contract contract, String upstreamUrl) {
        this.contract = contract;
        this.upstreamUrl = upstreamUrl;
        for (var operation : contract.operations()) {
            collect(operation);
        }
        contract.namedSchemas()
                .values()
                .forEach(schema -> schema.path("properties").properties().forEach(property -> {
                    if (isSecret(property.getKey(), property.getValue())) {
                        secrets.add(property.getKey());
                    }
                }));
    }

    private void collect(Operation operation) {
        operation.parameters().forEach(parameter -> collect(parameter.name(), parameter.example()));
        operation.bodies().values().forEach(media -> media.examples().values().forEach(this::collect));
        operation.responses().values().forEach(response -> response.bodies()
                .values()
                .forEach(media -> media.examples().values().forEach(this::collect)));
    }

    private void collect(JsonNode value) {
        value.properties().forEach(property -> collect(property.getKey(), property.getValue()));
        if (value.isArray()) {
            value.forEach(this::collect);
        }
    }

    private void collect(String name, JsonNode value) {
        if (value.isArray()) {
            value.forEach(element -> collect(name, element));
        } else if (value.isObject()) {
            collect(value);
        } else if (!value.isMissingNode() && !value.isNull()) {
            examples.computeIfAbsent(name, key -> new LinkedHashSet<>()).add(local(value));
        }
    }

    private boolean isSecret(String name, JsonNode schema) {
        return schema.path("writeOnly").asBoolean()
                || contract.resolve(schema).path("writeOnly").asBoolean()
                || name.matches("(?i).*(api_key|token|password|secret)");
    }

    /** Whether what is sent under this name must never come back. */
    boolean isSecret(String name) {
        return secrets.contains(name);
    }

    /** The example's values for a property or parameter of this name. */
    List<JsonNode> examples(String name) {
        return new ArrayList<>(examples.getOrDefault(name, Set.of()));
    }

    /** A text in which every URL leads to the neighbour, for nothing may leave the machine. */
    JsonNode local(JsonNode value) {
        return value.isTextual()
                ? TextNode.valueOf(value.textValue().replaceAll("^https?://[^/]*", upstreamUrl))
                : value;
    }

    String upstreamUrl() {
        return upstreamUrl;
    }

    /** Whether a property or parameter of this name takes the id of a model. */
    static boolean namesAModel(String name) {
        return name.equals("id") || name.endsWith("model_id") || name.equals("reassign_to");
    }

    /** The models that there are now. */
    List<Long> ids() {
        return ids;
    }

    void replaceIds(List<Long> now) {
        ids.clear();
        ids.addAll(now);
    }
}
