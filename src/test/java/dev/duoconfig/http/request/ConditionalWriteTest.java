package dev.duoconfig.http.request;

import java.util.List;

import dev.duoconfig.contract.Contract;
import dev.duoconfig.contract.Operation;
import dev.duoconfig.model.SampleModels;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.duoconfig.testkit.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

/** {@code If-Match}: a write succeeds only if the resource has not changed since the caller read it. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class ConditionalWriteTest {

    private String path = "";
    private long read;

    @BeforeEach
    void readAModel() {
        Api.entitled();
        path = "/models/" + SampleModels.create("Mixtral", "mixtral");
        read = Long.parseLong(Api.as("viewer").get(path).header("Config-Revision"));
    }

    @Test
    void theTagOfAReadMatches() {
        var response = rename("New", "\"" + read + "\"");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(tag(response))
                .isEqualTo("\"" + (read + 1) + "-0\"")
                .isEqualTo(tag(Api.as("viewer").get(path)));
    }

    @Test
    void theTagOfAWriteMatchesForTheNextWrite() {
        var first = rename("First", "\"" + read + "\"");

        assertThat(rename("Second", tag(first)).statusCode()).isEqualTo(200);
    }

    @Test
    void aTagFromBeforeAChangeDoesNotMatch() {
        rename("Theirs", "*").then().statusCode(200);

        var response = rename("Mine", "\"" + read + "\"");

        assertProblem(response, 412, "precondition-failed");
        assertThat(Api.as("viewer").get(path).jsonPath().getString("name")).isEqualTo("Theirs");
    }

    @Test
    void anUnrelatedChangeDoesNotMatter() {
        SampleModels.create("Other", "gpt");
        Api.as("admin")
                .body("{\"request_timeout_seconds\": 90}")
                .patch("/gateway")
                .then()
                .statusCode(200);

        assertThat(rename("New", "\"" + read + "\"").statusCode()).isEqualTo(200);
    }

    @Test
    void anUnknownTagDoesNotMatch() {
        assertProblem(rename("New", "\"" + (read + 1) + "\""), 412, "precondition-failed");
        assertProblem(rename("New", "\"999999999999999999\""), 412, "precondition-failed");
        assertProblem(rename("New", "\"99999999999999999999\""), 412, "precondition-failed");
        assertProblem(rename("New", "\"0" + read + "\""), 412, "precondition-failed");
        assertProblem(rename("New", "\"abc\""), 412, "precondition-failed");
        assertProblem(rename("New", "\"\""), 412, "precondition-failed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "W/\"<n>\"",
                "\"<n>-gzip\"",
                "\"<n>-br\"",
                "\"<n>-zstd\"",
                "\"<n>-deflate\"",
                "\"<n>--gzip\"",
                "\"<n>;gzip\"",
                "W/\"<n>;br\"",
                "W/\"<n>--deflate\"",
                "\"<n>-gzip--br\"",
                "\"abc\", W/\"<n>-gzip\""
            })
    void theTagAsACompressingProxyPassesItOnMatches(String form) {
        rename("Theirs", "*").then().statusCode(200);

        assertProblem(rename("Mine", form.replace("<n>", Long.toString(read))), 412, "precondition-failed");
        assertThat(rename("Mine", form.replace("<n>", Long.toString(read + 1))).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"<n>gzip\"",
                "\"<n>-\"",
                "\"<n>-lzma\"",
                "\"<n>---gzip\"",
                "\"<n>;;gzip\"",
                "\"<n>_gzip\"",
                "\"<n>-gzip-\"",
                "\"<n>-GZIP\"",
                "\"gzip-<n>\"",
                "\"-gzip\"",
                "\"gzip\"",
                "\"0<n>-gzip\""
            })
    void aTagThatNoProxyMakesOfOneOfOursDoesNotMatch(String form) {
        var response = rename("New", form.replace("<n>", Long.toString(read)));

        assertProblem(response, 412, "precondition-failed");
        assertThat(response.jsonPath().getString("detail")).startsWith("If-Match has no entity tag of this service.");
    }

    @Test
    void oneMatchingTagOfAListIsEnough() {
        assertThat(rename("A", "\"abc\", W/\"1\" , \"" + read + "\"").statusCode())
                .isEqualTo(200);
        assertProblem(rename("B", "\"abc\", W/\"" + read + "\",\"0\""), 412, "precondition-failed");
    }

    @Test
    void aListOverSeveralLinesIsOneList() {
        assertThat(Api.as("admin")
                        .header("If-Match", "\"abc\"", "\"" + read + "\"")
                        .body("{\"name\": \"A\"}")
                        .patch(path)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void anEmptyConditionDoesNotCountAsAbsent() {
        assertProblem(rename("A", ""), 412, "precondition-failed");
    }

    @Test
    void theStarMatchesEveryExistingResource() {
        assertThat(rename("New", "*").statusCode()).isEqualTo(200);
        assertThat(rename("Newer", " * ").statusCode()).isEqualTo(200);
        assertProblem(
                Api.as("admin").header("If-Match", "*").body("{}").patch("/models/999999"), 404, "model-not-found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "\"7", "7\"", "'7'", "\"7\" \"8\"", "*, \"7\"", "w/\"7\"", "W/7", "\"7\";", "\"a b\""})
    void aMalformedListOfTagsIsRejected(String header) {
        assertProblem(rename("New", header), 400, "bad-request");
    }

    @Test
    void aWriteWithoutAConditionSucceeds() {
        assertThat(Api.as("admin").body("{\"name\": \"New\"}").patch(path).statusCode())
                .isEqualTo(200);
    }

    @Test
    void theConditionOfADeletionIsChecked() {
        assertProblem(Api.as("admin").header("If-Match", "\"0\"").delete(path), 412, "precondition-failed");
        assertThat(Api.as("admin")
                        .header("If-Match", "\"" + read + "\"")
                        .delete(path)
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void theGatewayHasItsOwnHistory() {
        var gateway = Api.as("admin").body("{\"request_timeout_seconds\": 90}").patch("/gateway");
        rename("New", "*").then().statusCode(200);

        assertThat(patchGateway(tag(gateway), 91).statusCode()).isEqualTo(200);
        assertProblem(patchGateway(tag(gateway), 92), 412, "precondition-failed");
        assertProblem(
                Api.as("admin").header("If-Match", tag(gateway)).body("{}").put("/gateway"),
                412,
                "precondition-failed");
    }

    @Test
    void aFeatureHasItsOwnHistoryAlsoInABatch() {
        var chat = Api.as("admin").body("{\"provider\": \"disabled\"}").put("/features/duo_chat");
        Api.as("admin")
                .body("{\"provider\": \"disabled\"}")
                .put("/features/code_generations")
                .then()
                .statusCode(200);

        assertThat(choose("duo_chat", tag(chat)).statusCode()).isEqualTo(200);
        assertProblem(choose("duo_chat", tag(chat)), 412, "precondition-failed");
        assertProblem(
                Api.as("admin").header("If-Match", tag(chat)).body("""
                                [{"feature": "code_completions", "provider": "disabled"},
                                 {"feature": "code_generations", "provider": "unassigned"}]""").patch("/features"), 412, "precondition-failed");
        assertThat(Api.as("viewer").get("/features/code_completions").jsonPath().getString("provider"))
                .isEqualTo("unassigned");
    }

    static List<Operation> operationsWithoutATag() {
        return Contract.published().operations().stream()
                .filter(operation -> operation.parameters().stream()
                        .noneMatch(parameter -> parameter.name().equals("If-Match")))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("operationsWithoutATag")
    void anOperationWithoutATagRejectsTheCondition(Operation operation) {
        for (var header : List.of("*", "\"" + read + "\"", "W/\"1\"", "", "nonsense")) {
            var response = Api.as(operation.roles().stream().findFirst().orElse("viewer"))
                    .header("If-Match", header)
                    .request(operation.method(), concrete(operation));

            assertProblem(response, 400, "bad-request");
            assertThat(response.jsonPath().getString("detail")).contains("The header If-Match");
        }
    }

    @Test
    void aHeadRequestRejectsTheConditionLikeAGet() {
        assertThat(Api.as("viewer").header("If-Match", "*").head("/models").statusCode())
                .isEqualTo(400);
    }

    @Test
    void otherConditionsAreIgnored() {
        var response = Api.as("admin")
                .header("If-Unmodified-Since", "Sat, 29 Oct 1994 19:43:31 GMT")
                .header("If-Modified-Since", "Sat, 29 Oct 2044 19:43:31 GMT")
                .header("If-Range", "\"1\"")
                .body("{\"name\": \"New\"}")
                .patch(path);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(Api.as("admin")
                        .noFilters()
                        .header("If-Match", "*")
                        .options("/models")
                        .statusCode())
                .isLessThan(300);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PUT|/gateway|{}",
                "PATCH|/gateway|{\"request_timeout_seconds\": 90}",
                "PUT|{model}|{\"name\": \"A\", \"family\": \"gpt\", \"identifier\": \"bedrock/a\"}",
                "PATCH|{model}|{\"name\": \"A\"}",
                "DELETE|{model}|{}",
                "PUT|/features/duo_chat|{\"provider\": \"disabled\"}",
                "PATCH|/features|[{\"feature\": \"duo_chat\", \"provider\": \"disabled\"}]",
                "PUT|/configuration|{\"gateway\": {}, \"models\": [], \"features\": []}"
            })
    void whatExistsIsNotWrittenIfItMustNotExist(String method, String template, String body) {
        var target = template.replace("{model}", path);
        var current = Api.as("viewer").get("/gateway").header("Config-Revision");

        for (var header : List.of(
                "*", " * ", "\"" + current + "\"", "W/\"" + current + "\"", "\"0\" , \"" + current + "-gzip\"")) {
            var response = write(method, target, header, body);

            assertProblem(response, 412, "precondition-failed");
            assertThat(response.jsonPath().getString("detail")).startsWith("If-None-Match ");
        }

        assertProblem(write(method, target + "?dry_run=true", "*", body), 412, "precondition-failed");
        assertProblem(write(method, target, "nonsense", body), 400, "bad-request");
        assertThat(Api.as("viewer").get("/gateway").header("Config-Revision")).isEqualTo(current);
        assertThat(write(method, target, "\"abc\", \"" + (Long.parseLong(current) + 1) + "\"", body)
                        .statusCode())
                .isLessThan(300);
    }

    @Test
    void bothConditionsMustHold() {
        var response = Api.as("admin")
                .header("If-Match", "*")
                .header("If-None-Match", "*")
                .body("{}")
                .patch(path);

        assertProblem(response, 412, "precondition-failed");
    }

    @Test
    void whatDoesNotExistIsNotFoundAsBefore() {
        assertProblem(write("PATCH", "/models/999999", "*", "{}"), 404, "model-not-found");
        assertProblem(write("DELETE", "/models/999999", "*", ""), 404, "model-not-found");
        assertThat(write(
                                "POST",
                                "/models",
                                "*",
                                "{\"name\": \"B\", \"family\": \"gpt\", \"identifier\": \"bedrock/a\"}")
                        .statusCode())
                .isEqualTo(201);
    }

    private static Response write(String method, String target, String condition, String body) {
        return Api.as("admin").header("If-None-Match", condition).body(body).request(method, target);
    }

    private String concrete(Operation operation) {
        return operation
                .path()
                .replace("/models/{id}", path)
                .replace("{id}", "1")
                .replace("{feature}", "duo_chat");
    }

    private Response rename(String name, String condition) {
        return Api.as("admin")
                .header("If-Match", condition)
                .body("{\"name\": \"" + name + "\"}")
                .patch(path);
    }

    private static Response patchGateway(String condition, int seconds) {
        return Api.as("admin")
                .header("If-Match", condition)
                .body("{\"request_timeout_seconds\": " + seconds + "}")
                .patch("/gateway");
    }

    private static Response choose(String feature, String condition) {
        return Api.as("admin")
                .header("If-Match", condition)
                .body("{\"provider\": \"unassigned\"}")
                .put("/features/" + feature);
    }

    private static String tag(Response response) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return response.header("ETag");
    }
}
