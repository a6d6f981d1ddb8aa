package dev.duoconfig.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.duoconfig.contract.Operation.Response;

/** The contract, {@code openapi.yaml}: its operations and its schemas. */
public final class Contract {

    private static final List<String> METHODS = List.of("get", "put", "patch", "post", "delete");

    private final JsonNode document;
    private final Schemas schemas;
    private final List<Operation> operations;
    private final Map<Integer, Response> unrouted;

    private Contract(JsonNode document) {
        this.document = document;
        this.schemas = new Schemas(document.path("components"));
        this.operations = readOperations();
        this.unrouted = new LinkedHashMap<>();
        document.path("x-unrouted-responses")
                .properties()
                .forEach(entry ->
                        unrouted.put(Integer.valueOf(entry.getKey()), Operation.response(this, entry.getValue())));
    }

    /** The contract in the root directory of the project, read once. */
    public static Contract published() {
        return Published.CONTRACT;
    }

    static Contract read(Path file) {
        var yaml = YAMLMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        try (var reader = Files.newBufferedReader(file)) {
            return new Contract(yaml.readTree(reader));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the contract " + file, e);
        }
    }

    /** Every operation, in the order of the document. */
    public List<Operation> operations() {
        return operations;
    }

    /** The operation for a requested path without its query. Fixed paths take precedence over paths with variables. */
    public Optional<Operation> operation(String method, String path) {
        var samePath = operations.stream()
                .filter(operation -> operation.hasPath(path))
                .sorted(Comparator.comparing(Operation::variables))
                .toList();
        return samePath.stream()
                .filter(operation -> operation.path().equals(samePath.get(0).path()))
                .filter(operation -> operation.method().equals(method))
                .findFirst();
    }

    /** The named schemas, by name. */
    public Map<String, JsonNode> namedSchemas() {
        var named = new LinkedHashMap<String, JsonNode>();
        document.at("/components/schemas").properties().forEach(entry -> named.put(entry.getKey(), entry.getValue()));
        return named;
    }

    /** The violations of a schema of this contract by a JSON text; empty if it complies. */
    public List<String> violations(JsonNode schema, String json) {
        return schemas.violations(schema, json);
    }

    /** The response with a status on paths without an operation; empty if none is declared. */
    Optional<Response> unrouted(int status) {
        return Optional.ofNullable(unrouted.get(status));
    }

    /** The target of a reference, or the node itself if it is not a reference. */
    public JsonNode resolve(JsonNode node) {
        var reference = node.path("$ref");
        if (reference.isMissingNode()) {
            return node;
        }
        var target = document.at(reference.asText().substring("#".length()));
        if (target.isMissingNode()) {
            throw new IllegalStateException("The contract has no target for the reference " + reference.asText());
        }
        return target;
    }

    private List<Operation> readOperations() {
        var operations = new ArrayList<Operation>();
        for (var path : document.path("paths").properties()) {
            for (var method : METHODS) {
                if (path.getValue().has(method)) {
                    operations.add(Operation.from(this, path.getKey(), path.getValue(), method));
                }
            }
        }
        return List.copyOf(operations);
    }

    private static final class Published {
        private static final Contract CONTRACT = read(Path.of("openapi.yaml"));
    }
}
