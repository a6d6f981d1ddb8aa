package dev.duoconfig.model;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

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
import org.junit.jupiter.params.provider.ValueSource;

import static dev.duoconfig.testkit.Problems.assertInvalid;
import static org.assertj.core.api.Assertions.assertThat;

/** API keys can be stored, but are never returned. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class ModelApiKeyTest {

    private static final String KEY = "sk-4f9a-Very-Secret";

    @BeforeEach
    void entitle() {
        Api.entitled();
    }

    @Test
    void aKeyIsOptional() {
        assertThat(hasKey(SampleModels.post(SampleModels.body()))).isFalse();
        assertThat(hasKey(SampleModels.post(named("b", null)))).isFalse();
        assertThat(hasKey(SampleModels.post(named("c", "")))).isFalse();
    }

    @Test
    void aPutWithoutAKeyKeepsTheStoredKey() {
        var path = withKey();

        var response =
                Api.as("admin").body(SampleModels.body("name", "Renamed")).put(path);

        assertThat(response.jsonPath().getString("name")).isEqualTo("Renamed");
        assertThat(hasKey(response)).isTrue();
    }

    @Test
    void aPatchWithoutAKeyKeepsTheStoredKey() {
        var path = withKey();
        var before = Api.as("viewer").get(path).jsonPath().getString("api_key_updated_at");

        var response = Api.as("admin").body("{\"name\": \"Renamed\"}").patch(path);

        assertThat(hasKey(response)).isTrue();
        assertThat(response.jsonPath().getString("api_key_updated_at")).isEqualTo(before);
    }

    @Test
    void settingTheSameKeyAgainChangesNothing() {
        var path = withKey();
        var before = Api.as("viewer").get(path);
        var body = named("With a key", KEY);

        var responses = List.of(
                Api.as("admin").body(body).put(path),
                Api.as("admin").body(body).put(path + "?dry_run=true"),
                Api.as("admin").body("{\"api_key\": \"" + KEY + "\"}").patch(path));
        var renamed = Api.as("admin").body(named("Renamed", KEY)).put(path);

        assertThat(responses).allSatisfy(response -> {
            assertThat(response.asString()).isEqualTo(before.asString());
            assertThat(response.header("Config-Revision")).isEqualTo(before.header("Config-Revision"));
        });
        assertThat(renamed.jsonPath().getString("api_key_updated_at"))
                .isEqualTo(before.jsonPath().getString("api_key_updated_at"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\""})
    void nullAndAnEmptyTextRemoveTheKey(String empty) {
        var patched = Api.as("admin").body("{\"api_key\": " + empty + "}").patch(withKey());

        assertThat(hasKey(patched)).isFalse();
        assertThat(patched.jsonPath().<@Nullable String>get("api_key_updated_at"))
                .isNull();
        assertThat(Database.rows("select api_key_sealed, api_key_key_id from model"))
                .allSatisfy(row -> assertThat(row.values()).containsOnlyNulls());
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\""})
    void nullAndAnEmptyTextInAPutRemoveTheKeyToo(String empty) {
        var body =
                "{\"name\": \"a\", \"family\": \"mixtral\", \"identifier\": \"bedrock/a\", \"api_key\": " + empty + "}";

        assertThat(hasKey(Api.as("admin").body(body).put(withKey()))).isFalse();
    }

    @Test
    void aKeyHasAtMost2000Characters() {
        assertThat(hasKey(SampleModels.post(named("a", "k".repeat(2000))))).isTrue();
        var refused = SampleModels.post(named("b", "k".repeat(2001)));

        assertInvalid(refused).containsExactly("/api_key too-long");
        assertThat(refused.asString()).doesNotContain("kkkk");
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "a b", "sk-1\r\nX-Evil: 1", "sk-\u00e9", "sk-\u202e1", "\uD83D\uDE00", "sk-1\u0000"})
    void aKeyThatIsNotAllowedInAHeaderIsRefusedAndNotRepeated(String key) {
        var refused = SampleModels.post(named("a", "hunter2" + key));

        assertInvalid(refused).containsExactly("/api_key invalid-characters");
        assertThat(refused.asString()).doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${AZURE_API_KEY}",
                "$AZURE_API_KEY",
                "os.environ/KEY",
                "********",
                "<your-api-key>",
                "{{AZURE_API_KEY}}",
                "%AZURE_API_KEY%",
                "sk-...wXyZ",
                "sk-xxxxxxxx",
                "YOUR_API_KEY",
                "changeme",
                "[MASKED]"
            })
    void aKeyThatLooksLikeAPlaceholderIsStoredWithAWarning(String key) {
        var created = SampleModels.post(named("a", key));
        var path = "/models/" + SampleModels.id(created);

        for (var response : List.of(created, Api.as("viewer").get(path))) {
            assertThat(response.jsonPath().getList("warnings.code"))
                    .as(response.asString())
                    .containsExactly("api_key_looks_like_a_placeholder");
            assertThat(response.jsonPath().getList("warnings.field")).containsExactly("api_key");
        }
        assertThat(Api.as("admin").get("/diagnostics").jsonPath().getList("code"))
                .contains("api_key_looks_like_a_placeholder");
        var replaced = Api.as("admin").body("{\"api_key\": \"" + KEY + "\"}").patch(path);
        assertThat(replaced.jsonPath().getList("warnings")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Bearer sk-hunter2", "bearer\tsk-hunter2", "Bearer:sk-hunter2", "Basic sk-hunter2", "bearer"})
    void aPastedSchemeIsNamed(String key) {
        var refused = SampleModels.post(named("a", key));

        assertInvalid(refused).containsExactly("/api_key invalid-characters");
        assertThat(refused.jsonPath().getString("detail"))
                .contains("The api_key begins with", "is added when it is sent")
                .doesNotContain("hunter2");
    }

    @Test
    void noResponseContainsAKey() {
        var path = withKey();
        var id = path.substring("/models/".length());
        Api.as("admin")
                .body("{\"model_id\": " + id + "}")
                .put("/features/duo_chat")
                .then()
                .statusCode(200);

        var bodies = Stream.of(
                        Api.as("admin").get(path),
                        Api.as("admin").get("/models"),
                        Api.as("admin").get("/models?search=" + KEY),
                        Api.as("admin").get("/features"),
                        Api.as("admin").get("/features/duo_chat/effective-model?explain=true"),
                        Api.as("admin").body("{\"api_key\": \"" + KEY + "\"}").patch(path),
                        Api.as("admin")
                                .body("{\"api_key\": \"" + KEY + "\", \"name\": \"\"}")
                                .patch(path),
                        Api.as("admin").body("{\"api_key\": [\"" + KEY + "\"]}").patch(path),
                        Api.as("admin").delete(path + "?unassign=true&dry_run=true"),
                        Api.as("admin").delete(path))
                .map(Response::asString);

        assertThat(bodies).noneMatch(body -> body.contains(KEY));
    }

    @Test
    void neitherTheTablesNorAuditEventsContainAPlaintextKey() {
        var path = withKey();
        Api.as("admin")
                .body("{\"api_key\": \"" + KEY + "-2\"}")
                .patch(path)
                .then()
                .statusCode(200);
        Api.as("admin").delete(path).then().statusCode(204);
        withKey();

        var models = Database.rows("select position('" + KEY + "'::bytea in api_key_sealed) as found from model");
        var events = Database.rows("select before, after from audit_event").toString();

        assertThat(models).allSatisfy(row -> assertThat(row).containsEntry("found", 0));
        assertThat(events).doesNotContain(KEY).contains("[redacted]");
    }

    @Test
    void aDryRunStoresNoKey() {
        var path = withKey();

        var response = Api.as("admin").body("{\"api_key\": null}").patch(path + "?dry_run=true");

        assertThat(hasKey(response)).isFalse();
        assertThat(hasKey(Api.as("viewer").get(path))).isTrue();
    }

    private static String withKey() {
        return "/models/" + SampleModels.id(SampleModels.post(named("With a key", KEY)));
    }

    private static Map<String, @Nullable Object> named(String name, @Nullable String key) {
        var body = SampleModels.body("name", name);
        body.put("api_key", key);
        return body;
    }

    private static boolean hasKey(Response response) {
        assertThat(response.statusCode()).as(response.asString()).isBetween(200, 201);
        return response.jsonPath().getBoolean("has_api_key");
    }
}
