package dev.duoconfig.http.body;

import java.util.List;

import dev.duoconfig.model.SampleModels;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.duoconfig.testkit.Problems.assertInvalid;
import static org.assertj.core.api.Assertions.assertThat;

/** Nothing in a body is guessed: unknown properties and values of another type are rejected, with their pointers. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class StrictPropertiesTest {

    @BeforeEach
    void entitle() {
        Api.entitled();
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /gateway, color",
        "PATCH, /gateway, color",
        "PATCH, /gateway, url_source",
        "PATCH, /gateway, URL",
        "PATCH, /gateway, requestTimeoutSeconds",
        "POST, /models, color",
        "POST, /models, id",
        "POST, /models, has_api_key",
        "POST, /models, platform",
        "PUT, /features/duo_chat, color",
        "PUT, /features/duo_chat, name",
        "PUT, /gateway, id",
        "PUT, /configuration, revision",
        "POST, /configuration/imports/gitlab, dry_run"
    })
    void anUnknownPropertyIsRejected(String method, String path, String property) {
        var response = Api.as("admin").body("{\"" + property + "\": null}").request(method, path);

        assertInvalid(response).containsExactly("/" + property + " unknown-property");
    }

    @ParameterizedTest
    @CsvSource({
        "/gateway, url_source",
        "/gateway, warnings",
        "/features/duo_chat, feature",
        "/features/duo_chat, effective"
    })
    void aReadOnlyPropertyWithAnotherValueIsRejectedByName(String path, String property) {
        var choice = path.equals("/gateway") ? "" : "\"provider\": \"disabled\", ";
        for (var value : List.of("7", "{\"a\": [1]}", "[" + "[],".repeat(100_000) + "1]")) {
            var response = Api.as("admin")
                    .body("{" + choice + "\"" + property + "\": " + value + "}")
                    .put(path);

            assertInvalid(response).containsExactly("/" + property + " read-only");
            assertThat(response.jsonPath().getString("detail")).contains("read-only");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"color", "id", "used_by", "created_at", "available", "apiKey"})
    void aPatchOfAnUnknownPropertyOfAModelIsRejected(String property) {
        var id = SampleModels.create("Mixtral", "mixtral");

        var response = Api.as("admin").body("{\"" + property + "\": null}").patch("/models/" + id);

        assertInvalid(response).containsExactly("/" + property + " unknown-property");
    }

    @Test
    void thePointerOfAnUnknownPropertyHasTheIndexOfItsItem() {
        var response = Api.as("admin").body("""
                        [{"feature": "duo_chat", "provider": "disabled"},
                         {"feature": "code_completions", "provider": "disabled", "color": 1}]""").patch("/features");

        assertInvalid(response).containsExactly("/1/color unknown-property");
    }

    @Test
    void thePointerOfAnUnusualNameIsEscaped() {
        var response = Api.as("admin").body("{\"a/b~c\": 1}").patch("/gateway");

        assertInvalid(response).containsExactly("/a~1b~0c unknown-property");
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "0", "1.5", "true", "false", "[]", "{}", "[\"http://a\"]"})
    void aTextMustBeAString(String value) {
        assertWrongType("PUT", "/gateway", "url", value);
        assertWrongType("PATCH", "/gateway", "url", value);
        assertWrongType("POST", "/models", "name", value);
        assertWrongType("POST", "/models", "family", value);
        assertWrongType("POST", "/models", "endpoint", value);
        assertWrongType("POST", "/models", "identifier", value);
        assertWrongType("POST", "/models", "api_key", value);
        assertWrongType("PUT", "/features/duo_chat", "provider", value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "1.5", "true", "[]", "{}"})
    void aTextMustBeAStringInAPatchToo(String value) {
        var path = "/models/" + SampleModels.create("Mixtral", "mixtral");

        assertWrongType("PATCH", path, "name", value);
        assertWrongType("PATCH", path, "family", value);
        assertWrongType("PATCH", path, "endpoint", value);
        assertWrongType("PATCH", path, "identifier", value);
        assertWrongType("PATCH", path, "api_key", value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"60\"", "\"\"", "\" \"", "60.0", "60.5", "6e1", "true", "[]", "[60]", "{}", "2147483648"})
    void aTimeoutMustBeAWholeNumber(String value) {
        assertWrongType("PUT", "/gateway", "request_timeout_seconds", value);
        assertWrongType("PATCH", "/gateway", "request_timeout_seconds", value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"true\"", "\"\"", "\" \"", "\"on\"", "0", "1", "1.0", "[]", "[true]", "{}"})
    void aToggleMustBeTrueOrFalse(String value) {
        assertWrongType("PUT", "/gateway", "beta_features_enabled", value);
        assertWrongType("PATCH", "/gateway", "beta_features_enabled", value);
        assertWrongType("PUT", "/gateway", "agent_platform_tls", value);
        assertWrongType("PATCH", "/gateway", "vendored_models_allowed", value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"10.0.0.0/8\"", "\"\"", "\" \"", "7", "true", "{}"})
    void anAllowlistMustBeAList(String value) {
        assertWrongType("PUT", "/gateway", "outbound_allowlist", value);
        assertWrongType("PATCH", "/gateway", "outbound_allowlist", value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "1.5", "true", "[]", "[\"a\"]", "{}"})
    void anEntryOfTheAllowlistMustBeAString(String value) {
        var body = "{\"outbound_allowlist\": [\"10.0.0.1\", " + value + "]}";

        assertInvalid(Api.as("admin").body(body).put("/gateway")).containsExactly("/outbound_allowlist/1 wrong-type");
        assertInvalid(Api.as("admin").body(body).patch("/gateway")).containsExactly("/outbound_allowlist/1 wrong-type");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"7\"",
                "\"\"",
                "\" \"",
                "7.0",
                "7.5",
                "7e0",
                "true",
                "[]",
                "[7]",
                "{}",
                "9223372036854775808",
                "-9223372036854775809",
                "1e400"
            })
    void aModelIdMustBeAWholeNumber(String value) {
        assertWrongType("PUT", "/features/duo_chat", "model_id", value);
        assertInvalid(Api.as("admin")
                        .body("[{\"feature\": \"duo_chat\", \"model_id\": " + value + "}]")
                        .patch("/features"))
                .containsExactly("/0/model_id wrong-type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "\"duo_chat\"", "\"\"", "true", "[]"})
    void anItemOfABatchMustBeAnObject(String item) {
        var response = Api.as("admin")
                .body("[{\"feature\": \"duo_chat\", \"provider\": \"disabled\"}, " + item + "]")
                .patch("/features");

        assertInvalid(response).containsExactly("/1 wrong-type");
    }

    @Test
    void aProblemListsItsErrorsByFieldAsGitLabDoes() {
        var response =
                Api.as("admin").body("{\"request_timeout_seconds\": \"60\"}").put("/gateway");

        assertInvalid(response).hasSize(1);
        assertThat(response.jsonPath().getList("message.request_timeout_seconds", String.class))
                .containsExactly("The value must be a 32-bit integer.");
    }

    private static void assertWrongType(String method, String path, String property, String value) {
        var response =
                Api.as("admin").body("{\"" + property + "\": " + value + "}").request(method, path);

        assertInvalid(response).containsExactly("/" + property + " wrong-type");
    }
}
