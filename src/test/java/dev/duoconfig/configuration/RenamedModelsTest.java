package dev.duoconfig.configuration;

import java.util.List;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
import org.junit.jupiter.params.provider.ValueSource;

import static dev.duoconfig.configuration.Documents.document;
import static dev.duoconfig.configuration.Documents.json;
import static org.assertj.core.api.Assertions.assertThat;

/** In documents, API keys belong to what they open, and not to the names of models. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class RenamedModelsTest {

    private static final String KEY = "sk-of-old";
    private static final String GATEWAY = "{\"url\": \"https://aigw.example.com\"}";
    private static final String ENDPOINT = "https://vllm.example.com/v1";
    private static final String FOR_CHAT = "{\"feature\": \"duo_chat\", \"model\": \"%s\"}";

    @BeforeEach
    void storeAModelWithAKey() {
        Api.entitled();
        apply(FOR_CHAT.formatted("Old"), model("Old", ENDPOINT, "a", ", \"api_key\": \"" + KEY + "\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://vllm.example.com/v1",
                "https://vllm.example.com/v1/",
                "https://VLLM.example.com/v1",
                "https://vllm.example.com:443/v1",
                " https://vllm.example.com./v1 "
            })
    void aNewNameForTheSameEndpointAndIdentifierKeepsTheKey(String endpoint) {
        var id = id("Old");
        var document = new String[] {model("New", endpoint, "a", "")};

        var plan = plan(FOR_CHAT.formatted("New"), document);
        var applied = apply(FOR_CHAT.formatted("New"), document);
        var again = apply(FOR_CHAT.formatted("New"), document);

        assertThat(json(plan.asString())).isEqualTo(json(applied.asString()));
        assertThat(applied.jsonPath().getList("models.update.name")).containsExactly("Old");
        assertThat(applied.jsonPath().getString("models.update[0].after.name")).isEqualTo("New");
        assertThat(applied.jsonPath().getBoolean("models.update[0].after.has_api_key"))
                .isTrue();
        assertThat(applied.jsonPath().getList("models.create")).isEmpty();
        assertThat(applied.jsonPath().getList("models.delete")).isEmpty();
        assertThat(applied.jsonPath().getList("features")).isEmpty();
        assertThat(warnings(applied)).isEmpty();
        assertThat(Documents.changesNothing(again)).as(again.asString()).isTrue();
        assertThat(id("New")).isEqualTo(id);
        assertThat(key("duo_chat")).isEqualTo(KEY);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\0',
            delimiter = '|',
            value = {"\"has_api_key\": true", "\"has_api_key\": false", "\"api_key\": \"" + KEY + "\""})
    void theKeyIsKeptWhateverTheDocumentSaysAboutTheSameKey(String property) {
        var renamed = apply(FOR_CHAT.formatted("New"), model("New", ENDPOINT, "a", ", " + property));

        assertThat(warnings(renamed)).isEmpty();
        assertThat(renamed.jsonPath().getBoolean("models.update[0].api_key_changed"))
                .isFalse();
        assertThat(key("duo_chat")).isEqualTo(KEY);
    }

    @Test
    void aRenamedModelCanGetANewKeyOrLoseItsKey() {
        apply(FOR_CHAT.formatted("New"), model("New", ENDPOINT, "a", ", \"api_key\": \"sk-new\""));
        var changed = key("duo_chat");

        var removed = apply(FOR_CHAT.formatted("Newer"), model("Newer", ENDPOINT, "a", ", \"api_key\": null"));

        assertThat(changed).isEqualTo("sk-new");
        assertThat(warnings(removed)).isEmpty();
        assertThat(removed.jsonPath().getBoolean("models.update[0].after.has_api_key"))
                .isFalse();
    }

    @Test
    void aModelWithoutAnEndpointIsRenamedToo() {
        apply("", Documents.model("Claude", "\"api_key\": \"sk-1\""));

        var renamed = apply("", Documents.model("Sonnet", "\"endpoint\": \"\""));

        assertThat(renamed.jsonPath().getBoolean("models.update[0].after.has_api_key"))
                .isTrue();
        assertThat(warnings(renamed)).isEmpty();
    }

    @Test
    void severalModelsAreRenamedAtOnceEachWithItsOwnKey() {
        apply(
                "",
                model("A", ENDPOINT, "a", ", \"api_key\": \"sk-a\""),
                model("B", ENDPOINT, "b", ", \"api_key\": \"sk-b\""),
                model("C", "https://other.example.com/v1", "a", ", \"api_key\": \"sk-c\""));

        var renamed = apply(
                FOR_CHAT.formatted("X") + "," + FOR_CHAT.formatted("Y").replace("duo_chat", "code_generations") + ","
                        + FOR_CHAT.formatted("Z").replace("duo_chat", "code_completions"),
                model("X", ENDPOINT, "b", ""),
                model("Y", "https://other.example.com/v1", "a", ""),
                model("Z", ENDPOINT, "a", ""));

        assertThat(warnings(renamed)).isEmpty();
        assertThat(List.of(key("duo_chat"), key("code_generations"), key("code_completions")))
                .containsExactly("sk-b", "sk-c", "sk-a");
    }

    @Test
    void anEarlierDocumentGivesTheModelItsNameBack() {
        var id = id("Old");
        var before = Documents.revision();
        apply(FOR_CHAT.formatted("New"), model("New", ENDPOINT, "a", ""));

        var restored = Documents.apply(Documents.at(before).toString());
        var again = Documents.put(Documents.at(before).toString());

        assertThat(warnings(restored)).isEmpty();
        assertThat(Documents.changesNothing(again)).isTrue();
        assertThat(id("Old")).isEqualTo(id);
        assertThat(key("duo_chat")).isEqualTo(KEY);
    }

    @Test
    void aModelWhoseNameStaysIsNotARename() {
        apply(
                "",
                model("A", ENDPOINT, "a", ", \"api_key\": \"sk-a\""),
                model("B", ENDPOINT, "b", ", \"api_key\": \"sk-b\""));

        var swapped = apply("", model("A", ENDPOINT, "b", ""), model("B", ENDPOINT, "a", ""));

        assertThat(warnings(swapped))
                .containsExactly("/models/0 api_key_for_another_model", "/models/1 api_key_for_another_model");
        assertThat(swapped.jsonPath().getList("models.update.name")).containsExactly("A", "B");
    }

    @Test
    void aNameThatIsReusedKeepsItsKeyWithAWarningAndTheOtherModelHasNone() {
        var reused = apply("", model("Old", ENDPOINT, "b", ""), model("New", ENDPOINT, "a", ""));

        assertThat(warnings(reused))
                .containsExactly("/models/0 api_key_for_another_model", "/models/1 api_key_missing");
        assertThat(reused.jsonPath().getList("models.create.name")).containsExactly("New");
    }

    @Test
    void aModelThatTakesThePlaceOfAnotherOneGetsItsKeyFromNobody() {
        apply("", model("Old", ENDPOINT, "a", ""), model("Other", ENDPOINT, "b", ""));

        var swapped = plan("", model("Old", ENDPOINT, "b", ""), model("Other", ENDPOINT, "a", ""));
        var replaced = plan("", model("Other", ENDPOINT, "a", ""));
        var stays = plan("", model("Other", ENDPOINT, "b", ""));

        assertThat(warnings(swapped))
                .containsExactly("/models/0 api_key_for_another_model", "/models/1 api_key_missing");
        assertThat(warnings(replaced)).containsExactly("/models/0 api_key_missing");
        assertThat(warnings(stays)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://vllm.example.com/v1, b, /models/0 api_key_for_another_model",
        "https://vllm.example.com/v2/v1, a, /models/0 api_key_for_another_model",
        "https://vllm.example.com/v1?tenant=b, a, /models/0 api_key_for_another_model",
        "https://vllm.example.com/b/v1, b, /models/0 api_key_for_another_model",
        "https://other.example.com/v1, b, /models/0/endpoint api_key_for_another_server",
        "http://vllm.example.com/v1, a, /models/0/endpoint api_key_for_another_server",
        "https://vllm.example.com:443/v1/, a, "
    })
    void aKeptKeyForSomethingElseCausesAWarning(String endpoint, String identifier, String warning) {
        var without = plan("", model("Old", endpoint, identifier, ", \"api_key\": null"));
        var with = plan("", model("Old", endpoint, identifier, ", \"api_key\": \"sk-other\""));
        var theSame = plan("", model("Old", endpoint, identifier, ", \"api_key\": \"" + KEY + "\""));
        var kept = apply("", model("Old", endpoint, identifier, ""));
        var again = plan("", model("Old", endpoint, identifier, ""));

        assertThat(warnings(kept)).isEqualTo(warning == null ? List.of() : List.of(warning));
        assertThat(List.of(without, with, theSame, again))
                .allSatisfy(plan -> assertThat(warnings(plan)).isEmpty());
    }

    @Test
    void anotherIdentifierOnAPlatformWithoutEndpointsCausesTheWarningToo() {
        apply("", Documents.model("Claude", "\"api_key\": \"sk-1\""));

        var other =
                apply("", Documents.model("Claude", "\"has_api_key\": true").replace("bedrock/claude", "bedrock/x"));
        var family = plan(
                "",
                Documents.model("Claude", "\"has_api_key\": true")
                        .replace("bedrock/claude", "bedrock/x")
                        .replace("claude_3", "mistral"));

        assertThat(warnings(other)).containsExactly("/models/0 api_key_for_another_model");
        assertThat(warnings(family)).isEmpty();
    }

    @Test
    void anotherFamilyIsAnotherModelWhoseKeyIsMissing() {
        var other = plan("", model("New", ENDPOINT, "a", "").replace("mixtral", "mistral"));

        assertThat(warnings(other)).containsExactly("/models/0 api_key_missing");
        assertThat(other.jsonPath().getString("warnings[0].detail")).contains("'New'", "'Old'");
    }

    @Test
    void aNewNameWithAnotherEndpointIsAnotherModel() {
        var other = plan("", model("New", "https://other.example.com/v1", "a", ""));

        assertThat(other.jsonPath().getList("models.create.name")).containsExactly("New");
        assertThat(other.jsonPath().getList("models.delete.name")).containsExactly("Old");
    }

    @Test
    void ofSeveralThatGoTheOnlyOneWithAKeyIsRenamed() {
        apply("", model("Old", ENDPOINT, "a", ""), model("Aold", ENDPOINT, "a", ""));

        var renamed = apply("", model("New", ENDPOINT, "a", ""));

        assertThat(warnings(renamed)).isEmpty();
        assertThat(renamed.jsonPath().getList("models.update.name")).containsExactly("Old");
        assertThat(renamed.jsonPath().getList("models.delete.name")).containsExactly("Aold");
        assertThat(Documents.exported().at("/models/0/has_api_key").asBoolean()).isTrue();
    }

    @Test
    void noKeyIsGuessed() {
        apply("", model("Old", ENDPOINT, "a", ""), model("Other", ENDPOINT, "a", ", \"api_key\": \"sk-2\""));

        var fromTwo = plan("", model("New", ENDPOINT, "a", ""));
        var fromTwoToTwo = plan("", model("New", ENDPOINT, "a", ""), model("Newer", ENDPOINT, "a", ""));
        apply("", model("Old", ENDPOINT, "a", ""));
        var toTwo = plan("", model("New", ENDPOINT, "a", ""), model("Newer", ENDPOINT, "a", ", \"has_api_key\": true"));

        assertThat(warnings(fromTwo)).containsExactly("/models/0 api_key_missing");
        assertThat(List.of(fromTwoToTwo, toTwo)).allSatisfy(plan -> assertThat(warnings(plan))
                .containsExactly("/models/0 api_key_missing", "/models/1 api_key_missing"));
    }

    @Test
    void aChoiceOfAModelThatIsRenamedAndChangedInOtherWaysIsStillValid() {
        var exported = Documents.exported();
        ((ObjectNode) exported.at("/models/0")).put("name", "New");
        ((ObjectNode) exported.at("/features/0")).put("model", "New");
        ((ObjectNode) exported.at("/gateway")).put("request_timeout_seconds", 90);

        var applied = Documents.apply(exported.toString());

        assertThat(applied.jsonPath().getList("features")).isEmpty();
        assertThat(Api.as("viewer")
                        .get("/features/duo_chat/effective-model")
                        .jsonPath()
                        .getString("model.name"))
                .isEqualTo("New");
    }

    private static String model(String name, String endpoint, String identifier, String properties) {
        return "{\"name\": \"%s\", \"family\": \"mixtral\", \"endpoint\": \"%s\", \"identifier\": \"custom_openai/%s\"%s}"
                .formatted(name, endpoint, identifier, properties);
    }

    private static Response apply(String features, String... models) {
        return Documents.apply(document(GATEWAY, String.join(",", models), features));
    }

    private static Response plan(String features, String... models) {
        var plan = Documents.plan(document(GATEWAY, String.join(",", models), features));
        assertThat(plan.statusCode()).as(plan.asString()).isEqualTo(200);
        return plan;
    }

    private static List<String> warnings(Response response) {
        var warnings = json(response.asString()).path("warnings");
        return StreamSupport.stream(warnings.spliterator(), false)
                .map(warning -> warning.path("pointer").asText() + " "
                        + warning.path("code").asText())
                .toList();
    }

    private static long id(String name) {
        return Api.as("viewer").get("/models").jsonPath().getLong("find { it.name == '" + name + "' }.id");
    }

    private static String key(String feature) {
        return Api.as("resolver")
                .get("/features/" + feature + "/model-metadata")
                .jsonPath()
                .getString("api_key");
    }
}
