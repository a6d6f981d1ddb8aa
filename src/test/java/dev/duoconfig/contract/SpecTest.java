package dev.duoconfig.contract;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.duoconfig.http.body.MaxItems;
import dev.duoconfig.http.body.ReadOnly;
import dev.duoconfig.http.problem.ProblemType;
import dev.duoconfig.testkit.MainClasses;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The code and the contract declare the same operations, parameters, roles, schemas, and codes. */
@Tag("fast")
class SpecTest {

    private static final Contract CONTRACT = Contract.published();
    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(new MainClasses()).importPackages("dev.duoconfig");
    private static final Routes ROUTES = Routes.of(CLASSES);

    static List<Operation> operations() {
        return CONTRACT.operations();
    }

    static Set<String> objectSchemas() {
        return CONTRACT.namedSchemas().entrySet().stream()
                .filter(schema -> schema.getValue().path("type").asText().equals("object"))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyRouteIsAnOperationAndEveryOperationARoute() {
        assertThat(ROUTES.all())
                .as("routes of the resource classes, which must be the operations of openapi.yaml")
                .containsExactlyInAnyOrderElementsOf(
                        operations().stream().map(Operation::toString).toList());
    }

    @ParameterizedTest
    @MethodSource("operations")
    void theQueryParametersAreThoseOfTheContract(Operation operation) {
        assertThat(ROUTES.queryParameters(operation.toString()))
                .containsExactlyInAnyOrderElementsOf(operation.queryParameters());
    }

    @ParameterizedTest
    @MethodSource("operations")
    void theRolesAreThoseOfTheContract(Operation operation) {
        assertThat(ROUTES.roles(operation.toString())).containsExactlyInAnyOrderElementsOf(operation.roles());
    }

    @ParameterizedTest
    @MethodSource("operations")
    void theMediaTypesOfTheBodyAreThoseOfTheContract(Operation operation) {
        assertThat(ROUTES.consumes(operation.toString()))
                .containsExactlyInAnyOrderElementsOf(operation.bodies().keySet());
    }

    @ParameterizedTest
    @MethodSource("objectSchemas")
    void everyObjectOfTheContractIsARecordWithItsProperties(String name) {
        var properties = new TreeSet<String>();
        schema(name).path("properties").fieldNames().forEachRemaining(properties::add);

        assertThat(recordsNamed(name).map(SpecTest::components))
                .as("components of the records named %s, of which one must have the schema's properties", name)
                .contains(properties);
    }

    /** In a pattern, because generated clients get no property for what they cannot set. */
    @ParameterizedTest
    @MethodSource("objectSchemas")
    void theReadOnlyPropertiesOfARequestAreTheNamesInItsPattern(String name) {
        var names = new TreeSet<String>();
        schema(name)
                .path("patternProperties")
                .fieldNames()
                .forEachRemaining(pattern -> names.addAll(
                        List.of(pattern.replaceAll("^\\^\\((.*)\\)\\$$", "$1").split("\\|"))));

        assertThat(recordsNamed(name)
                        .flatMap(record -> record.getFields().stream())
                        .filter(field -> field.isAnnotatedWith(ReadOnly.class))
                        .map(field -> snakeCase(field.getName())))
                .containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void everyRecordInARequestOrResponseIsAnObjectOfTheContract() {
        assertThat(ROUTES.bodyTypes().stream().map(JavaClass::getSimpleName))
                .as("records in requests and responses, which must be schemas of openapi.yaml")
                .isSubsetOf(objectSchemas());
    }

    @Test
    void theProblemCodesAreThoseOfTheContract() {
        var codes = Arrays.stream(ProblemType.values()).map(ProblemType::code).toList();

        assertThat(words(schema("Problem").at("/properties/code/enum"))).containsExactlyInAnyOrderElementsOf(codes);
    }

    @Test
    void generatedClientsNameTheProblemCodesAfterTheirValues() {
        var code = schema("Problem").at("/properties/code");

        assertThat(words(code.path("x-enum-varnames")))
                .isEqualTo(words(code.path("enum")).stream()
                        .map(word -> word.toUpperCase(Locale.ROOT).replace('-', '_'))
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("objectSchemas")
    void everyEnumOfAPropertyHasTheValuesOfItsJavaType(String name) {
        recordsNamed(name)
                .flatMap(record -> record.getFields().stream())
                .filter(field -> field.getRawType().isEnum())
                .forEach(field -> {
                    var property = schema(name).path("properties").path(snakeCase(field.getName()));
                    var values = enumValues(property);
                    if (!values.isEmpty()) {
                        assertThat(constants(field.getRawType()))
                                .as("constants of the type of %s.%s", name, field.getName())
                                .containsExactlyInAnyOrderElementsOf(values);
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GatewayRequest",
                "GatewayReplacement",
                "GatewayPatch",
                "ConfigurationDocument",
                "ModelRequest",
                "ModelReplacement",
                "ModelPatch",
                "ModelDraft",
                "PlanRequest",
                "PlanModel",
                "PlanModelDeletion"
            })
    void theListsOfRequestsStopAtTheLimitOfTheContract(String name) {
        recordsNamed(name)
                .flatMap(record -> record.getFields().stream())
                .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
                .forEach(field -> {
                    var property =
                            CONTRACT.resolve(schema(name).path("properties").path(snakeCase(field.getName())));
                    var limit = field.tryGetAnnotationOfType(MaxItems.class);
                    assertThat(limit.map(MaxItems::value).orElse(0))
                            .as("the limit of %s.%s", name, field.getName())
                            .isEqualTo(property.path("maxItems").asInt());
                    assertThat(limit.isPresent())
                            .isEqualTo(property.path("type").toString().contains("array"));
                });
    }

    private static JsonNode schema(String name) {
        return CONTRACT.namedSchemas().getOrDefault(name, MissingNode.getInstance());
    }

    private static Stream<JavaClass> recordsNamed(String name) {
        return CLASSES.stream().filter(JavaClass::isRecord).filter(record -> record.getSimpleName()
                .equals(name));
    }

    private static Set<String> components(JavaClass record) {
        return record.getFields().stream()
                .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
                .filter(field -> !field.isAnnotatedWith(ReadOnly.class))
                .flatMap(field -> field.isAnnotatedWith(JsonUnwrapped.class)
                        ? components(field.getRawType()).stream()
                        : Stream.of(snakeCase(field.getName())))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The values of a property's enum, which may be referenced or nullable; empty if the property has no enum. */
    private static List<String> enumValues(JsonNode property) {
        return Stream.concat(
                        Stream.of(property),
                        StreamSupport.stream(property.path("oneOf").spliterator(), false))
                .map(CONTRACT::resolve)
                .flatMap(schema -> words(schema.path("enum")).stream())
                .toList();
    }

    private static List<String> constants(JavaClass type) {
        return type.getFields().stream()
                .filter(field -> field.getModifiers().contains(JavaModifier.ENUM))
                .map(field -> field.getName().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static List<String> words(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static String snakeCase(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
