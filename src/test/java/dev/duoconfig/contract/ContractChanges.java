package dev.duoconfig.contract;

import java.io.ByteArrayOutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import org.openapitools.openapidiff.core.OpenApiCompare;
import org.openapitools.openapidiff.core.compare.OpenApiDiffOptions;
import org.openapitools.openapidiff.core.model.Changed;
import org.openapitools.openapidiff.core.model.ChangedOpenApi;
import org.openapitools.openapidiff.core.model.ChangedOperation;
import org.openapitools.openapidiff.core.model.ChangedSchema;
import org.openapitools.openapidiff.core.model.ComposedChanged;
import org.openapitools.openapidiff.core.output.ConsoleRender;

/**
 * The changes from one contract to another. OpenAPI-diff finds them, but considers changes of nullability harmless, so this
 * class checks those itself.
 */
final class ContractChanges {

    private static final OpenApiDiffOptions RULES = OpenApiDiffOptions.builder()
            // The contract tells clients to expect new values.
            .configProperty("incompatible.response.enum.increased", "false")
            // Generated clients name their methods after the operation ID.
            .configProperty("incompatible.operation.id.changed", "true")
            .build();

    private final ChangedOpenApi changes;

    private ContractChanges(ChangedOpenApi changes) {
        this.changes = changes;
    }

    static ContractChanges between(JsonNode older, JsonNode newer) {
        return new ContractChanges(OpenApiCompare.fromContents(
                OpenApi30.from(older).toString(), OpenApi30.from(newer).toString(), List.of(), RULES));
    }

    /** The operations with breaking changes: those removed, and those that require more or promise less. */
    List<String> breaking() {
        var removed = changes.getMissingEndpoints().stream()
                .map(endpoint -> endpoint.getMethod() + " " + endpoint.getPathUrl());
        var changed = changes.getChangedOperations().stream()
                .filter(operation ->
                        operation.isIncompatible() || schemas(operation).anyMatch(ContractChanges::breaksNulls))
                .map(ContractChanges::name);
        return Stream.concat(removed, changed).distinct().sorted().toList();
    }

    boolean isEmpty() {
        return changes.isUnchanged();
    }

    /** A readable report of all changes. */
    @Override
    public String toString() {
        var text = new ByteArrayOutputStream();
        new ConsoleRender().render(changes, new OutputStreamWriter(text, StandardCharsets.UTF_8));
        return text.toString(StandardCharsets.UTF_8);
    }

    private static String name(ChangedOperation operation) {
        return operation.getHttpMethod() + " " + operation.getPathUrl();
    }

    private static boolean breaksNulls(ChangedSchema schema) {
        var nulls = schema.getNullable();
        return nulls != null
                && Boolean.TRUE.equals(schema.getContext().isRequest() ? nulls.getLeft() : nulls.getRight());
    }

    private static Stream<ChangedSchema> schemas(Changed change) {
        var self = change instanceof ChangedSchema schema ? Stream.of(schema) : Stream.<ChangedSchema>empty();
        return change instanceof ComposedChanged composed
                ? Stream.concat(
                        self,
                        composed.getChangedElements().stream()
                                .filter(ContractChanges::isPresent)
                                .flatMap(ContractChanges::schemas))
                : self;
    }

    /** The lists of OpenAPI-diff contain nulls. */
    private static boolean isPresent(@Nullable Changed change) {
        return change != null;
    }
}
