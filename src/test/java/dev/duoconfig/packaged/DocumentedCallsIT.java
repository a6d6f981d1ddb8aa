package dev.duoconfig.packaged;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.duoconfig.contract.Contract;
import dev.duoconfig.contract.Operation;
import dev.duoconfig.contract.Operation.Parameter;
import dev.duoconfig.contract.SpecFilter;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * The commands in README.md and the examples in openapi.yaml work as documented. The session in README.md runs first. The
 * examples then run as dry runs on the configuration that it leaves.
 */
class DocumentedCallsIT {

    private static final EncoderConfig NO_CHARSET = EncoderConfig.encoderConfig()
            .appendDefaultContentCharsetToContentTypeIfUndefined(false)
            .encodeContentTypeAs("application/yaml", ContentType.TEXT)
            .encodeContentTypeAs("application/x-yaml", ContentType.TEXT)
            .encodeContentTypeAs("text/yaml", ContentType.TEXT)
            .encodeContentTypeAs("text/x-yaml", ContentType.TEXT);

    private static final Set<String> CALLING_GITLAB =
            Set.of("importConfigurationFromGitLab", "planGitLabInstance", "applyToGitLabInstance");

    @TempDir
    private static Path home;

    private static PackagedApplication application;
    private static List<ReadmeCommands.Step> actual = List.of();

    @BeforeAll
    static void runTheSession() throws Exception {
        application = PackagedApplication.start(
                home, Map.of("DUO_CONFIGURATION_ENV_PREFIXES", "DUO_MODEL_KEY_", "DUO_MODEL_KEY_AZURE", "sk-example"));
        actual = ReadmeCommands.run(ReadmeCommands.published(), home, application.port());
        freeTheNamesOfTheExamples();
        goPastTheRevisionsOfTheExamples();
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @Test
    void everyCommandOfTheReadmePrintsTheDocumentedOutput() throws IOException {
        var documented = ReadmeCommands.published();

        assertThat(documented).hasSizeGreaterThan(20);
        assertThat(actual.stream().map(ReadmeCommands.Step::comparable))
                .containsExactlyElementsOf(
                        documented.stream().map(ReadmeCommands.Step::comparable).toList());
    }

    static Stream<Arguments> bodies() {
        return Contract.published().operations().stream().flatMap(operation -> operation.bodies().entrySet().stream()
                .flatMap(media -> media.getValue().examples().entrySet().stream()
                        .map(example -> arguments(
                                operation,
                                media.getKey(),
                                Named.of(example.getKey(), example.getValue().toString())))));
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("bodies")
    void everyExampleOfARequestSucceeds(Operation operation, String type, String body) {
        var response = call(operation, as(operation).contentType(type).body(body));

        assertThat(response.statusCode()).as(response.asString()).isIn(successes(operation));
    }

    static Stream<Arguments> parameters() {
        return Contract.published().operations().stream()
                // A stream never ends. The session in README.md covers it.
                .filter(operation -> !operation.id().equals("followChanges"))
                .flatMap(operation -> operation.parameters().stream()
                        .filter(parameter -> !parameter.in().equals("path"))
                        .map(parameter -> arguments(operation, Named.of(parameter.name(), parameter))));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("parameters")
    void everyExampleOfAParameterIsAccepted(Operation operation, Parameter parameter) {
        var request = as(operation);
        var value = parameter.example().asText();
        if (parameter.in().equals("header")) {
            request.header(parameter.name(), value);
        } else if (!parameter.name().equals("dry_run")) {
            request.queryParam(parameter.name(), value);
        }
        operation.bodies().entrySet().stream().findFirst().ifPresent(media -> request.contentType(media.getKey())
                .body(media.getValue().examples().values().iterator().next().toString()));

        var response = call(operation, request);

        // The entity tag of an example may be outdated, and its model may be in use.
        assertThat(response.statusCode())
                .as(response.asString())
                .isIn(Stream.concat(successes(operation).stream(), Stream.of(204, 304, 409, 412))
                        .toList());
    }

    /** The GitLab address of the example does not exist. Depending on name resolution, that fails at once or times out. */
    private static List<Integer> successes(Operation operation) {
        if (operation.id().equals("signIn")) {
            // The code of the example was never logged.
            return List.of(401);
        }
        return CALLING_GITLAB.contains(operation.id()) ? List.of(502, 504) : List.of(200, 201);
    }

    private static void freeTheNamesOfTheExamples() throws Exception {
        application.call("admin", "PATCH", "/models/1", "{\"name\": \"First\"}");
        application.call("admin", "PATCH", "/models/2", "{\"name\": \"Second\"}");
        application.call("admin", "POST", "/gitlab-instances", """
                {"name": "staging", "url": "https://staging.example.com", "token": "glpat-example"}""");
    }

    private static void goPastTheRevisionsOfTheExamples() throws Exception {
        for (var seconds : IntStream.rangeClosed(61, 100).boxed().toList()) {
            application.call("admin", "PATCH", "/gateway", "{\"request_timeout_seconds\": " + seconds + "}");
        }
    }

    private static RequestSpecification as(Operation operation) {
        var role = operation.roles().contains("admin") ? "admin" : "resolver";
        var request = RestAssured.given()
                .config(RestAssured.config().encoderConfig(NO_CHARSET))
                .filter(new SpecFilter())
                .port(application.port())
                .header("Authorization", "Bearer " + application.token(role));
        if (operation.queryParameters().contains("dry_run")) {
            request.queryParam("dry_run", true);
        }
        operation.parameters().stream()
                .filter(parameter -> parameter.in().equals("path"))
                .forEach(parameter ->
                        request.pathParam(parameter.name(), parameter.example().asText()));
        return request;
    }

    private static Response call(Operation operation, RequestSpecification request) {
        return request.request(operation.method(), operation.path());
    }
}
