package dev.duoconfig.contract;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.networknt.schema.Error;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.format.DateTimeFormat;
import com.networknt.schema.keyword.NonValidationKeyword;

/** Validates JSON against the contract's schemas, which are JSON Schema 2020-12, including formats. */
final class Schemas {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final JsonNode components;
    private final SchemaRegistry registry;
    private final Map<JsonNode, Schema> compiled = new ConcurrentHashMap<>();

    Schemas(JsonNode components) {
        this.components = components;
        var dialect = Dialect.builder(Dialects.getDraft202012())
                .format(new UtcMilliseconds())
                .keyword(new NonValidationKeyword("components"))
                .build();
        var config =
                SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build();
        this.registry = SchemaRegistry.withDialect(dialect, builder -> builder.schemaRegistryConfig(config));
    }

    List<String> violations(JsonNode schema, String json) {
        try {
            JSON.readTree(json);
        } catch (JsonProcessingException e) {
            return List.of(": not JSON: " + e.getOriginalMessage());
        }
        return compiled.computeIfAbsent(schema, this::compile).validate(json, InputFormat.JSON).stream()
                .map(Error::toString)
                .distinct()
                .toList();
    }

    /** Compiles a schema together with the contract's components, which its references point to. */
    private Schema compile(JsonNode schema) {
        var document = JsonNodeFactory.instance.objectNode();
        document.putArray("allOf").add(schema);
        document.set("components", components);
        return registry.getSchema(document.toString(), InputFormat.JSON);
    }

    /** The format {@code date-time} of the contract: RFC 3339 in UTC with milliseconds. */
    private static final class UtcMilliseconds extends DateTimeFormat {

        private static final Pattern FORM = Pattern.compile(".*:\\d{2}\\.\\d{3}Z");

        @Override
        public boolean matches(ExecutionContext context, String value) {
            return FORM.matcher(value).matches() && super.matches(context, value);
        }
    }
}
