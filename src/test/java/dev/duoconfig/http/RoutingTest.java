package dev.duoconfig.http;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import dev.duoconfig.contract.Contract;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.duoconfig.testkit.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

/** Paths, methods and media types that no operation has. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class RoutingTest {

    private static final String GATEWAY = "{\"request_timeout_seconds\": 90}";

    static Set<String> paths() {
        var paths = new TreeSet<String>();
        Contract.published().operations().forEach(operation -> paths.add(operation.path()));
        return paths;
    }

    static List<String> callsWithABody() {
        return List.of("PUT /gateway", "PATCH /gateway", "POST /models", "PUT /features/duo_chat", "PATCH /features");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/nowhere",
                "/gateways",
                "/Gateway",
                "/gateway/url",
                "/models/1/2",
                "/features/duo_chat/effective",
                "/subscription/sync/now",
                "/%2e%2e/gateway",
                "/index.php",
                "/.git/config"
            })
    void aPathThatIsNotThereIsAProblem(String path) {
        var answer = Api.as("admin").urlEncodingEnabled(false).get(path);

        assertProblem(answer, 404, "not-found");
        assertThat(answer.jsonPath().getString("detail")).contains("/q/openapi");
    }

    @ParameterizedTest
    @MethodSource("paths")
    void aMethodThatAPathDoesNotTakeIsRefusedWithThoseItTakes(String template) {
        var path = template.replace("{id}", "1").replace("{feature}", "duo_chat");
        var taken = new TreeSet<String>();
        Contract.published().operations().stream()
                .filter(operation -> operation.path().equals(template))
                .forEach(operation -> taken.add(operation.method()));

        for (var method : List.of("GET", "PUT", "POST", "PATCH", "DELETE")) {
            if (!taken.contains(method)) {
                var answer = Api.as("admin").body("{}").request(method, path);

                assertProblem(answer, 405, "method-not-allowed");
                assertThat(List.of(answer.header("Allow").split(", ", -1)))
                        .containsAll(taken)
                        .doesNotContain(method);
                assertThat(answer.jsonPath().getString("detail")).contains(method);
            }
        }
    }

    @Test
    void aMethodNobodyKnowsIsRefusedLikeAnyOther() {
        var answer = Api.as("admin").request("BREW", "/gateway");

        assertProblem(answer, 405, "method-not-allowed");
        assertThat(answer.header("Allow")).isEqualTo("GET, HEAD, OPTIONS, PATCH, PUT");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"application/xml", "text/html", "application/yaml, text/plain", "image/*", "application/json;q=0"})
    void anAnswerInAnotherFormIsNotToBeHad(String accept) {
        assertProblem(Api.as("viewer").header("Accept", accept).get("/gateway"), 406, "not-acceptable");
        assertProblem(Api.as("admin").header("Accept", accept).body(GATEWAY).patch("/gateway"), 406, "not-acceptable");
        assertThat(timeout()).isEqualTo(60);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*/*",
                "application/*",
                "application/json",
                "application/json; charset=utf-8",
                "text/html, application/xhtml+xml, */*;q=0.8"
            })
    void whatTakesJsonAmongOthersGetsIt(String accept) {
        var answer = Api.as("viewer").header("Accept", accept).get("/gateway");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.contentType()).startsWith("application/json");
    }

    @ParameterizedTest
    @MethodSource("callsWithABody")
    void aBodyOfAnotherKindIsRefused(String call) {
        for (var type : List.of(
                "text/plain",
                "application/xml",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=b")) {
            assertProblem(send(withType(type), call), 415, "unsupported-media-type");
        }
        assertThat(timeout()).isEqualTo(60);
    }

    @ParameterizedTest
    @MethodSource("callsWithABody")
    void aBodyThatDoesNotSayWhatItIsIsRefused(String call) {
        assertProblem(send(Api.anonymous().noContentType(), call), 415, "unsupported-media-type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "application/", "/json", ";", "application/json application/json", "a/b/c"})
    void aContentTypeThatIsNoneIsRefused(String type) {
        var answer = send(withType(type), "PATCH /gateway");

        assertThat(answer.statusCode()).as(answer.asString()).isIn(400, 415);
        assertThat(answer.contentType()).isEqualTo("application/problem+json");
        assertThat(timeout()).isEqualTo(60);
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "application/", "text", "a/b/c"})
    void anAcceptThatIsNoneIsRefused(String accept) {
        var answer = Api.as("viewer").header("Accept", accept).get("/gateway");

        assertThat(answer.statusCode()).as(answer.asString()).isIn(400, 406);
        assertThat(answer.contentType()).isEqualTo("application/problem+json");
    }

    @Test
    void aMergePatchSaysSoOrIsPlainJson() {
        var mergePatch = send(withType("application/merge-patch+json"), "PATCH /gateway");
        var put = send(withType("application/merge-patch+json"), "PUT /gateway");

        assertThat(mergePatch.statusCode()).isEqualTo(200);
        assertProblem(put, 415, "unsupported-media-type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/models/%zz", "/models/%", "/features/%e2%28", "/features/%00", "/models/%2e%2e"})
    void aPathThatIsBadlyEncodedIsAProblem(String path) {
        var answer = Api.as("admin").urlEncodingEnabled(false).get(path);

        assertThat(answer.statusCode()).as(answer.asString()).isIn(400, 404);
        assertThat(answer.contentType()).isEqualTo("application/problem+json");
    }

    private static RequestSpecification withType(String type) {
        return Api.anonymous().header("Content-Type", type);
    }

    private static Response send(RequestSpecification request, String call) {
        var parts = call.split(" ", 2);
        return request.header("Authorization", "Bearer " + Api.token("admin"))
                .body(GATEWAY)
                .request(parts[0], parts[1]);
    }

    private static int timeout() {
        return Api.as("viewer").get("/gateway").jsonPath().getInt("request_timeout_seconds");
    }
}
