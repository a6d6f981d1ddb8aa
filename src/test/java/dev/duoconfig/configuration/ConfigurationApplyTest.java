package dev.duoconfig.configuration;

import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import dev.duoconfig.testkit.Work;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.duoconfig.configuration.Documents.CLAUDE;
import static dev.duoconfig.configuration.Documents.MIXTRAL;
import static dev.duoconfig.configuration.Documents.MIXTRAL_FOR_CHAT;
import static dev.duoconfig.configuration.Documents.document;
import static dev.duoconfig.configuration.Documents.json;
import static dev.duoconfig.configuration.Documents.model;
import static dev.duoconfig.testkit.Problems.assertInvalid;
import static dev.duoconfig.testkit.Problems.assertProblem;
import static dev.duoconfig.testkit.Problems.errors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A document is applied completely, or not at all with all errors reported. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
@SuppressWarnings("NullAway.Init")
class ConfigurationApplyTest {

    @Inject
    ObjectMapper json;

    @BeforeEach
    void entitle() {
        Api.entitled();
    }

    @Test
    void thePlanShowsCreatedUpdatedAndDeletedModels() {
        Documents.apply(document(
                MIXTRAL + "," + CLAUDE,
                "{\"feature\": \"duo_chat\", \"model\": \"Mixtral\"},"
                        + "{\"feature\": \"code_generations\", \"model\": \"Claude\"}"));

        var plan = Documents.plan(document(
                "{\"url\": \"https://aigw.example.com\"}",
                model("Claude", "\"api_key\": \"sk-new\"") + "," + model("Other", "\"has_api_key\": false"),
                "{\"feature\": \"duo_chat\", \"model\": \"Other\"}"));

        assertThat(json(plan.asString()))
                .isEqualTo(json("""
                {"gateway": {
                   "before": {"url": null, "request_timeout_seconds": 60, "beta_features_enabled": false,
                              "outbound_allowlist": [], "agent_platform_url": null, "agent_platform_tls": true, "vendored_models_allowed": true},
                   "after": {"url": "https://aigw.example.com", "request_timeout_seconds": 60,
                             "beta_features_enabled": false, "outbound_allowlist": [],
                             "agent_platform_url": null, "agent_platform_tls": true, "vendored_models_allowed": true}},
                 "models": {
                   "create": [{"name": "Other", "family": "claude_3", "endpoint": null, "identifier": "bedrock/claude",
                               "iam_role": null, "has_api_key": false}],
                   "update": [{"name": "Claude",
                               "before": {"name": "Claude", "family": "claude_3", "endpoint": null,
                                          "identifier": "bedrock/claude", "iam_role": null, "has_api_key": false},
                               "after": {"name": "Claude", "family": "claude_3", "endpoint": null,
                                         "identifier": "bedrock/claude", "iam_role": null, "has_api_key": true},
                               "api_key_changed": true}],
                   "delete": [{"name": "Mixtral", "family": "mixtral", "endpoint": "https://vllm.example.com/v1",
                               "identifier": "custom_openai/mixtral", "iam_role": null, "has_api_key": false}]},
                 "features": [
                   {"feature": "duo_chat",
                    "before": {"provider": "self_hosted", "model": "Mixtral", "vendored_model": null},
                    "after": {"provider": "self_hosted", "model": "Other", "vendored_model": null}},
                   {"feature": "code_generations",
                    "before": {"provider": "self_hosted", "model": "Claude", "vendored_model": null},
                    "after": {"provider": "unassigned", "model": null, "vendored_model": null}}],
                 "effective_changes": %s, "warnings": []}""".formatted(json(plan.asString()).path("effective_changes"))));
        assertThat(plan.jsonPath().getList("effective_changes.feature", String.class))
                .contains("code_generations", "duo_chat", "duo_chat_explain_code");
        assertThat(plan.asString()).doesNotContain("sk-new");
    }

    @Test
    void aChangeIsOneRevisionWithAnEventForEachObject() {
        var before = Documents.revision();

        var applied = Documents.apply(document(
                "{\"url\": \"https://aigw.example.com\"}",
                MIXTRAL,
                "{\"feature\": \"duo_chat\", \"model\": \"Mixtral\"}"));

        assertThat(applied.header("Config-Revision")).isEqualTo(Long.toString(before + 1));
        assertThat(
                        Database.rows("select action from audit_event where revision = " + (before + 1)
                                        + " order by id")
                                .stream()
                                .map(row -> String.valueOf(row.get("action"))))
                .containsExactly("gateway.updated", "model.created", "feature.updated");
        assertThat(Api.as("viewer")
                        .get("/features/duo_chat/effective-model")
                        .jsonPath()
                        .getString("model.name"))
                .isEqualTo("Mixtral");
    }

    @Test
    void aModelWithTheSameNameKeepsItsIdAndHistory() {
        Documents.apply(MIXTRAL_FOR_CHAT);
        var id = modelId("Mixtral");

        Documents.apply(document(
                MIXTRAL.replace("vllm.example.com", "vllm2.example.com"),
                "{\"feature\": \"duo_chat\", \"model\": \"Mixtral\"}"));

        assertThat(modelId("Mixtral")).isEqualTo(id);
        assertThat(Api.as("viewer").get("/models/" + id).jsonPath().getString("endpoint"))
                .isEqualTo("https://vllm2.example.com/v1");
    }

    @Test
    void blanksAroundANameAreIgnored() {
        Documents.apply(MIXTRAL_FOR_CHAT);

        var again = Documents.put(MIXTRAL_FOR_CHAT.replace("\"Mixtral\"", "\"  Mixtral \""));

        assertThat(Documents.changesNothing(again)).as(again.asString()).isTrue();
    }

    @Test
    void theSameNameInAnotherSpellingIsTheSameModel() {
        var composed = document(Documents.model("Mod\u00e8le", "\"has_api_key\": false"), """
                {"feature": "duo_chat", "model": "Mod\u00e8le"}""");
        Documents.apply(composed);
        var id = modelId("Mod\u00e8le");

        var mixed = Documents.put(document(Documents.model("Mod\u00e8le", "\"has_api_key\": true"), """
                {"feature": "duo_chat", "model": "Mode\u0300le"}"""));
        var spelled = Documents.put(composed.replace("\u00e8", "e\u0300"));
        var again = Documents.put(composed.replace("\u00e8", "e\u0300"));

        assertThat(Documents.changesNothing(mixed)).as(mixed.asString()).isTrue();
        assertThat(mixed.jsonPath().getList("warnings.code")).containsExactly("api_key_missing");
        assertThat(spelled.jsonPath().getList("models.update.after.name")).containsExactly("Mode\u0300le");
        assertThat(spelled.jsonPath().getList("models.delete")).isEmpty();
        assertThat(modelId("Mode\u0300le")).isEqualTo(id);
        assertThat(Documents.changesNothing(again)).as(again.asString()).isTrue();
    }

    @Test
    void aNameThatIsListedInTwoSpellingsIsListedTwice() {
        var twice = Documents.model("Mod\u00e8le", "\"api_key\": null") + ","
                + Documents.model("Mode\u0300le", "\"api_key\": null");

        assertInvalid(Documents.put(document(twice, ""))).containsExactly("/models/1/name duplicate-name");
    }

    @Test
    void namesThatDifferInSpellingOnlyStayApartIfTheyAreStored() {
        Documents.apply(document(
                Documents.model("Mod\u00e8le", "\"api_key\": null") + "," + Documents.model("B", "\"api_key\": null"),
                """
                {"feature": "duo_chat", "model": "B"}"""));
        Database.execute(
                "update model set name = E'Mode\\u0300le' where name = 'B'",
                "update configuration_state set revision = revision + 1");

        var same = Documents.put(Documents.exported().toString());

        assertThat(Documents.changesNothing(same)).as(same.asString()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"${AZURE_API_KEY}", "os.environ/KEY", "********", "<your-api-key>"})
    void aPlaceholderForAKeyCausesAWarningEachTime(String key) {
        var document = document(Documents.CLAUDE + "," + Documents.model("B", "\"api_key\": \"" + key + "\""), "");

        for (var plan : List.of(Documents.plan(document), Documents.put(document), Documents.put(document))) {
            assertThat(plan.jsonPath().getList("warnings.code"))
                    .as(plan.asString())
                    .containsExactly("api_key_looks_like_a_placeholder");
            assertThat(plan.jsonPath().getList("warnings.pointer")).containsExactly("/models/1/api_key");
        }
    }

    @Test
    void theSameKeyAgainIsNotAChange() {
        var document = document(model("Claude", "\"api_key\": \"sk-1\""), "");
        Documents.apply(document);
        var revision = Documents.revision();

        var same = Documents.put(document);
        var other = Documents.plan(document.replace("sk-1", "sk-2"));

        assertThat(Documents.changesNothing(same)).as(same.asString()).isTrue();
        assertThat(Documents.revision()).isEqualTo(revision);
        assertThat(other.jsonPath().getBoolean("models.update[0].api_key_changed"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\""})
    void anEmptyKeyRemovesTheStoredOneAndAnAbsentKeyKeepsIt(String nothing) {
        Documents.apply(document(model("Claude", "\"api_key\": \"sk-1\""), ""));

        Documents.apply(document(CLAUDE, ""));
        var kept = Documents.exported().at("/models/0/has_api_key").asBoolean();
        Documents.apply(document(model("Claude", "\"api_key\": " + nothing), ""));

        assertThat(kept).isTrue();
        assertThat(Documents.exported().at("/models/0/has_api_key").asBoolean()).isFalse();
    }

    @Test
    void allErrorsAreReportedTogether() {
        var response = Documents.put("""
                {"gateway": {"url": "nowhere", "request_timeout_seconds": 5, "outbound_allowlist": ["x/99"]},
                 "models": [
                   {"name": "", "family": "mixtral", "identifier": "bedrock/a"},
                   {"name": "A", "family": "nothing", "identifier": "bedrock/a", "endpoint": "ftp://a"},
                   {"name": "B", "family": "mixtral", "identifier": "custom_openai/b"},
                   {"name": "C", "family": "mixtral", "identifier": "bedrock/c", "api_key": {"vault": "x"},
                    "has_api_key": null},
                   {"name": "D", "family": "codegemma", "identifier": "bedrock/d", "api_key": " sk "},
                   {"name": "D", "family": "mixtral", "identifier": "bedrock/d", "api_key": 7},
                   null],
                 "features": [
                   {"provider": "disabled"},
                   {"feature": "nothing", "provider": "disabled"},
                   {"feature": "duo_chat", "model": "Z"},
                   {"feature": "duo_chat", "provider": "disabled", "model": "B"},
                   {"feature": "duo_chat_write_tests", "provider": "self_hosted"},
                   {"feature": "duo_chat_fix_code", "provider": "maybe"},
                   {"feature": "duo_chat_explain_code", "model": "D"},
                   {"feature": "duo_chat_refactor_code"},
                   null,
                   {"feature": "code_generations", "provider": null, "model": "D"}]}""");

        assertInvalid(response)
                .containsExactlyInAnyOrder(
                        "/models/3/api_key wrong-type",
                        "/models/3/has_api_key wrong-type",
                        "/features/9/provider required",
                        "/models/5/api_key wrong-type",
                        "/models/6/name required",
                        "/models/6/family required",
                        "/models/6/identifier required",
                        "/gateway/url url-invalid",
                        "/gateway/request_timeout_seconds out-of-range",
                        "/gateway/outbound_allowlist/0 allowlist-entry-invalid",
                        "/models/0/name required",
                        "/models/1/family family-unknown",
                        "/models/1/endpoint endpoint-invalid",
                        "/models/2/endpoint endpoint-required",
                        "/models/4/api_key invalid-characters",
                        "/models/5/name duplicate-name",
                        "/features/0/feature required",
                        "/features/1/feature feature-not-found",
                        "/features/2/model model-not-found",
                        "/features/3/model model-not-allowed",
                        "/features/3/feature duplicate-feature",
                        "/features/4/model model-required",
                        "/features/5/provider provider-not-offered",
                        "/features/6/model family-not-supported",
                        "/features/7/provider required",
                        "/features/8/feature required");
        assertThat(Documents.exported().path("models")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "models", "features"})
    void anIncompleteDocumentDeletesNothing(String part) {
        Documents.apply(MIXTRAL_FOR_CHAT);
        var before = Documents.exported();
        var without = before.deepCopy();
        without.remove(part);
        var withNull = before.deepCopy();
        withNull.putNull(part);

        assertThat(errors(Documents.put(without.toString()))).contains("/" + part + " required");
        assertThat(errors(Documents.put(withNull.toString()))).contains("/" + part + " required");
        assertThat(Documents.exported()).isEqualTo(before);
    }

    static Stream<Arguments> wrongTypes() {
        return Stream.of(
                Arguments.of("{\"gateway\": [], \"models\": [], \"features\": []}", "/gateway wrong-type"),
                Arguments.of("{\"gateway\": {}, \"models\": {}, \"features\": []}", "/models wrong-type"),
                Arguments.of(document("7", ""), "/models/0 wrong-type"),
                Arguments.of(document(CLAUDE.replace("\"Claude\"", "7"), ""), "/models/0/name wrong-type"),
                Arguments.of(document(model("a", "\"color\": 1"), ""), "/models/0/color unknown-property"),
                Arguments.of(document(model("a", "\"id\": 1"), ""), "/models/0/id unknown-property"),
                Arguments.of(document(CLAUDE, "{\"model_id\": 1}"), "/features/0/model_id unknown-property"),
                Arguments.of(
                        document("{\"url_source\": \"database\"}", "", ""), "/gateway/url_source unknown-property"));
    }

    @ParameterizedTest
    @MethodSource("wrongTypes")
    void aWrongTypeIsReportedWithItsPointer(String document, String error) {
        assertInvalid(Documents.put(document)).containsExactly(error);
    }

    @Test
    void aDormantChoiceIsStoredWithAWarningAndTakesEffectLater() {
        var document = document(model("Gemma", "\"api_key\": null").replace("claude_3", "codegemma"), """
                {"feature": "code_generations", "model": "Gemma"}, {"feature": "summarize_review", "provider": "disabled"},
                {"feature": "generate_commit_message", "provider": "unassigned"}""");

        var applied = Documents.apply(document);
        var again = Documents.put(Documents.get().asString());
        var dormant = status("code_generations");
        Api.as("admin")
                .body("{\"beta_features_enabled\": true, \"url\": \"https://aigw.example.com\"}")
                .patch("/gateway")
                .then()
                .statusCode(200);

        assertThat(warnings(applied))
                .containsExactly(
                        "/models/0/family family_not_offered",
                        "/features/0/model family_not_offered",
                        "/features/2 feature_not_available");
        assertThat(Documents.changesNothing(again)).isTrue();
        assertThat(dormant).isNotEqualTo("ready");
        assertThat(status("code_generations")).isEqualTo("ready");
        assertThat(status("summarize_review")).isEqualTo("disabled");
    }

    @Test
    void aDocumentWithBetaTurnedOffCanBeAppliedAgain() {
        var beta = document(
                "{\"beta_features_enabled\": true}",
                model("Gemma", "\"api_key\": null").replace("claude_3", "codegemma"),
                "{\"feature\": \"code_generations\", \"model\": \"Gemma\"}");
        var on = Documents.apply(beta);

        var off = Documents.apply(beta.replace("true", "false"));

        assertThat(warnings(on)).isEmpty();
        assertThat(warnings(off))
                .containsExactly("/models/0/family family_not_offered", "/features/0/model family_not_offered");
        assertThat(Documents.changesNothing(Documents.put(Documents.get().asString())))
                .isTrue();
    }

    @Test
    void aSuspiciousEndpointCausesAWarning() {
        var plan = Documents.plan(document(MIXTRAL.replace("/v1", ""), ""));

        assertThat(warnings(plan)).containsExactly("/models/0/endpoint endpoint_without_v1");
        assertThat(warnings(Documents.plan(document(MIXTRAL.replace("/v1", "/v1/chat/completions"), ""))))
                .containsExactly("/models/0/endpoint endpoint_goes_too_far");
    }

    @Test
    void aGatewayWhoseUrlGoesTooFarCausesAWarning() {
        var plan = Documents.plan(document("{\"url\": \"https://aigw.example.com/docs\"}", "", ""));

        assertThat(warnings(plan)).containsExactly("/gateway/url url_goes_too_far");
    }

    @Test
    void keysForADifferentGatewayCauseAWarning() {
        var with = "{\"url\": \"https://%s\"}";
        Documents.apply(document(with.formatted("aigw.example.com"), model("Claude", "\"api_key\": \"sk-1\""), ""));

        var other = Documents.plan(
                document(with.formatted("other.example.com"), model("Claude", "\"has_api_key\": true"), ""));
        var without =
                Documents.plan(document(with.formatted("other.example.com"), model("Claude", "\"api_key\": null"), ""));
        var path = Documents.plan(
                document(with.formatted("aigw.example.com/aigw"), model("Claude", "\"has_api_key\": true"), ""));

        assertThat(warnings(other)).containsExactly("/gateway/url api_key_for_another_server");
        assertThat(warnings(without)).isEmpty();
        assertThat(warnings(path)).isEmpty();
    }

    @Test
    void aKeyThatMovesToAnotherServerCausesAWarning() {
        var here = MIXTRAL.replace("}", ", \"api_key\": \"sk-1\"}");
        var elsewhere = MIXTRAL.replace("vllm.example.com", "other.example.com");
        Documents.apply(document(here, ""));

        var sameServer = Documents.plan(document(MIXTRAL.replace("/v1", "/v2/v1"), ""));
        var withTheKey = Documents.plan(
                document(here.replace("vllm.example.com", "other.example.com").replace("sk-1", "sk-2"), ""));
        var withTheSame = Documents.plan(document(here.replace("vllm.example.com", "other.example.com"), ""));
        var moved = Documents.apply(document(elsewhere, ""));
        var again = Documents.plan(document(elsewhere, ""));

        assertThat(warnings(sameServer)).containsExactly("/models/0 api_key_for_another_model");
        assertThat(warnings(withTheKey)).isEmpty();
        assertThat(warnings(withTheSame)).isEmpty();
        assertThat(warnings(moved)).containsExactly("/models/0/endpoint api_key_for_another_server");
        assertThat(warnings(again)).isEmpty();
        assertThat(Documents.exported().at("/models/0/has_api_key").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"models", "features"})
    void aDocumentWithTooManyPartsIsRefusedImmediately(String part) {
        var parts = "{},".repeat(30_000) + "{}";

        var response =
                Documents.plan(document(part.equals("models") ? parts : "", part.equals("features") ? parts : ""));

        assertInvalid(response).containsExactly("/" + part + " too-many");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"gateway\": {}, \"models\": [%s], \"features\": []}",
                "{\"gateway\": {}, \"features\": [%s], \"models\": []}",
                "{\"gateway\": {\"outbound_allowlist\": [%s]}, \"models\": [], \"features\": []}",
                "{\"models\": [{\"api_key\": [%s]}]}",
                "{\"models\": [{\"api_key\": {\"env\": [%s]}}]}",
                "{\"models\": [{\"name\": [%s]}]}",
                "{\"models\": [[%s]]}",
                "[%s]"
            })
    void readingALargeBodyStopsAtTheLimit(String body) {
        for (var item : List.of("{}", "\"\"")) {
            var document = body.formatted((item + ",").repeat(20_000) + item);

            var json = Documents.plan(document);
            var yaml = Documents.putYaml(document);

            assertThat(errors(json)).hasSize(1).isEqualTo(errors(yaml));
            assertThat(errors(json).get(0)).matches(".*( too-many| allowlist-too-long| wrong-type| unknown-property)");
        }
    }

    @Test
    void theMemoryForALargeBodyIsThatOfTheLimit() {
        var document = "{\"models\": [" + "{},".repeat(300_000) + "{}]}";
        Runnable read = () -> assertThatThrownBy(() -> json.readValue(document, ConfigurationDocument.class))
                .hasMessageContaining("at most 10000 items");
        read.run();

        assertThat(Work.bytes(read)).isLessThan(3_000_000);
    }

    @Test
    void aListThatIsTooLongIsNamedWithItsLimit() {
        var response = Documents.plan(document("{},".repeat(300_000) + "{}", ""));

        assertThat(response.jsonPath().getString("detail"))
                .isEqualTo("The list 'models' may have at most 10000 items.");
        assertThat(response.jsonPath().getList("message.models")).hasSize(1);
    }

    @Test
    void onlyTheFirstOfVeryManyErrorsAreReported() {
        var response = Documents.plan(document("{},".repeat(9_999) + "{}", ""));

        assertThat(errors(response)).hasSize(100).startsWith("/models/0/name required");
        assertThat(response.jsonPath().getString("detail"))
                .startsWith("The request has 30000 errors, of which the first 100 are listed. The first error: ");
    }

    @Test
    void withoutASubscriptionOnlyTheGatewayCanChange() {
        Documents.apply(MIXTRAL_FOR_CHAT);
        var before = Documents.exported();
        Database.execute(
                "update subscription set entitlement_reason = 'expired', agent_platform_reason = null",
                "update configuration_state set revision = revision + 1");

        var gateway = Documents.put(MIXTRAL_FOR_CHAT.replace("{}", "{\"request_timeout_seconds\": 90}"));
        Documents.put(before.toString()).then().statusCode(200);
        var refused = List.of(
                Documents.put(document(MIXTRAL, "")),
                Documents.put(document("", "")),
                Documents.put(document(MIXTRAL + "," + CLAUDE, "{\"feature\": \"duo_chat\", \"model\": \"Mixtral\"}")),
                Documents.plan(MIXTRAL_FOR_CHAT.replace("{}", "{\"beta_features_enabled\": true}")));

        assertThat(gateway.statusCode()).as(gateway.asString()).isEqualTo(200);
        assertThat(refused).allSatisfy(response -> assertProblem(response, 403, "subscription-required"));
        assertThat(Documents.exported()).isEqualTo(before);
    }

    @Test
    void aPlanIsAppliedOnlyIfNothingChangedSince() {
        var plan = Documents.plan(MIXTRAL_FOR_CHAT);
        var tag = plan.header("ETag");

        Api.as("admin")
                .body("{\"request_timeout_seconds\": 90}")
                .patch("/gateway")
                .then()
                .statusCode(200);
        var late =
                Api.as("admin").header("If-Match", tag).body(MIXTRAL_FOR_CHAT).put("/configuration");
        var newTag = Documents.plan(MIXTRAL_FOR_CHAT).header("ETag");
        var inTime = Api.as("admin")
                .header("If-Match", newTag)
                .body(MIXTRAL_FOR_CHAT)
                .put("/configuration");

        assertProblem(late, 412, "precondition-failed");
        assertThat(inTime.statusCode()).isEqualTo(200);
        assertThat(Documents.exported().path("models")).hasSize(1);
    }

    private static String status(String feature) {
        return Api.as("viewer")
                .get("/features/" + feature + "/effective-model")
                .jsonPath()
                .getString("status");
    }

    private static long modelId(String name) {
        return Api.as("viewer")
                .queryParam("search", name)
                .get("/models")
                .jsonPath()
                .getLong("[0].id");
    }

    private static List<String> warnings(Response applied) {
        var warnings = json(applied.asString()).path("warnings");
        return StreamSupport.stream(warnings.spliterator(), false)
                .map(warning -> warning.path("pointer").asText() + " "
                        + warning.path("code").asText())
                .toList();
    }
}
