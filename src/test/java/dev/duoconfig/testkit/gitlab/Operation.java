package dev.duoconfig.testkit.gitlab;

import java.util.List;
import java.util.TreeSet;

import graphql.language.Document;
import graphql.language.Field;
import graphql.language.Node;
import graphql.language.NodeTraverser;
import graphql.language.NodeVisitorStub;
import graphql.language.OperationDefinition;
import graphql.parser.Parser;
import graphql.util.TraversalControl;
import graphql.util.TraverserContext;

/**
 * The operation of a GraphQL text.
 *
 * @param name the field of the query or the mutation, such as {@code aiSelfHostedModelCreate}; several are separated by commas.
 *     A query for types is {@code __type}, whatever else it asks for
 * @param isIntrospection whether it asks for types
 * @param asksForApiToken whether it asks for the API key of a model
 */
record Operation(String name, boolean isIntrospection, boolean asksForApiToken) {

    static Operation of(String query) {
        var document = Parser.parse(query);
        var roots = new TreeSet<String>();
        document.getDefinitionsOfType(OperationDefinition.class)
                .forEach(operation -> operation.getSelectionSet().getSelectionsOfType(Field.class).stream()
                        .map(Field::getName)
                        .forEach(roots::add));
        var types = roots.stream().filter(name -> name.startsWith("__")).toList();
        return new Operation(
                String.join(",", types.isEmpty() ? roots : types),
                !types.isEmpty(),
                fields(document).contains("apiToken"));
    }

    @SuppressWarnings("rawtypes") // The library's visitor has a raw type in its signature.
    private static TreeSet<String> fields(Document document) {
        var names = new TreeSet<String>();
        new NodeTraverser()
                .preOrder(
                        new NodeVisitorStub() {
                            @Override
                            public TraversalControl visitField(Field field, TraverserContext<Node> context) {
                                names.add(field.getName());
                                return TraversalControl.CONTINUE;
                            }
                        },
                        List.of(document));
        return names;
    }
}
