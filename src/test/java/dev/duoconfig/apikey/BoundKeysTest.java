package dev.duoconfig.apikey;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import dev.duoconfig.model.SampleModels;
import dev.duoconfig.secret.SecretBox;
import dev.duoconfig.secret.SecretLocation;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.duoconfig.testkit.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

/** A key opens only for the server that it was entered for, whoever changes the row of its model, and follows writes that move it. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class BoundKeysTest {

    private static final String KEY = "sk-bound-1";
    private static final String ENDPOINT = "https://vllm.example.com:8000/v1";

    private final SecretBox secrets;
    private long id;

    BoundKeysTest(SecretBox secrets) {
        this.secrets = secrets;
    }

    @BeforeEach
    void storeAKeyAndUseIt() {
        Api.entitled();
        patch("/gateway", "{\"url\": \"https://aigw.example.com\"}");
        id = SampleModels.id(SampleModels.post(SampleModels.body("api_key", KEY)));
        Api.as("admin")
                .body("{\"model_id\": " + id + "}")
                .put("/features/duo_chat")
                .then()
                .statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example.com/v1",
                "https://vllm.example.com:8001/v1",
                "http://vllm.example.com:8000/v1",
                "https://vllm.example.com.evil.example.com:8000/v1",
                "https://vllm.example.com/v1",
                "https://10.1.2.3:8000/v1",
                "not a url"
            })
    void anEndpointChangedInTheDatabaseMakesTheKeyUnreadable(String endpoint) {
        change("update model set endpoint = '" + endpoint + "'");

        assertUnreadable();
    }

    @Test
    void anEndpointRemovedInTheDatabaseMakesTheKeyUnreadable() {
        change("update model set endpoint = null, identifier = 'bedrock/claude'");

        assertUnreadable();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://vllm.example.com:8000/v2/v1", "HTTPS://VLLM.EXAMPLE.COM:8000/v1"})
    void anotherPathOrSpellingOfTheSameServerOpensTheKey(String endpoint) {
        change("update model set endpoint = '" + endpoint + "'");

        assertThat(metadata().jsonPath().getString("api_key")).isEqualTo(KEY);
    }

    @Test
    void aKeyCopiedFromAModelOfTheSameServerDoesNotOpen() {
        var other = SampleModels.body("name", "other");
        other.put("api_key", "sk-other-1");
        var otherId = SampleModels.id(SampleModels.post(other));
        change("update model set api_key_sealed = (select api_key_sealed from model where id = " + otherId
                + ") where id = " + id);

        assertUnreadable();
    }

    @Test
    void aKeyInTheFormOfAnEarlierReleaseDoesNotOpenInANewDatabase() {
        replaceKey(StoredApiKeys.location(id, null, false));

        assertUnreadable();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\": \"Renamed\"}",
                "{\"identifier\": \"custom_openai/other\"}",
                "{\"endpoint\": \"https://evil.example.com/v2/v1\"}",
                "{\"endpoint\": \"https://third.example.com/v1\"}",
                "{\"endpoint\": \"https://vllm.example.com:8000/v1\"}"
            })
    void aWriteDoesNotMakeAKeyReadableThatHasTheFormOfAnEarlierRelease(String body) {
        replaceKey(StoredApiKeys.location(id, null, false));
        change("update model set endpoint = 'https://evil.example.com/v1'");

        patch("/models/" + id, body);

        assertUnreadable();
    }

    @Test
    void aDocumentDoesNotMakeAKeyReadableThatHasTheFormOfAnEarlierRelease() {
        replaceKey(StoredApiKeys.location(id, null, false));
        var document = Api.as("admin").get("/configuration").asString();

        Api.as("admin")
                .body(document.replace("custom_openai/Mixtral-8x7B-Instruct-v0.1", "custom_openai/other"))
                .put("/configuration")
                .then()
                .statusCode(200);

        assertUnreadable();
    }

    @Test
    void settingTheFormsBackInTheDatabaseHasNoEffect() {
        change("update security_form set keys_bound = false, unbound_keys_refused = false, audit_keyed = false");
        try {
            replaceKey(StoredApiKeys.location(id, null, false));
            assertUnreadable();

            patch("/models/" + id, "{\"api_key\": \"" + KEY + "\"}");
            change("update model set endpoint = 'https://evil.example.com/v1'");
            assertUnreadable();
        } finally {
            change("update security_form set keys_bound = true, unbound_keys_refused = true, audit_keyed = true");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\": \"Renamed\"}",
                "{\"identifier\": \"custom_openai/other\"}",
                "{\"endpoint\": \"https://evil.example.com/v2/v1\"}",
                "{\"endpoint\": \"https://third.example.com/v1\"}"
            })
    void aWriteDoesNotMakeAKeyReadableThatWasMovedInTheDatabase(String body) {
        change("update model set endpoint = 'https://evil.example.com/v1'");

        patch("/models/" + id, body);

        assertUnreadable();
    }

    @Test
    void theRightEndpointOrANewKeyMakesItReadableAgain() {
        change("update model set endpoint = 'https://evil.example.com/v1'");
        var restored = patch("/models/" + id, "{\"endpoint\": \"" + ENDPOINT + "\"}");
        var afterwards = metadata().jsonPath().getString("api_key");
        change("update model set endpoint = 'https://moved.example.com/v1'");
        patch("/models/" + id, "{\"api_key\": \"sk-bound-2\"}");

        assertThat(restored.jsonPath().getList("warnings")).isEmpty();
        assertThat(afterwards).isEqualTo(KEY);
        assertThat(metadata().jsonPath().getString("api_key")).isEqualTo("sk-bound-2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://other.example.com/v1",
                "http://vllm.example.com:8000/v1",
                "https://vllm.example.com:8001/v1",
                "https://vllm.example.com/v1",
                "http://10.1.2.3/v1"
            })
    void aWriteThatMovesTheKeyWarnsAndSealsItAgain(String endpoint) {
        var change = SampleModels.body("endpoint", endpoint);
        var dry = Api.as("admin").body(change).put("/models/" + id + "?dry_run=true");
        var untouched = metadata().jsonPath().getString("api_key");
        var patched = patch("/models/" + id, "{\"endpoint\": \"" + endpoint + "\"}");
        var back = Api.as("admin").body(SampleModels.body()).put("/models/" + id);

        assertThat(List.of(dry, patched, back))
                .allSatisfy(response -> assertThat(codes(response)).containsExactly("api_key_for_another_server"));
        assertThat(untouched).isEqualTo(KEY);
        assertThat(metadata().jsonPath().getString("api_key")).isEqualTo(KEY);
        assertThat(codes(Api.as("viewer").get("/models/" + id))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\": \"Renamed\"}",
                "{\"family\": \"mistral\"}",
                "{\"endpoint\": \"HTTPS://vllm.example.com:8000/v1/\"}",
                "{\"endpoint\": \"https://other.example.com/v1\", \"api_key\": \"sk-new\"}",
                "{\"endpoint\": \"https://other.example.com/v1\", \"api_key\": \"sk-bound-1\"}",
                "{\"endpoint\": \"https://other.example.com/v1\", \"api_key\": null}",
                "{\"identifier\": \"custom_openai/other\", \"api_key\": \"sk-bound-1\"}"
            })
    void aWriteThatDoesNotMoveTheKeyDoesNotWarn(String body) {
        assertThat(codes(patch("/models/" + id, body))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "endpoint, https://vllm.example.com:8000/v2/v1",
        "endpoint, https://vllm.example.com:8000",
        "endpoint, https://vllm.example.com:8000/v1?tenant=2",
        "identifier, custom_openai/other",
        "identifier, azure/other"
    })
    void aWriteThatKeepsTheKeyForAnotherModelOfTheServerWarns(String property, String value) {
        var dry = Api.as("admin").body(SampleModels.body(property, value)).put("/models/" + id + "?dry_run=true");
        var put = Api.as("admin").body(SampleModels.body(property, value)).put("/models/" + id);
        var again = Api.as("admin").body(SampleModels.body(property, value)).put("/models/" + id);
        var back = patch(
                "/models/" + id,
                "{\"" + property + "\": \"" + SampleModels.body().get(property) + "\"}");

        assertThat(List.of(dry, put, back))
                .allSatisfy(response -> assertThat(codes(response)).contains("api_key_for_another_model"));
        assertThat(codes(again)).doesNotContain("api_key_for_another_model");
        assertThat(codes(Api.as("viewer").get("/models/" + id))).isEmpty();
        assertThat(metadata().jsonPath().getString("api_key")).isEqualTo(KEY);
    }

    @Test
    void aModelWithoutAKeyMovesWithoutAWarning() {
        patch("/models/" + id, "{\"api_key\": null}");

        assertThat(codes(patch("/models/" + id, "{\"endpoint\": \"https://other.example.com/v1\"}")))
                .isEmpty();
    }

    private void replaceKey(SecretLocation location) {
        var sealed = secrets.seal(KEY, location);
        change("update model set api_key_sealed = '\\x%s', api_key_key_id = '%s' where id = %d"
                .formatted(HexFormat.of().formatHex(sealed.bytes()), sealed.keyId(), id));
    }

    private void assertUnreadable() {
        assertProblem(metadata(), 409, "api-key-unreadable");
        assertProblem(Api.as("admin").post("/models/" + id + "/check"), 409, "api-key-unreadable");
        assertThat(codes(Api.as("viewer").get("/models/" + id))).contains("api_key_unreadable");
        List<Map<String, @Nullable Object>> findings =
                Api.as("admin").get("/diagnostics").jsonPath().getList("$");
        assertThat(findings).anySatisfy(finding -> assertThat(finding)
                .containsEntry("code", "api_key_unreadable")
                .containsEntry("severity", "error")
                .containsEntry("subject", "/models/" + id));
    }

    private static List<String> codes(Response response) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return response.jsonPath().getList("warnings.code");
    }

    private static Response metadata() {
        return Api.as("resolver").get("/features/duo_chat/model-metadata");
    }

    private static Response patch(String path, String body) {
        var response = Api.as("admin").body(body).patch(path);
        response.then().statusCode(200);
        return response;
    }

    private static void change(String statement) {
        Database.execute("begin; update configuration_state set revision = revision + 1; " + statement + "; commit");
        Api.refresh();
    }
}
