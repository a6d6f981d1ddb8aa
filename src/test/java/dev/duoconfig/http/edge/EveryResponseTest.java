package dev.duoconfig.http.edge;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Headers and properties that all responses have in common. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class EveryResponseTest {

    private static final String GENERATED = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    @ParameterizedTest
    @ValueSource(strings = {"7f3c2a10", "a", "GitLab:01JD-x_y.z"})
    void aValidRequestIdIsReturned(String id) {
        var response = Api.as("viewer").header("X-Request-Id", id).get("/gateway");

        assertThat(response.header("X-Request-Id")).isEqualTo(id);
    }

    @Test
    void aRequestIdHasAtMost128Characters() {
        var longest = "r".repeat(128);

        assertThat(Api.as("viewer")
                        .header("X-Request-Id", longest)
                        .get("/gateway")
                        .header("X-Request-Id"))
                .isEqualTo(longest);
        assertThat(Api.as("viewer")
                        .header("X-Request-Id", longest + "r")
                        .get("/gateway")
                        .header("X-Request-Id"))
                .matches(GENERATED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "two words", "a\tb", "<script>", "a/b", "caf\u00e9", "a,b", "\"a\""})
    void anInvalidRequestIdIsReplaced(String id) {
        var response = Api.as("viewer").header("X-Request-Id", id).get("/gateway");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.header("X-Request-Id")).matches(GENERATED);
    }

    @Test
    void aMissingRequestIdIsGenerated() {
        var first = Api.as("viewer").get("/gateway").header("X-Request-Id");
        var second = Api.as("viewer").get("/gateway").header("X-Request-Id");

        assertThat(first).matches(GENERATED).isNotEqualTo(second);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nowhere", "/models/999999", "/features/nothing", "/models?page=0"})
    void aProblemHasTheRequestIdAndTheRevision(String path) {
        var response = Api.as("admin").header("X-Request-Id", "mine").get(path);

        assertThat(response.statusCode()).isBetween(400, 499);
        assertThat(response.header("X-Request-Id")).isEqualTo("mine");
        assertThat(response.jsonPath().getString("request_id")).isEqualTo("mine");
        assertThat(response.jsonPath().getString("instance")).isEqualTo(path.replaceAll("\\?.*", ""));
        assertThat(response.header("Config-Revision")).matches("[0-9]+");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/gateway",
                "/models",
                "/models/families",
                "/features",
                "/features/duo_chat",
                "/features/duo_chat/effective-model",
                "/subscription"
            })
    void everyReadHasTheRevision(String path) {
        var revision = Api.as("admin").get("/gateway").header("Config-Revision");

        var response = Api.as("viewer").get(path);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.header("Config-Revision")).isEqualTo(revision);
    }

    @Test
    void rejectedCallersGetTheRequestIdAndTheRevisionToo() {
        var noToken = Api.anonymous().get("/gateway");
        var noRole = Api.as("resolver").get("/gateway");

        assertThat(noToken.statusCode()).isEqualTo(401);
        assertThat(noToken.header("Config-Revision")).matches("[0-9]+");
        assertThat(noToken.header("X-Request-Id")).matches(GENERATED);
        assertThat(noRole.statusCode()).isEqualTo(403);
        assertThat(noRole.header("Config-Revision")).matches("[0-9]+");
    }

    /** SpecFilter checks the same for all other calls of all tests. */
    @ParameterizedTest
    @CsvSource({
        "viewer, GET, /gateway, 200",
        "viewer, GET, /revision, 200",
        "viewer, HEAD, /models, 200",
        "admin, GET, /configuration/schema, 200",
        "admin, POST, /subscription/sync, 200",
        "nobody, GET, /models, 401",
        "resolver, GET, /models, 403",
        "viewer, GET, /nowhere, 404",
        "nobody, GET, /nowhere, 404",
        "viewer, GET, /models/999999, 404",
        "viewer, DELETE, /gateway, 405",
        "admin, PUT, /gateway, 415",
        "viewer, GET, /models?page=0, 400",
        "viewer, GET, /q/../gateway, 200"
    })
    void noSharedCacheStoresAResponse(String role, String method, String path, int status) {
        var request = role.equals("nobody") ? Api.anonymous() : Api.as(role);

        var response = request.contentType(status == 415 ? "text/plain" : "application/json")
                .urlEncodingEnabled(false)
                .request(method, path);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().getValues("Cache-Control")).containsExactly("private, no-cache");
        assertThat(response.header("Vary")).as("without CORS").isNull();
    }

    @Test
    void aResponseWithoutABodyIsPrivateToo() {
        var tag = Api.as("viewer").get("/gateway").header("ETag");

        var response = Api.as("viewer").header("If-None-Match", tag).get("/gateway");

        assertThat(response.statusCode()).isEqualTo(304);
        assertThat(response.headers().getValues("Cache-Control")).containsExactly("private, no-cache");
    }

    @Test
    void aChangeIncrementsTheRevisionAndARepetitionDoesNot() {
        var before = revision();

        var change = Api.as("admin").body("{\"request_timeout_seconds\": 90}").patch("/gateway");
        var repetition =
                Api.as("admin").body("{\"request_timeout_seconds\": 90}").patch("/gateway");

        assertThat(change.header("Config-Revision")).isEqualTo(Long.toString(before + 1));
        assertThat(repetition.header("Config-Revision")).isEqualTo(Long.toString(before + 1));
        assertThat(revision()).isEqualTo(before + 1);
    }

    @Test
    void aRejectedChangeKeepsTheRevision() {
        var before = revision();

        var rejected = Api.as("admin").body("{\"request_timeout_seconds\": 59}").patch("/gateway");

        assertThat(rejected.statusCode()).isEqualTo(422);
        assertThat(rejected.header("Config-Revision")).isEqualTo(Long.toString(before));
        assertThat(revision()).isEqualTo(before);
    }

    private static long revision() {
        return Long.parseLong(Api.as("viewer").get("/gateway").header("Config-Revision"));
    }
}
