package dev.duoconfig.http.edge;

import java.util.List;

import dev.duoconfig.contract.Contract;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.duoconfig.testkit.Problems.assertProblem;
import static dev.duoconfig.testkit.Problems.errors;
import static org.assertj.core.api.Assertions.assertThat;

/** Unknown and invalid query parameters are rejected: a misspelled dry run must not become a write. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class StrictQueryTest {

    static List<String> calls() {
        return Contract.published().operations().stream().map(Object::toString).toList();
    }

    @ParameterizedTest
    @MethodSource("calls")
    void anUnknownParameterIsRejectedByEveryOperation(String call) {
        var response = call(call, "dryrun=true");

        assertProblem(response, 400, "unknown-parameter");
        assertThat(errors(response)).containsExactly("/dryrun unknown-parameter");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"PUT /gateway", "PATCH /gateway", "POST /models", "PATCH /features", "POST /subscription/sync"})
    void aRepeatedParameterIsRejected(String call) {
        var response = call(call, "dry_run=true&dry_run=true");

        assertProblem(response, 400, "invalid-parameter");
        assertThat(errors(response)).containsExactly("/dry_run invalid-parameter");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yes", "1", "TRUE", "True", "true%20", "null"})
    void aFlagIsTrueOrFalse(String value) {
        var response = call("POST /subscription/sync", "dry_run=" + value);

        assertProblem(response, 400, "invalid-parameter");
        assertThat(Api.as("viewer").get("/subscription").jsonPath().getBoolean("entitled"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "GET /models, page, 0",
        "GET /models, page, -1",
        "GET /models, page, 1.5",
        "GET /models, page, x",
        "GET /models, page, 01",
        "GET /models, page, %2B1",
        "GET /models, page, %D9%A1",
        "GET /models, per_page, 020",
        "GET /features, min_revision, 01",
        "GET /features, min_revision, 00",
        "GET /revision, min_revision, 01",
        "GET /configuration, at_revision, 01",
        "GET /models, page, ''",
        "GET /models, page, 99999999999",
        "GET /models, per_page, 0",
        "GET /models, per_page, 101",
        "GET /models/families, page, 0",
        "GET /models/families, per_page, 101",
        "GET /models, order_by, endpoint",
        "GET /models, order_by, ''",
        "GET /models, sort, up",
        "GET /models, sort, DESC",
        "GET /models, family, Mixtral",
        "GET /models, family, retired",
        "GET /models, platform, groq",
        "GET /models, release_state, gold",
        "GET /models, in_use, 1",
        "GET /models, in_use, ''",
        "GET /models, compatible_with, chat",
        "GET /models, search, %00",
        "GET /models, search, a%0Ab",
        "GET /features, include_unavailable, 1",
        "GET /features, model_id, x",
        "GET /features, model_id, 0",
        "GET /features, model_id, 9223372036854775808",
        "GET /features, main_feature, Chat",
        "GET /features/{feature}/effective-model, explain, please",
        "DELETE /models/{id}, reassign_to, x",
        "DELETE /models/{id}, reassign_to, -1",
        "DELETE /models/{id}, reassign_to, 99999999999999999999",
        "DELETE /models/{id}, unassign, 1",
        "POST /models/{id}/check, via, proxy",
        "POST /models/{id}/check, via, ''",
        "POST /models/{id}/check, completion, 1"
    })
    void anInvalidValueIsRejected(String call, String parameter, String value) {
        var response = call(call, parameter + "=" + value);

        assertProblem(response, 400, "invalid-parameter");
        assertThat(errors(response)).containsExactly("/" + parameter + " invalid-parameter");
    }

    @Test
    void aSearchTextHasAtMost255Characters() {
        assertThat(call("GET /models", "search=" + "a".repeat(255)).statusCode())
                .isEqualTo(200);
        assertProblem(call("GET /models", "search=" + "a".repeat(256)), 400, "invalid-parameter");
    }

    @Test
    void anEmptySearchTextIsAllowed() {
        assertThat(call("GET /models", "search=").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"search=%ff", "search=%ed%a0%bd", "search=%e2%80%ae", "%00=1", "=1", "&"})
    void anUnusualQueryNeverFailsTheService(String query) {
        assertThat(call("GET /models", query).statusCode()).isIn(200, 400);
    }

    private static Response call(String call, String query) {
        var words = call.split(" ", 2);
        var path = words[1].replace("{feature}", "duo_chat").replace("{id}", "7");
        var role = path.endsWith("/model-metadata") ? "resolver" : "admin";
        return Api.as(role).urlEncodingEnabled(false).request(words[0], path + "?" + query);
    }
}
