package dev.duoconfig.testkit.gitlab;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The double has the rules of a GitLab. */
@Tag("fast")
class GitLabDoubleTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String UNKNOWN_ID = "gid://gitlab/Ai::SelfHostedModel/99";

    private final HttpClient client = HttpClient.newHttpClient();
    private GitLabDouble gitlab = GitLabDouble.start("19.5");

    @AfterEach
    void stop() {
        gitlab.close();
    }

    @Test
    void namesAreUniqueAndCaseSensitive() {
        create(Map.of("name", "Chat"));

        assertThat(errors(create(Map.of("name", "chat")))).isEmpty();
        assertThat(errors(create(Map.of("name", "Chat")))).containsExactly("Name has already been taken");
    }

    @Test
    void aNameIsRequired() {
        assertThat(errors(create(Map.of("name", " ")))).containsExactly("Name can't be blank");
    }

    @ParameterizedTest
    @CsvSource({"18.2, true", "18.9, true", "19.5, false"})
    void anEndpointIsRequiredBefore19(String version, boolean required) {
        restart(version);
        var input = input(Map.of("endpoint", ""));
        input.put("endpoint", null);

        var response = create(input);

        assertThat(response.has("errors")).isEqualTo(required);
    }

    @Test
    void aValueThatTheInterfaceDoesNotHaveIsAnErrorOfTheRequest() {
        assertThat(create(Map.of("model", "NOTHING")).has("errors")).isTrue();
        assertThat(create(Map.of("region", "eu")).has("errors")).isTrue();
    }

    @Test
    void anUpdateKeepsTheApiKeyUnlessOneIsSent() {
        var id = id(create(Map.of("apiToken", "sk-1")));

        update(id, Map.of());
        assertThat(gitlab.model("Chat").apiKey()).isEqualTo("sk-1");
        update(id, Map.of("apiToken", "sk-2"));
        assertThat(gitlab.model("Chat").apiKey()).isEqualTo("sk-2");
        update(id, Map.of("apiToken", ""));
        assertThat(gitlab.model("Chat").apiKey()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"18.2", "18.9", "19.5"})
    void allFeaturesAreListedAndUnassignedAtFirst(String version) {
        restart(version);

        var nodes = call("query { aiFeatureSettings { nodes { feature provider } } }", Map.of())
                .at("/data/aiFeatureSettings/nodes");

        assertThat(nodes).hasSize(version.equals("18.2") ? 15 : version.equals("18.9") ? 18 : 25);
        assertThat(nodes.findValuesAsText("provider")).containsOnly("unassigned");
    }

    @Test
    void ofSeveralFeaturesThoseBeforeTheOneThatFailsAreSet() {
        var id = id(create(Map.of("model", "CODEGEMMA")));

        var response = setFeatures("SELF_HOSTED", id, "CODE_GENERATIONS", "DUO_CHAT", "CODE_COMPLETIONS");

        assertThat(errors(response)).containsExactly("The feature duo_chat is incompatible with the family codegemma");
        assertThat(provider("code_generations")).isEqualTo("self_hosted");
        assertThat(provider("code_completions")).isEqualTo("unassigned");
    }

    @Test
    void aSelfHostedFeatureNeedsAModel() {
        assertThat(errors(setFeatures("SELF_HOSTED", null, "DUO_CHAT"))).isNotEmpty();
        assertThat(setFeatures("SELF_HOSTED", UNKNOWN_ID, "DUO_CHAT").has("errors"))
                .isTrue();
    }

    @Test
    void aDeletionUnassignsTheFeaturesOfTheModel() {
        var id = id(create(Map.of()));
        setFeatures("SELF_HOSTED", id, "DUO_CHAT");

        call(
                mutation("aiSelfHostedModelDelete", "AiSelfHostedModelDeleteInput", ""),
                Map.of("input", Map.of("id", id)));

        assertThat(gitlab.models()).isEmpty();
        assertThat(provider("duo_chat")).isEqualTo("unassigned");
    }

    @Test
    void aPageHasAHundredEntries() {
        gitlab.changeByHand(data -> {
            for (var number = 0; number < 101; number++) {
                data.createModel(Map.of("name", "Model " + number, "model", "GPT"));
            }
        });
        var query = "query($after: String) { aiSelfHostedModels(first: 500, after: $after) {"
                + " nodes { name } pageInfo { hasNextPage endCursor } } }";

        var first = call(query, Map.of()).at("/data/aiSelfHostedModels");
        var second = call(query, Map.of("after", first.at("/pageInfo/endCursor").asText()))
                .at("/data/aiSelfHostedModels");

        assertThat(first.path("nodes")).hasSize(100);
        assertThat(first.at("/pageInfo/hasNextPage").asBoolean()).isTrue();
        assertThat(second.path("nodes")).hasSize(1);
        assertThat(second.at("/pageInfo/hasNextPage").asBoolean()).isFalse();
    }

    @Test
    void othersThanAdministratorsSeeNothingAndChangeNothing() {
        gitlab.setAdministrator(false);

        assertThat(call("query { duoSettings { aiGatewayUrl } }", Map.of())
                        .at("/data/duoSettings")
                        .isNull())
                .isTrue();
        assertThat(create(Map.of()).at("/errors/0/message").asText()).contains("permission");
    }

    @Test
    void introspectionCanBeRefused() {
        var query = "query { __type(name: \"DuoSettings\") { name } }";

        assertThat(call(query, Map.of()).at("/data/__type/name").asText()).isEqualTo("DuoSettings");
        gitlab.refuseIntrospection();
        assertThat(call(query, Map.of()).has("errors")).isTrue();
    }

    @Test
    void aQuestionForApiKeysIsNoticed() {
        create(Map.of("apiToken", "sk-1"));
        assertThat(gitlab.askedForApiToken()).isFalse();

        call("query { aiSelfHostedModels { nodes { apiToken } } }", Map.of());

        assertThat(gitlab.askedForApiToken()).isTrue();
    }

    @Test
    void theTokenAndAdminModeAreChecked() throws Exception {
        assertThat(send("query { metadata { version } }", Map.of(), "glpat-other")
                        .statusCode())
                .isEqualTo(401);
        gitlab.setAdminMode(true);
        assertThat(send("query { metadata { version } }", Map.of(), GitLabDouble.TOKEN)
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void failuresArePlannedByNumberAndByOperation() throws Exception {
        gitlab.failAtCall(2, Failure.tooManyRequests("7"));
        gitlab.failAt("duoSettings", Failure.status(502));
        var query = "query { metadata { version } }";

        var statuses = List.of(
                send(query, Map.of(), GitLabDouble.TOKEN).statusCode(),
                send(query, Map.of(), GitLabDouble.TOKEN).statusCode(),
                send("query { duoSettings { aiGatewayUrl } }", Map.of(), GitLabDouble.TOKEN)
                        .statusCode(),
                send("query { duoSettings { aiGatewayUrl } }", Map.of(), GitLabDouble.TOKEN)
                        .statusCode());

        assertThat(statuses).containsExactly(200, 429, 502, 200);
        assertThat(gitlab.calls()).hasSize(4);
    }

    @Test
    void aQueryForTypesIsNamedAsSuch() {
        call("query { metadata { version } a: __type(name: \"DuoSettings\") { name } }", Map.of());
        call("query { metadata { version } duoSettings { aiGatewayUrl } }", Map.of());

        assertThat(gitlab.calls()).extracting("operation").containsExactly("__type", "duoSettings,metadata");
    }

    @Test
    void theInterfaceCanBeChanged() {
        gitlab.close();
        gitlab = GitLabDouble.start("19.5", text -> text.replace("iamRole: String", "region: String"));

        assertThat(create(Map.of("region", "eu")).has("errors")).isFalse();
        assertThat(create(Map.of("iamRole", "arn")).has("errors")).isTrue();
    }

    private void restart(String version) {
        gitlab.close();
        gitlab = GitLabDouble.start(version);
    }

    private String provider(String feature) {
        return gitlab.feature(feature).provider();
    }

    private JsonNode create(Map<String, @Nullable Object> properties) {
        return call(
                mutation("aiSelfHostedModelCreate", "AiSelfHostedModelCreateInput", "selfHostedModel { id }"),
                Map.of("input", input(properties)));
    }

    private void update(String id, Map<String, @Nullable Object> properties) {
        var input = input(properties);
        input.put("id", id);
        var response =
                call(mutation("aiSelfHostedModelUpdate", "AiSelfHostedModelUpdateInput", ""), Map.of("input", input));
        assertThat(errors(response)).isEmpty();
    }

    private JsonNode setFeatures(String provider, @Nullable String modelId, String... features) {
        var input = new HashMap<String, @Nullable Object>();
        input.put("features", List.of(features));
        input.put("provider", provider);
        input.put("aiSelfHostedModelId", modelId);
        return call(
                mutation("aiFeatureSettingUpdate", "AiFeatureSettingUpdateInput", "aiFeatureSettings { feature }"),
                Map.of("input", input));
    }

    /** The properties of a model, and valid values for what they lack. */
    private Map<String, @Nullable Object> input(Map<String, @Nullable Object> properties) {
        var input = new HashMap<String, @Nullable Object>();
        input.put("name", "Chat");
        input.put("model", "MIXTRAL");
        input.put("endpoint", "https://vllm.example.com/v1");
        if (Interface.text(gitlab.version()).contains("AiSelfHostedModelProvider")) {
            input.put("provider", "API");
        }
        input.putAll(properties);
        return input;
    }

    private static String mutation(String name, String type, String selection) {
        return "mutation($input: " + type + "!) { " + name + "(input: $input) { errors " + selection + " } }";
    }

    private static String id(JsonNode response) {
        return response.findValue("id").asText();
    }

    private static List<String> errors(JsonNode response) {
        var errors = response.path("data").findValue("errors");
        assertThat(errors).as(response.toString()).isNotNull();
        return JSON.convertValue(errors, JSON.getTypeFactory().constructCollectionType(List.class, String.class));
    }

    private JsonNode call(String query, Map<String, ?> variables) {
        try {
            return JSON.readTree(send(query, variables, GitLabDouble.TOKEN).body());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpResponse<String> send(String query, Map<String, ?> variables, String token)
            throws IOException, InterruptedException {
        var body = JSON.writeValueAsString(Map.of("query", query, "variables", variables));
        return client.send(
                HttpRequest.newBuilder(URI.create(gitlab.url() + "/api/graphql"))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
