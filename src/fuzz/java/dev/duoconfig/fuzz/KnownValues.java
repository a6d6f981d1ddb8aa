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

/** Values that are meaningful to the service: those of the contract's examples, and the IDs of existing models. */
final class KnownValues {

    /** A part of every secret that is sent, so that any response that contains a secret is found. */
    static final String CANARY = "CanaryThatMustNotSing";

    private final Contract contract;
    private final String upstreamUrl;
    private final Map<String, Set<JsonNode>> examples = new LinkedHashMap<>();
    private final Set<String> secrets = new LinkedHashSet<>();
    private final List<Long> ids = new CopyOnWriteArrayList<>();

    /** @param upstreamUrl the server that replaces the one in every URL of an example */
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

    /** Whether a value that is sent under this name must never be returned. */
    boolean isSecret(String name) {
        return secrets.contains(name);
    }

    /** The values of the examples for a property or parameter of this name. */
    List<JsonNode> examples(String name) {
        return new ArrayList<>(examples.getOrDefault(name, Set.of()));
    }

    /** A value whose URL leads to the fake upstream server, because no request may leave the machine. */
    JsonNode local(JsonNode value) {
        return value.isTextual()
                ? TextNode.valueOf(value.textValue().replaceAll("^https?://[^/]*", upstreamUrl))
                : value;
    }

    String upstreamUrl() {
        return upstreamUrl;
    }

    /** Whether a property or parameter of this name holds the ID of a model. */
    static boolean namesAModel(String name) {
        return name.equals("id") || name.endsWith("model_id") || name.equals("reassign_to");
    }

    /** The IDs of the existing models. */
    List<Long> ids() {
        return ids;
    }

    void replaceIds(List<Long> now) {
        ids.clear();
        ids.addAll(now);
    }
}
