package dev.duoconfig.testkit.gitlab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import graphql.GraphQL;
import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.EnumTypeDefinition;
import graphql.language.EnumValueDefinition;
import graphql.language.ScalarTypeDefinition;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseLiteralException;
import graphql.schema.GraphQLScalarType;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The GraphQL interface of a GitLab.
 *
 * @param features the ids of all features, in lower case
 */
record Interface(GraphQL graphQl, List<String> features) {

    private static final Map<String, Interface> KNOWN = new ConcurrentHashMap<>();

    /** The text of one of the files of interfaces. */
    static String text(String version) {
        var name = "/gitlab/" + version + ".graphqls";
        try (var in = Objects.requireNonNull(Interface.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Interface of(String text) {
        return KNOWN.computeIfAbsent(text, Interface::parse);
    }

    private static Interface parse(String text) {
        var types = new SchemaParser().parse(text);
        var wiring = RuntimeWiring.newRuntimeWiring();
        types.scalars().values().stream()
                .map(ScalarTypeDefinition::getName)
                .filter(name ->
                        !List.of("Int", "Float", "String", "Boolean", "ID").contains(name))
                .forEach(name -> wiring.scalar(GraphQLScalarType.newScalar()
                        .name(name)
                        .coercing(new Text())
                        .build()));
        Queries.addTo(wiring);
        Mutations.addTo(wiring);
        var schema = new SchemaGenerator().makeExecutableSchema(types, wiring.build());
        return new Interface(GraphQL.newGraphQL(schema).build(), features(types));
    }

    private static List<String> features(TypeDefinitionRegistry types) {
        return Objects.requireNonNull(types.getTypeOrNull("AiFeatures", EnumTypeDefinition.class))
                .getEnumValueDefinitions()
                .stream()
                .map(EnumValueDefinition::getName)
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();
    }

    /** A scalar that is a string. */
    private static final class Text implements Coercing<String, String> {

        @Override
        public String serialize(Object value, GraphQLContext context, Locale locale) {
            return value.toString();
        }

        @Override
        public String parseValue(Object value, GraphQLContext context, Locale locale) {
            return value.toString();
        }

        @Override
        public String parseLiteral(Value<?> value, CoercedVariables variables, GraphQLContext context, Locale locale) {
            if (value instanceof StringValue text) {
                return Objects.requireNonNull(text.getValue());
            }
            throw new CoercingParseLiteralException("Not a string");
        }
    }
}
