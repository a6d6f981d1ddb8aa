package dev.duoconfig.http.body;

import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.duoconfig.model.SampleModels;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.duoconfig.testkit.Problems.assertInvalid;
import static org.assertj.core.api.Assertions.assertThat;

/** The response to a GET is a valid body of a PUT, and changes nothing. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class SentBackTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @BeforeEach
    void entitle() {
        Api.entitled();
    }

    @Test
    void aModelIsTakenAsItCame() {
        var keyless = "/models/" + SampleModels.create("Mixtral", "mixtral");
        var warned = SampleModels.body("name", "With a key");
        warned.put("endpoint", "https://vllm.example.com/v2?tenant=1");
        warned.put("api_key", "<your-api-key>");
        var used = "/models/" + SampleModels.id(SampleModels.post(warned));
        choose("code_generations", used);

        for (var path : List.of(keyless, used)) {
            assertChangesNothing(path, read(path));
        }
        assertThat(read(used).path("has_api_key").asBoolean()).isTrue();
    }

    @Test
    void theResponseToAWriteIsTakenToo() {
        var body = SampleModels.body("api_key", "sk-1");
        var path = "/models/" + SampleModels.id(SampleModels.post(body));
        var moved = Api.as("admin")
                .body("{\"endpoint\": \"https://other.example.com/v1\"}")
                .patch(path);
        assertThat(moved.jsonPath().getList("warnings.code")).containsExactly("api_key_for_another_server");
        var gateway =
                Api.as("admin").body("{\"url\": \"https://aigw.example.com\"}").patch("/gateway");
        assertThat(gateway.jsonPath().getList("warnings.code")).containsExactly("api_key_for_another_server");

        assertChangesNothing(path, object(moved));
        assertChangesNothing("/gateway", object(gateway));
    }

    @Test
    void whatCanBeChangedIsChangedBesideWhatCannot() {
        var path = "/models/" + SampleModels.create("Mixtral", "mixtral");

        var response = put(
                path,
                read(path).put("name", "Renamed").put("identifier", "azure/gpt").put("api_key", "sk-1"));

        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        assertThat(response.jsonPath().getString("name")).isEqualTo("Renamed");
        assertThat(response.jsonPath().getString("platform")).isEqualTo("azure_openai");
        assertThat(response.jsonPath().getBoolean("has_api_key")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "id|4711",
                "id|\"1\"",
                "family_name|\"Llama\"",
                "release_state|\"beta\"",
                "platform|\"bedrock\"",
                "platform|null",
                "has_api_key|true",
                "has_api_key|\"false\"",
                "api_key_updated_at|\"2026-11-22T14:00:00.000Z\"",
                "available|false",
                "used_by|[\"duo_chat\"]",
                "warnings|[{}]",
                "created_at|\"2026-11-22T14:00:00Z\"",
                "updated_at|null",
                "updated_by|\"somebody\""
            })
    void anotherValueOfAModelIsRefusedByName(String property, String value) throws JsonProcessingException {
        var path = "/models/" + SampleModels.create("Mixtral", "mixtral");
        var before = read(path);

        var response = put(path, before.deepCopy().set(property, JSON.readTree(value)));

        assertInvalid(response).containsExactly("/" + property + " read-only");
        assertThat(response.jsonPath().getString("detail")).contains("'" + property + "' is read-only");
        assertThat(read(path)).isEqualTo(before);
    }

    @Test
    void allRefusalsAreReportedTogether() {
        var path = "/models/" + SampleModels.create("Mixtral", "mixtral");

        var response = put(
                path,
                read(path).put("id", 7).put("name", "").put("updated_by", "x").put("family", "nothing"));

        assertInvalid(response)
                .containsExactlyInAnyOrder(
                        "/id read-only", "/updated_by read-only", "/name required", "/family family-unknown");
    }

    @Test
    void aModelThatChangedInTheMeantimeIsNotOverwrittenUnnoticed() {
        var path = "/models/" + SampleModels.create("Mixtral", "mixtral");
        var read = read(path);
        Api.as("admin").body("{\"endpoint\": \"https://other.example.com/v1\"}").patch(path);

        assertInvalid(put(path, read)).containsExactly("/updated_at read-only");
    }

    @ParameterizedTest
    @ValueSource(strings = {"color", "ID", "familyName", "effective"})
    void anUnknownPropertyIsStillRefused(String property) {
        var path = "/models/" + SampleModels.create("Mixtral", "mixtral");

        var response = put(path, read(path).put(property, 1));

        assertInvalid(response).containsExactly("/" + property + " unknown-property");
        assertThat(response.jsonPath().getString("detail")).contains("family_name", "api_key");
    }

    @Test
    void theGatewayIsTakenAsItCame() {
        assertChangesNothing("/gateway", read("/gateway"));
        Api.as("admin").body("""
                        {"url": "https://aigw.example.com/ai?x=1", "request_timeout_seconds": 90, "beta_features_enabled": true,
                         "outbound_allowlist": ["10.0.0.0/8"], "agent_platform_url": "agents.example.com:50052",
                         "agent_platform_tls": false, "vendored_models_allowed": false}""").put("/gateway").then().statusCode(200);

        assertChangesNothing("/gateway", read("/gateway"));
        assertInvalid(put("/gateway", read("/gateway").put("url_source", "environment")))
                .containsExactly("/url_source read-only");
        assertInvalid(put("/gateway", read("/gateway").putNull("testing_agreement")))
                .containsExactly("/testing_agreement read-only");
    }

    @Test
    void theUrlOfTheEnvironmentIsNotStoredWhenItIsSentBack() {
        Database.execute(
                "update gateway set environment_url = 'https://env.example.com'",
                "update configuration_state set revision = revision + 1");
        Api.refresh();

        var response = put("/gateway", read("/gateway").put("request_timeout_seconds", 90));
        var named =
                Api.as("admin").body("{\"url\": \"https://env.example.com\"}").put("/gateway");

        assertThat(response.jsonPath().getString("url_source")).isEqualTo("environment");
        assertThat(response.jsonPath().getInt("request_timeout_seconds")).isEqualTo(90);
        assertThat(named.jsonPath().getString("url_source")).isEqualTo("database");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"duo_chat", "duo_chat_explain_code", "code_generations", "code_completions", "summarize_review"})
    void aFeatureIsTakenAsItCame(String feature) {
        choose("duo_chat", "/models/" + SampleModels.create("Mixtral", "mixtral"));
        Api.as("admin").body("{\"provider\": \"disabled\"}").put("/features/code_generations");
        var path = "/features/" + feature;

        assertChangesNothing(path, read(path));
    }

    @Test
    void aFeatureIsTakenAfterAnUnrelatedChange() {
        choose("duo_chat", "/models/" + SampleModels.create("Mixtral", "mixtral"));
        var read = read("/features/duo_chat");
        SampleModels.create("Other", "mixtral");

        assertChangesNothing("/features/duo_chat", read);
    }

    @Test
    void theChoiceOfAFeatureChangesBesideWhatCannot() {
        var first = "/models/" + SampleModels.create("First", "mixtral");
        var second = SampleModels.create("Second", "mixtral");
        choose("duo_chat", first);

        var chosen = put("/features/duo_chat", read("/features/duo_chat").put("model_id", second));
        var disabled = put("/features/duo_chat", read("/features/duo_chat").put("provider", "disabled"));

        assertThat(chosen.jsonPath().getLong("model.id")).isEqualTo(second);
        assertThat(disabled.jsonPath().getString("provider")).isEqualTo("disabled");
        assertThat(disabled.jsonPath().getMap("model")).isNull();
    }

    @Test
    void anotherValueOfAFeatureIsRefusedByName() {
        choose("duo_chat", "/models/" + SampleModels.create("Mixtral", "mixtral"));
        var other = SampleModels.create("Other", "mixtral");
        var read = read("/features/duo_chat");

        var model = read.deepCopy();
        ((ObjectNode) model.path("model")).put("id", other);
        assertInvalid(put("/features/duo_chat", model)).containsExactly("/model read-only");
        var effective = read.deepCopy();
        ((ObjectNode) effective.path("effective")).put("status", "disabled");
        assertInvalid(put("/features/duo_chat", effective)).containsExactly("/effective read-only");
        assertInvalid(put(
                        "/features/duo_chat",
                        read.deepCopy().put("feature", "code_generations").put("title", "x")))
                .containsExactlyInAnyOrder("/feature read-only", "/title read-only");
    }

    @Test
    void theListOfFeaturesIsTakenAsItCame() throws JsonProcessingException {
        choose("duo_chat", "/models/" + SampleModels.create("Mixtral", "mixtral"));
        var list = (ArrayNode) JSON.readTree(Api.as("viewer").get("/features").asString());
        var revision = revision();

        var response = Api.as("admin").body(list.toString()).patch("/features");

        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        assertThat(JSON.readTree(response.asString())).isEqualTo(list);
        assertThat(revision()).isEqualTo(revision);
        ((ObjectNode) list.get(1)).put("title", "x");
        assertInvalid(Api.as("admin").body(list.toString()).patch("/features")).containsExactly("/1/title read-only");
    }

    @Test
    void aCreationTakesNoReadOnlyProperty() {
        var copy = read("/models/" + SampleModels.create("Mixtral", "mixtral")).put("name", "Copy");

        assertThat(Api.as("admin").body(copy.toString()).post("/models").statusCode())
                .isEqualTo(422);
    }

    /** Sends a body and asserts that it has no effect. */
    private static void assertChangesNothing(String path, ObjectNode body) {
        var before = read(path);
        var revision = revision();

        var response = put(path, body);

        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        assertThat(object(response)).isEqualTo(before);
        assertThat(revision()).isEqualTo(revision);
    }

    private static void choose(String feature, String model) {
        Api.as("admin")
                .body("{\"model_id\": " + model.substring("/models/".length()) + "}")
                .put("/features/" + feature)
                .then()
                .statusCode(200);
    }

    private static ObjectNode read(String path) {
        return object(Api.as("viewer").get(path));
    }

    private static ObjectNode object(Response response) {
        try {
            return (ObjectNode) JSON.readTree(response.asString());
        } catch (JsonProcessingException e) {
            throw new AssertionError(response.asString(), e);
        }
    }

    private static Response put(String path, Object body) {
        return Api.as("admin").body(body.toString()).put(path);
    }

    private static long revision() {
        return Long.parseLong(Api.as("viewer").get("/gateway").header("Config-Revision"));
    }
}
