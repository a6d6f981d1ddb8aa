package dev.duoconfig.configuration;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.duoconfig.model.SampleModels;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.duoconfig.testkit.Problems.assertInvalid;
import static dev.duoconfig.testkit.Problems.assertProblem;
import static dev.duoconfig.testkit.Problems.errors;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

/** A plan of several writes: what it shows, what it refuses, and that it stores nothing. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class PlanTest {

    private static final String NEW = """
            {"name": "New", "family": "gpt", "endpoint": "https://gpt.example.com", "identifier": "azure/gpt",
             "api_key": "sk-canary-of-a-plan"}""";

    private long mixtral;
    private long claude;

    @BeforeEach
    void configure() {
        Api.entitled();
        send("PATCH", "/gateway", "{\"url\": \"https://aigw.example.com\"}");
        mixtral = SampleModels.create("Mixtral", "mixtral");
        claude = SampleModels.create("Claude", "claude_3");
        send("PUT", "/features/duo_chat", "{\"model_id\": " + mixtral + "}");
        send("PUT", "/features/code_generations", "{\"model_id\": " + claude + "}");
    }

    @Test
    void aPlanShowsWhatAllOfItsWritesDoTogether() {
        var plan = planned("""
                {"gateway": {"request_timeout_seconds": 90},
                 "models": [{"id": %d, "name": "Renamed", "endpoint": "https://new.example.com/v1"}, %s],
                 "features": [{"feature": "duo_chat", "model": "New"},
                              {"feature": "duo_chat_explain_code", "provider": "disabled"}],
                 "delete_models": [{"id": %d, "unassign": true}]}""".formatted(mixtral, NEW, claude));

        assertThat(plan.getInt("gateway.before.request_timeout_seconds")).isEqualTo(60);
        assertThat(plan.getInt("gateway.after.request_timeout_seconds")).isEqualTo(90);
        assertThat(plan.getList("models.create.name")).containsExactly("New");
        assertThat(plan.getBoolean("models.create[0].has_api_key")).isTrue();
        assertThat(plan.getList("models.update.name")).containsExactly("Mixtral");
        assertThat(plan.getString("models.update[0].after.name")).isEqualTo("Renamed");
        assertThat(plan.getString("models.update[0].after.endpoint")).isEqualTo("https://new.example.com/v1");
        assertThat(plan.getList("models.delete.name")).containsExactly("Claude");
        assertThat(plan.getMap("features.collectEntries { [it.feature, it.after.model ?: it.after.provider] }"))
                .isEqualTo(Map.of(
                        "duo_chat", "New", "duo_chat_explain_code", "disabled", "code_generations", "unassigned"));
        assertThat(effects(plan))
                .containsEntry("duo_chat", "Mixtral -> New")
                .containsEntry("duo_chat_explain_code", "Mixtral -> disabled")
                .containsEntry("duo_chat_write_tests", "Mixtral -> New")
                .containsEntry("code_generations", "Claude -> unassigned");
    }

    @Test
    void aPlanStoresNothing() {
        var before = everything();

        var response =
                plan("{\"models\": [" + NEW + "], \"features\": [{\"feature\": \"duo_chat\", \"model\": \"New\"}]}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.header("Dry-Run")).isEqualTo("true");
        assertThat(response.asString()).doesNotContain("canary");
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void theEffectsAreCountedInTheHeader() {
        var response = plan("{\"features\": [{\"feature\": \"duo_chat\", \"provider\": \"disabled\"}]}");

        var effects = response.jsonPath().getList("effective_changes");
        assertThat(effects).hasSizeGreaterThan(2);
        assertThat(response.header("Effective-Changes")).isEqualTo(Integer.toString(effects.size()));
    }

    @Test
    void theTagOfAPlanIsTheConditionOfTheWrites() {
        var tag = plan("{\"models\": [{\"id\": " + mixtral + ", \"name\": \"Renamed\"}]}")
                .header("ETag");
        send("PUT", "/features/duo_chat", "{\"provider\": \"disabled\"}");

        var unrelated = conditional(tag, "/models/" + mixtral, "{\"name\": \"Renamed\"}");
        var stale = conditional(tag, "/models/" + mixtral, "{\"name\": \"Renamed again\"}");

        assertThat(unrelated.statusCode()).isEqualTo(200);
        assertProblem(stale, 412, "precondition-failed");
    }

    @Test
    void aPlanOfWhatIsStoredChangesNothing() {
        var response = plan("""
                {"gateway": {}, "models": [{"id": %d}, {"id": %d, "name": "Claude"}],
                 "features": [{"feature": "duo_chat", "model_id": %d}]}""".formatted(mixtral, claude, mixtral));

        assertThat(response.asString()).isEqualTo("""
                {"gateway":null,"models":{"create":[],"update":[],"delete":[]},"features":[],"effective_changes":[],\
                "warnings":[]}""");
        assertThat(response.header("Effective-Changes")).isEqualTo("0");
    }

    @Test
    void aRequestWithoutAnyChangeIsRefused() {
        assertInvalid(plan("{}")).containsExactly(" required");
        assertInvalid(plan("{\"gateway\": null, \"models\": [], \"features\": [], \"delete_models\": null}"))
                .containsExactly(" required");
    }

    @Test
    void theErrorsOfAllPartsAreReportedWithTheirPointers() {
        var response = plan("""
                {"gateway": {"url": "nowhere", "outbound_allowlist": ["10.0.0.0/8", "*"]},
                 "models": [{"name": "A", "family": "gpt", "endpoint": "nowhere", "identifier": "azure/a"},
                            {"id": %d, "family": "unknown"}, {"id": 99999, "name": "B"}, null],
                 "features": [{"feature": "code_completions", "provider": "disabled"},
                              {"feature": "duo_chat", "model_id": 88888}, {"feature": "nothing", "model": "Nobody"},
                              {"feature": "nothing", "provider": "disabled"}, null],
                 "delete_models": [{"id": 77777}, {"id": %d, "reassign_to": 66666}, {"unassign": true},
                                   {"id": %d, "reassign_to": %d, "unassign": true}]}""".formatted(mixtral, claude, mixtral, claude));

        assertInvalid(response)
                .containsExactlyInAnyOrder(
                        "/gateway/url url-invalid",
                        "/gateway/outbound_allowlist/1 allowlist-entry-invalid",
                        "/models/0/endpoint endpoint-invalid",
                        "/models/1/family family-unknown",
                        "/models/2/id model-not-found",
                        "/models/3/name required",
                        "/models/3/family required",
                        "/models/3/identifier required",
                        "/features/1/model_id model-not-found",
                        "/features/2/model model-not-found",
                        "/features/3/feature feature-not-found",
                        "/features/4/feature required",
                        "/delete_models/0/id model-not-found",
                        "/delete_models/1/reassign_to model-not-found",
                        "/delete_models/2/id required",
                        "/delete_models/3/unassign unassign-not-allowed");
    }

    @Test
    void aChoiceOfARefusedModelIsNoFurtherError() {
        var response = plan("""
                {"models": [{"name": "A", "family": "gpt", "identifier": "azure/a"}, {"id": %d, "endpoint": "nowhere"}],
                 "features": [{"feature": "duo_chat", "model": "A"}, {"feature": "code_generations", "model": "Mixtral"},
                              {"feature": "code_completions", "model_id": %d}]}""".formatted(mixtral, mixtral));

        assertInvalid(response)
                .containsExactly("/models/0/endpoint endpoint-required", "/models/1/endpoint endpoint-invalid");
    }

    @Test
    void aModelOrANewNameCannotBeListedTwice() {
        var response = plan("""
                {"models": [{"id": %d, "name": "A"}, {"id": %d, "endpoint": "https://a.example.com/v1"},
                            {"id": %d, "name": " A "}]}""".formatted(mixtral, mixtral, claude));

        assertInvalid(response).containsExactly("/models/1/id duplicate-model", "/models/2/name duplicate-name");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"models\": [{}, {\"name\": \"Mixtral\"}]} | name-taken | /models/1/name",
                "{\"models\": [{\"id\": CLAUDE, \"name\": \"Mixtral\"}]} | name-taken | /models/0/name",
                "{\"models\": [{\"id\": MIXTRAL, \"family\": \"codegemma\"}]} | family-in-use | /models/0/family",
                "{\"delete_models\": [{\"id\": MIXTRAL}]} | model-in-use | /delete_models/0/id"
            })
    void aConflictIsThatOfTheWriteWithAPointer(String body, String code, String pointer) {
        send("PATCH", "/gateway", "{\"beta_features_enabled\": true}");
        var complete = ", \"family\": \"gpt\", \"endpoint\": \"https://a.example.com\", \"identifier\": \"azure/a\"}";
        var response = plan(body.replace("{}", "{\"name\": \"A\"" + complete)
                .replace("{\"name\": \"Mixtral\"}", "{\"name\": \"Mixtral\"" + complete)
                .replace("MIXTRAL", Long.toString(mixtral))
                .replace("CLAUDE", Long.toString(claude)));

        assertProblem(response, 409, code);
        assertThat(errors(response)).containsExactly(pointer + " " + code);
        if (!code.equals("name-taken")) {
            assertThat(response.jsonPath().getList("used_by")).containsExactly("duo_chat");
        }
    }

    @Test
    void anErrorIsReportedBeforeAConflict() {
        var response = plan("{\"gateway\": {\"url\": \"nowhere\"}, \"delete_models\": [{\"id\": " + mixtral + "}]}");

        assertInvalid(response).containsExactly("/gateway/url url-invalid");
    }

    @Test
    void theRemedyOfAConflictCanBeSentInAPlan() {
        var conflict = plan("{\"delete_models\": [{\"id\": " + mixtral + "}]}");
        assertThat(conflict.jsonPath().getString("detail"))
                .contains("reassign_to", "unassign")
                .doesNotContain("?");

        assertThat(effects(
                        planned("{\"delete_models\": [{\"id\": %d, \"reassign_to\": %d}]}".formatted(mixtral, claude))))
                .containsEntry("duo_chat", "Mixtral -> Claude");
    }

    @Test
    void aLaterWriteSeesTheEarlierOnes() {
        var plan = planned("""
                {"gateway": {"beta_features_enabled": true},
                 "models": [{"name": "Llama", "family": "llama3", "endpoint": "https://llama.example.com/v1",
                             "identifier": "custom_openai/llama"},
                            {"id": %d, "name": "Claude 3"}, {"id": %d, "name": "Claude"}],
                 "features": [{"feature": "duo_chat", "model": "Llama"}, {"feature": "code_generations", "model": " Claude "}],
                 "delete_models": [{"id": %d}]}""".formatted(claude, mixtral, claude));

        assertThat(effects(plan))
                .containsEntry("duo_chat", "Mixtral -> Llama")
                .containsEntry("code_generations", "Claude -> Claude");
        assertThat(plan.getList("models.update.after.name")).containsExactly("Claude");
        assertThat(plan.getList("models.delete.name")).containsExactly("Claude");
    }

    @Test
    void withAnInvalidGatewayUrlItsTogglesStillCount() {
        var response = plan("""
                {"gateway": {"url": "nowhere", "beta_features_enabled": true},
                 "models": [{"name": "Llama", "family": "llama3", "endpoint": "https://llama.example.com/v1",
                             "identifier": "custom_openai/llama"}],
                 "features": [{"feature": "duo_chat", "model": "Llama"}]}""");

        assertInvalid(response).containsExactly("/gateway/url url-invalid");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"feature\": \"duo_chat\", \"model\": \"New\", \"provider\": \"disabled\"} | model-not-allowed",
                "{\"feature\": \"duo_chat\", \"model\": \"New\", \"model_id\": 1} | read-only",
                "{\"feature\": \"duo_chat\", \"model\": \"Mixtral\"} | model-not-found"
            })
    void theErrorOfANamedModelPointsToTheName(String choice, String code) {
        var response = plan("{\"models\": [" + NEW + "], \"features\": [" + choice + "]}");

        assertThat(errors(response)).contains("/features/0/model " + code);
        assertThat(response.jsonPath().getString("errors.find { it.code == '" + code + "' }.detail"))
                .contains("model");
    }

    @Test
    void theFamilyOfANamedModelMustFit() {
        var response = plan("""
                {"gateway": {"beta_features_enabled": true},
                 "models": [{"id": %d, "name": "Coder", "family": "codegemma"}],
                 "features": [{"feature": "code_completions", "model": "Coder"}, {"feature": "duo_chat", "model": "Coder"}]}""".formatted(claude));

        assertInvalid(response).containsExactly("/features/1/model family-not-supported");
    }

    @Test
    void whatAGetReturnedCanBeSentBack() {
        var choice = Api.as("viewer").get("/features/duo_chat").asString();

        assertThat(plan("{\"features\": [" + choice + "]}").header("Effective-Changes"))
                .isEqualTo("0");
        assertInvalid(plan("{\"features\": [" + choice.replace("General Chat", "Other") + "]}"))
                .contains("/features/0/title read-only");
    }

    @Test
    void warningsAreThoseOfTheWritesAndPointIntoThePlan() {
        Database.execute(
                "update subscription set license_type = 'online_cloud'",
                "update configuration_state set revision = revision + 1");
        send("PATCH", "/models/" + mixtral, "{\"api_key\": \"sk-1\"}");
        var plan = planned("""
                {"gateway": {"url": "https://other.example.com/v1", "vendored_models_allowed": false},
                 "models": [{"id": %d, "endpoint": "https://other.example.com"},
                            {"name": "New", "family": "claude_3", "endpoint": "https://a.example.com", "identifier": "bedrock/c",
                             "api_key": "<your-api-key>"}]}""".formatted(mixtral));

        assertThat(IntStream.range(0, plan.getList("warnings").size())
                        .mapToObj(index -> plan.getString("warnings[" + index + "].pointer") + " "
                                + plan.getString("warnings[" + index + "].code")))
                .containsExactlyInAnyOrder(
                        "/gateway/url api_key_for_another_server",
                        "/gateway/url url_goes_too_far",
                        "/gateway/vendored_models_allowed sends_to_gitlab",
                        "/models/0/endpoint api_key_for_another_server",
                        "/models/0/endpoint endpoint_without_v1",
                        "/models/1/endpoint endpoint_not_needed",
                        "/models/1/api_key api_key_not_needed",
                        "/models/1/api_key api_key_looks_like_a_placeholder");
    }

    @ParameterizedTest
    @CsvSource({"'\"sk-1\"', false, true", "'\"sk-2\"', true, true", "null, true, false", "'\"\"', true, false"})
    void aChangedKeyIsShownWithoutItsValue(String key, boolean changed, boolean hasKey) {
        send("PATCH", "/models/" + mixtral, "{\"api_key\": \"sk-1\"}");

        var response =
                plan("{\"models\": [{\"id\": " + mixtral + ", \"name\": \"Renamed\", \"api_key\": " + key + "}]}");

        var plan = response.jsonPath();
        assertThat(plan.getBoolean("models.update[0].api_key_changed")).isEqualTo(changed);
        assertThat(plan.getBoolean("models.update[0].after.has_api_key")).isEqualTo(hasKey);
        assertThat(response.asString()).doesNotContain("sk-");
    }

    @Test
    void withoutASubscriptionOnlyTheGatewayCanBePlanned() {
        Database.execute(
                "update subscription set entitlement_reason = 'never_synced', agent_platform_reason = null, plan = null,"
                        + " last_sync_at = null",
                "update configuration_state set revision = revision + 1");

        assertThat(plan("{\"gateway\": {\"url\": \"https://new.example.com\"}}").statusCode())
                .isEqualTo(200);
        assertProblem(plan("{\"gateway\": {\"beta_features_enabled\": true}}"), 403, "subscription-required");
        assertProblem(plan("{\"models\": [" + NEW + "]}"), 403, "subscription-required");
        assertProblem(
                plan("{\"features\": [{\"feature\": \"duo_chat\", \"provider\": \"disabled\"}]}"),
                403,
                "subscription-required");
        assertProblem(plan("{\"delete_models\": [{\"id\": " + claude + "}]}"), 403, "subscription-required");
    }

    @ParameterizedTest
    @ValueSource(strings = {"models", "delete_models"})
    void aListThatIsTooLongIsRefused(String part) {
        var body = "{\"%s\": [%s]}";
        var item = "{\"id\": 9}";

        assertInvalid(plan(body.formatted(
                        part, IntStream.range(0, 101).mapToObj(index -> item).collect(joining(",")))))
                .containsExactly("/" + part + " too-many");
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"color\": 1}', /color unknown-property",
        "'{\"gateway\": {\"color\": 1}}', /gateway/color unknown-property",
        "'{\"models\": [{\"color\": 1}]}', /models/0/color unknown-property",
        "'{\"models\": [{\"id\": \"7\"}]}', /models/0/id wrong-type",
        "'{\"features\": [{\"color\": 1}]}', /features/0/color unknown-property",
        "'{\"delete_models\": [{\"unassign\": 1}]}', /delete_models/0/unassign wrong-type",
        "'{\"models\": {}}', /models wrong-type"
    })
    void theFormOfEachPartIsChecked(String body, String error) {
        assertInvalid(plan(body)).containsExactly(error);
    }

    private static Map<String, String> effects(JsonPath plan) {
        return plan.getMap("effective_changes.collectEntries { [it.feature,"
                + " (it.before.model ?: it.before.status) + ' -> ' + (it.after.model ?: it.after.status)] }");
    }

    private static JsonPath planned(String body) {
        var response = plan(body);
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return response.jsonPath();
    }

    private static Response plan(String body) {
        return Api.as("admin").body(body).post("/plan");
    }

    private static Response conditional(String tag, String path, String body) {
        return Api.as("admin").header("If-Match", tag).body(body).patch(path);
    }

    private static void send(String method, String path, String body) {
        var response = Api.as("admin").body(body).request(method, path);
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
    }

    private static List<?> everything() {
        return List.of("configuration_state", "gateway", "model", "feature_setting", "audit_event").stream()
                .map(table -> Database.rows("select t::text as row from " + table + " t order by 1"))
                .toList();
    }
}
