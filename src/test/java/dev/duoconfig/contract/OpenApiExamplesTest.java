package dev.duoconfig.contract;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.duoconfig.contract.Operation.Access;
import dev.duoconfig.contract.Operation.Media;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The contract describes every operation, and every example in it is valid. */
@Tag("fast")
class OpenApiExamplesTest {

    private static final Contract CONTRACT = Contract.published();

    /** The operations that need no token. */
    private static final Set<String> OPEN = Set.of("signIn", "getConsoleConfiguration", "getProtectedResource");

    static List<Operation> operations() {
        return CONTRACT.operations();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void everyOperationIsDescribedAndNamesItsRoles(Operation operation) {
        assertThat(operation.id()).isNotBlank();
        assertThat(operation.summary()).isNotBlank();
        assertThat(operation.description()).isNotBlank();
        assertThat(operation.roles().isEmpty()).isEqualTo(OPEN.contains(operation.id()));
        assertThat(operation.roles()).isSubsetOf(Set.of("admin", "planner", "viewer", "resolver"));
        assertThat(operation.access())
                .containsExactlyInAnyOrderElementsOf(operation.roles().stream()
                        .flatMap(role -> Stream.of(new Access("bearer", role), new Access("private_token", role)))
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("operations")
    void everyRequestBodyHasValidExamples(Operation operation) {
        operation.bodies().forEach((type, body) -> assertExamples(type, body));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void everyResponseBodyHasValidExamples(Operation operation) {
        assertThat(operation.responses()).containsKeys(500, 503);
        operation.responses().forEach((status, response) -> response.bodies()
                .forEach((type, body) -> assertExamples(status + " " + type, body)));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void everyProblemExampleHasTheStatusThatItIsListedUnder(Operation operation) {
        operation.responses().forEach((status, response) -> problems(response.bodies())
                .forEach(problem -> {
                    assertThat(problem.path("status").asInt()).isEqualTo(status);
                    assertThat(problem.path("type").asText())
                            .isEqualTo("urn:duo-config:problem:"
                                    + problem.path("code").asText());
                }));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void everyParameterAndHeaderHasAValidExample(Operation operation) {
        operation.parameters().forEach(parameter -> assertThat(
                        CONTRACT.violations(parameter.schema(), json(parameter.example())))
                .as("parameter %s", parameter.name())
                .isEmpty());
        operation.responses().forEach((status, response) -> response.headers()
                .forEach((name, header) -> assertThat(CONTRACT.violations(header.schema(), json(header.example())))
                        .as("%d, header %s", status, name)
                        .isEmpty()));
    }

    private static Stream<JsonNode> problems(Map<String, Media> bodies) {
        return bodies.entrySet().stream()
                .filter(body -> body.getKey().equals("application/problem+json"))
                .flatMap(body -> body.getValue().examples().values().stream());
    }

    private static void assertExamples(String where, Media body) {
        assertThat(body.examples()).as("examples of %s", where).isNotEmpty();
        body.examples().forEach((name, example) -> assertThat(CONTRACT.violations(body.schema(), example.toString()))
                .as("%s, example %s", where, name)
                .isEmpty());
    }

    private static String json(JsonNode example) {
        return example.isMissingNode() ? TextNode.valueOf("no example").toString() : example.toString();
    }
}
