package dev.duoconfig.diagnosis;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.duoconfig.model.SampleModels;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static dev.duoconfig.testkit.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

/** The findings for an administrator, from the first start to a working configuration. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class DiagnosticsTest {

    @Test
    void anEmptyConfigurationListsWhatToDoFirst() {
        var findings = findings();

        assertThat(findings.subList(0, 3))
                .extracting(finding -> finding.get("severity") + " " + finding.get("code"))
                .containsExactly(
                        "error subscription_never_synced", "error gateway_not_configured", "warning no_models");
        assertThat(findings.subList(3, findings.size()))
                .extracting(finding -> finding.get("code"))
                .containsOnly("feature_without_model");
    }

    @Test
    void exactlyTheFindingsThatAreNotOkHaveARemedy() {
        Api.entitled();
        assign("duo_chat", SampleModels.create("Mixtral", "mixtral"));

        assertThat(findings()).allSatisfy(finding -> assertThat(finding.get("remedy") == null)
                .isEqualTo("ok".equals(finding.get("severity"))));
    }

    @Test
    void aWorkingConfigurationHasOnlyOkFindings() {
        Api.entitled();
        setGateway("{\"url\": \"https://aigw.example.com\"}");
        var model = SampleModels.create("Mixtral", "mixtral");
        for (var feature : List.of("code_generations", "code_completions", "duo_chat", "review_merge_request")) {
            assign(feature, model);
        }
        var agents = SampleModels.create("Claude", "claude_3");
        for (var feature : List.of(
                "duo_agent_platform",
                "duo_agent_platform_agentic_chat",
                "secret_vulnerability_fp_detection",
                "review_merge_request_dap",
                "duo_developer")) {
            assign(feature, agents);
        }

        assertThat(findings()).extracting(finding -> finding.get("severity")).containsOnly("ok");
        assertThat(finding("model_in_use", "/models/" + model).get("detail"))
                .isEqualTo(
                        "Model 'Mixtral' serves duo_chat, code_generations, code_completions, review_merge_request.");
        assertThat(finding("feature_ready", "/features/duo_chat_fix_code").get("detail"))
                .isEqualTo("General Chat is set to model 'Mixtral', and Fix Code has no setting of its own.");
    }

    @Test
    void featuresThatNeedAGatewayAreBlockedWithoutOne() {
        Api.entitled();
        assign("duo_chat", SampleModels.create("Mixtral", "mixtral"));

        assertThat(finding("feature_blocked_gateway_not_configured", "/features/duo_chat"))
                .containsEntry("severity", "error")
                .containsEntry("remedy", "Set the AI gateway URL with PATCH /gateway.");
    }

    @Test
    void aBetaModelInUseIsAnErrorWhileBetaIsOff() {
        Api.entitled();
        setGateway("{\"url\": \"https://aigw.example.com\", \"beta_features_enabled\": true}");
        var model = SampleModels.create("Llama", "llama3");
        assign("duo_chat", model);
        assign("summarize_review", model);
        setGateway("{\"beta_features_enabled\": false}");

        assertThat(finding("family_not_offered", "/models/" + model)).containsEntry("severity", "error");
        assertThat(finding("feature_blocked_beta_models_off", "/features/duo_chat"))
                .containsEntry("severity", "error");
        assertThat(finding("feature_blocked_beta_features_off", "/features/summarize_review"))
                .containsEntry("severity", "error");
    }

    @Test
    void anEndpointWithoutV1IsOnlyAWarning() {
        Api.entitled();
        SampleModels.post(SampleModels.body("endpoint", "https://vllm.example.com"))
                .then()
                .statusCode(201);

        assertThat(findings()).anySatisfy(finding -> assertThat(finding)
                .containsEntry("code", "endpoint_without_v1")
                .containsEntry("severity", "warning"));
    }

    @Test
    void anUnsupportedFamilyFromAFallbackIsAWarningBesideTheDecision() {
        Api.entitled();
        setGateway("{\"url\": \"https://aigw.example.com\", \"beta_features_enabled\": true}");
        assign("duo_chat", SampleModels.create("Codestral", "codestral"));

        assertThat(finding("feature_ready", "/features/duo_chat_troubleshoot_job"))
                .containsEntry("severity", "ok");
        assertThat(finding("family_not_supported", "/features/duo_chat_troubleshoot_job"))
                .containsEntry("severity", "warning");
    }

    @Test
    void aFailedSynchronizationAndANearEndAreReportedBesideTheState() {
        Api.entitled();
        Database.execute("""
                begin;
                update subscription set last_error = 'GitLab answered 401.', expires_at = now() + interval '3 days';
                update configuration_state set revision = revision + 1;
                commit""");

        assertThat(finding("subscription_entitled", "/subscription")).containsEntry("severity", "ok");
        assertThat(finding("subscription_ends_soon", "/subscription")).containsEntry("severity", "warning");
        assertThat(String.valueOf(
                        finding("subscription_sync_failed", "/subscription").get("detail")))
                .contains("GitLab answered 401.");
    }

    @Test
    void aTimeoutAboveItsDefaultMayBeLongerThanTheGateways() {
        assertThat(codesOf("/gateway")).doesNotContain("gateway_timeout_shorter");
        setGateway("{\"url\": \"https://aigw.example.com\", \"request_timeout_seconds\": 61}");

        assertThat(codesOf("/gateway")).containsExactly("gateway_configured", "gateway_timeout_shorter");
        assertThat(String.valueOf(finding("gateway_timeout_shorter", "/gateway").get("remedy")))
                .contains("AIGW_DUO_CHAT__MODEL_REQUEST_TIMEOUT", "61");
        setGateway("{\"request_timeout_seconds\": 60}");
        assertThat(codesOf("/gateway")).containsExactly("gateway_configured");
    }

    @Test
    void aSelfHostedFlowIsReportedUnlessTheFeatureThatSignsItIsSelfHostedToo() {
        Api.entitled();
        setGateway("{\"url\": \"https://aigw.example.com\"}");
        var model = SampleModels.create("Claude", "claude_3");
        assign("duo_developer", model);

        assertThat(finding("agents_not_self_hosted", "/features/duo_developer"))
                .containsEntry("severity", "warning")
                .containsEntry("remedy", "Choose a self-hosted model with PUT /features/duo_agent_platform too.");
        assign("duo_agent_platform", model);
        assertThat(codesOf("/features/duo_developer")).containsExactly("feature_ready");
    }

    @Test
    void everyFeatureThatSendsRequestsToGitLabIsNamedOnceItsModelsAreNotAllowed() {
        Api.entitled();
        Database.execute("update subscription set license_type = 'online_cloud', plan = 'premium'");
        setGateway("{\"url\": \"https://aigw.example.com\"}");
        var model = SampleModels.create("Mixtral", "mixtral");
        var tooLong = SampleModels.create("Long", "mixtral");
        assign("duo_chat", model);
        assign("code_completions", tooLong);
        Database.execute(
                "update model set endpoint = 'https://a.example.com/" + "x".repeat(255) + "' where id = " + tooLong);
        choose("code_generations", "vendored");
        choose("review_merge_request", "disabled");
        assertThat(sentToGitLab()).isEmpty();

        setGateway("{\"vendored_models_allowed\": false}");

        assertThat(sentToGitLab())
                .contains(
                        "/features/code_generations",
                        "/features/code_completions",
                        "/features/duo_agent_platform",
                        "/features/summarize_review")
                .doesNotContain(
                        "/features/duo_chat",
                        "/features/duo_chat_explain_code",
                        "/features/review_merge_request",
                        "/features/resolve_vulnerability")
                .doesNotHaveDuplicates();
        assertThat(String.valueOf(
                        finding("sends_to_gitlab", "/features/summarize_review").get("remedy")))
                .contains("Disabled", "beta_features_enabled");
    }

    @Test
    void aFeatureWhoseRequestsGoToGitLabHasOneFinding() {
        Api.entitled();
        Database.execute("update subscription set license_type = 'online_cloud'");
        setGateway("{\"url\": \"https://aigw.example.com\"}");
        var tooLong = SampleModels.create("Long", "mixtral");
        assign("code_completions", tooLong);
        Database.execute(
                "update model set endpoint = 'https://a.example.com/" + "x".repeat(255) + "' where id = " + tooLong);
        choose("duo_chat", "vendored");

        setGateway("{\"vendored_models_allowed\": false}");

        for (var feature : List.of("duo_chat", "duo_chat_fix_code", "code_completions", "code_generations")) {
            assertThat(codesOf("/features/" + feature)).as(feature).containsExactly("sends_to_gitlab");
        }
        assertThat(finding("sends_to_gitlab", "/features/duo_chat"))
                .containsEntry("severity", "error")
                .containsEntry(
                        "detail",
                        "GitLab's own models are not allowed, but General Chat is set to GitLab's own model. The feature is"
                                + " blocked here, but a GitLab with the same setting sends its requests to GitLab's own models.");
        assertThat(String.valueOf(finding("sends_to_gitlab", "/features/duo_chat_fix_code")
                        .get("detail")))
                .contains("General Chat is set to GitLab's own model, and Fix Code has no setting of its own");
        assertThat(finding("sends_to_gitlab", "/features/code_completions")).containsEntry("severity", "error");
        assertThat(finding("sends_to_gitlab", "/features/code_generations"))
                .containsEntry("severity", "warning")
                .containsEntry(
                        "remedy",
                        "Choose a self-hosted model with PUT /features/code_generations, or set the feature to Disabled.");
    }

    @Test
    void anOfflineLicenseKeepsRequestsFromGitLabButNotFromTheModelThatTheAiGatewayFallsBackTo() {
        Api.entitled();
        Database.execute("update subscription set license_type = 'online_cloud'");
        setGateway("{\"url\": \"https://aigw.example.com\"}");
        var tooLong = SampleModels.create("Long", "mixtral");
        assign("code_completions", tooLong);
        Database.execute(
                "update model set endpoint = 'https://a.example.com/" + "x".repeat(255) + "' where id = " + tooLong);
        choose("duo_chat", "vendored");
        setGateway("{\"vendored_models_allowed\": false}");

        Api.entitled();

        assertThat(codesOf("/features/code_generations")).containsExactly("feature_without_model", "sends_to_gitlab");
        assertThat(codesOf("/features/duo_chat"))
                .containsExactly("feature_blocked_vendored_not_allowed", "sends_to_gitlab");
        for (var feature : List.of("code_generations", "duo_chat", "summarize_review")) {
            var finding = finding("sends_to_gitlab", "/features/" + feature);
            assertThat(finding).containsEntry("severity", "ok").containsEntry("remedy", null);
            assertThat(String.valueOf(finding.get("detail"))).contains("cannot send", "offline license");
        }
        assertThat(codesOf("/features/code_completions")).containsExactly("sends_to_gitlab");
        assertThat(finding("sends_to_gitlab", "/features/code_completions")).containsEntry("severity", "error");
    }

    @Test
    void aKeyThatGitLabDoesNotHaveForItsModelIsReported() {
        Api.entitled();
        var body = SampleModels.body("identifier", "bedrock/anthropic.claude-3");
        body.put("endpoint", null);
        body.put("api_key", "sk-1");
        var model = SampleModels.id(SampleModels.post(body));

        assertThat(finding("api_key_not_needed", "/models/" + model))
                .containsEntry("severity", "warning")
                .containsEntry("remedy", "Remove the key with PATCH on the model: {\"api_key\": null}.");
    }

    @Test
    void aViewerReadsDiagnosticsButSendsNoChecks() {
        Api.entitled();
        SampleModels.create("Mixtral", "mixtral");

        var read = Api.as("viewer").get("/diagnostics?checks=false");
        var checked = Api.as("viewer").get("/diagnostics?checks=true");

        assertThat(read.asString())
                .isEqualTo(Api.as("admin").get("/diagnostics").asString());
        assertProblem(checked, 403, "forbidden");
        assertThat(checked.<String>path("detail")).endsWith("The operation requires the role admin.");
        assertProblem(Api.as("viewer").get("/diagnostics?checks=perhaps"), 400, "invalid-parameter");
        Api.as("resolver").get("/diagnostics").then().statusCode(403);
    }

    private static List<Map<String, Object>> findings() {
        var response = Api.as("admin").get("/diagnostics");
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return response.jsonPath().getList("$");
    }

    private static List<String> codesOf(String subject) {
        return findings().stream()
                .filter(finding -> subject.equals(finding.get("subject")))
                .map(finding -> String.valueOf(finding.get("code")))
                .toList();
    }

    private static List<String> sentToGitLab() {
        return findings().stream()
                .filter(finding -> "sends_to_gitlab".equals(finding.get("code")))
                .map(finding -> String.valueOf(finding.get("subject")))
                .toList();
    }

    private static Map<String, Object> finding(String code, String subject) {
        return findings().stream()
                .filter(finding -> code.equals(finding.get("code")) && subject.equals(finding.get("subject")))
                .findFirst()
                .orElseThrow(() ->
                        new AssertionError("no " + code + " of " + subject + " in " + Objects.toString(findings())));
    }

    private static void setGateway(String body) {
        Api.as("admin").body(body).patch("/gateway").then().statusCode(200);
    }

    private static void choose(String feature, String provider) {
        Api.as("admin")
                .body(Map.of("provider", provider))
                .put("/features/" + feature)
                .then()
                .statusCode(200);
    }

    private static void assign(String feature, long model) {
        Api.as("admin")
                .body("{\"model_id\": " + model + "}")
                .put("/features/" + feature)
                .then()
                .statusCode(200);
    }
}
