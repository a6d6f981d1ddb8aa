package dev.duoconfig.feature;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

/** Every status and reason that {@code GET /features/{feature}/effective-model} returns with the catalogue 18.2. */
@QuarkusTest
@ExtendWith(CleanConfiguration.class)
@WithTestResource(LocalInstallationResource.class)
class EffectiveModelTest {

    @BeforeEach
    void entitleAndConfigureTheGateway() {
        Api.entitled();
        gateway("{\"url\": \"https://aigw.example.com\", \"beta_features_enabled\": true}");
    }

    @Test
    void aFeatureWithItsOwnModelIsAssigned() {
        int id = model("Mixtral", "mixtral");
        assign("duo_chat", id);

        decision("duo_chat", "ready", "assigned", "duo_chat")
                .body("provider", is("self_hosted"))
                .body("gateway_url", is("https://aigw.example.com"))
                .body("request_timeout_seconds", is(60))
                .body("model.id", is(id))
                .body("model.name", is("Mixtral"))
                .body("model.family", is("mixtral"))
                .body("model.platform", is("vllm"))
                .body("model.has_api_key", is(false))
                .body("warnings", empty());
    }

    @Test
    void aSubFeatureWithoutAModelInheritsOne() {
        assign("duo_chat", model("Mixtral", "mixtral"));

        decision("duo_chat_summarize_comments", "ready", "inherited", "duo_chat")
                .body("warnings", empty());
    }

    @Test
    void aDisabledFeatureIsReportedAsDisabled() {
        disable("code_generations");

        blocked("code_generations", "disabled", "disabled", "code_generations").body("provider", is("disabled"));
    }

    @Test
    void aSubFeatureIsDisabledIfGeneralChatIsDisabled() {
        disable("duo_chat");

        blocked("duo_chat_fix_code", "disabled", "inherited_disabled", "duo_chat");
    }

    @Test
    void aFeatureWithoutAChoiceIsNotConfigured() {
        blocked("code_generations", "unassigned", "not_configured", null).body("provider", is("unassigned"));
        blocked("duo_chat_fix_code", "unassigned", "not_configured", null);
    }

    @Test
    void withoutAnEntitledSubscriptionFeaturesAreBlocked() {
        assign("duo_chat", model("Mixtral", "mixtral"));
        change("update subscription set entitlement_reason = 'add_on_missing'");

        blocked("duo_chat", "blocked", "subscription_required", "duo_chat");
        blocked("code_generations", "unassigned", "not_configured", null);
    }

    @Test
    void duringTheGracePeriodAFeatureIsReadyWithAWarning() {
        assign("duo_chat", model("Mixtral", "mixtral"));
        change("update subscription set entitlement_reason = 'in_grace'");

        decision("duo_chat", "ready", "assigned", "duo_chat").body("warnings.code", contains("subscription_in_grace"));
    }

    @Test
    void premiumBlocksFeaturesThatRequireUltimate() {
        assign("duo_chat", model("Mixtral", "mixtral"));
        change("update subscription set plan = 'premium'");

        blocked("duo_chat_explain_vulnerability", "blocked", "plan_excludes_feature", "duo_chat");
        decision("duo_chat_fix_code", "ready", "inherited", "duo_chat");
    }

    @Test
    void betaFeaturesAreBlockedWhileTheToggleIsOff() {
        assign("duo_chat", model("Mixtral", "mixtral"));
        assign("summarize_review", model("Other", "gpt"));
        gateway("{\"beta_features_enabled\": false}");

        blocked("duo_chat_troubleshoot_job", "blocked", "beta_features_off", "duo_chat");
        blocked("summarize_review", "blocked", "beta_features_off", "summarize_review");
    }

    @Test
    void betaModelsAreBlockedWhileTheToggleIsOff() {
        assign("duo_chat", model("Llama", "llama3"));
        gateway("{\"beta_features_enabled\": false}");

        blocked("duo_chat", "blocked", "beta_models_off", "duo_chat");
        blocked("duo_chat_fix_code", "blocked", "beta_models_off", "duo_chat");
    }

    @Test
    void withoutAGatewayFeaturesAreBlocked() {
        assign("duo_chat", model("Mixtral", "mixtral"));
        gateway("{\"url\": \"\"}");

        blocked("duo_chat", "blocked", "gateway_not_configured", "duo_chat");
    }

    @Test
    void anInheritedModelOfAnUnsupportedFamilyIsUsedWithAWarning() {
        assign("duo_chat", model("Codestral", "codestral"));

        decision("duo_chat_troubleshoot_job", "ready", "inherited", "duo_chat")
                .body("model.family", is("codestral"))
                .body("warnings.code", contains("family_not_supported"));
    }

    @Test
    void anEndpointWithoutV1IsUsedWithAWarning() {
        int id = Api.as("admin").body("""
                        {"name": "M", "family": "mixtral", "endpoint": "https://vllm.example.com",
                         "identifier": "custom_openai/m"}""").post("/models").path("id");
        assign("duo_chat", id);

        decision("duo_chat", "ready", "assigned", "duo_chat").body("warnings.code", contains("endpoint_without_v1"));
    }

    @Test
    void theExplanationEndsWithTheDecidingRule() {
        disable("duo_chat");

        Api.as("resolver")
                .queryParam("explain", true)
                .get("/features/duo_chat_fix_code/effective-model")
                .then()
                .statusCode(200)
                .body("reason", is("inherited_disabled"))
                .body("trace", hasSize(2))
                .body("trace.step", contains("own_disabled", "fallback_disabled"))
                .body("trace.outcome", contains("passed", "matched"));
    }

    @Test
    void anUnchangedEffectiveModelIsNotReturnedAgain() {
        var response = Api.as("resolver").get("/features/duo_chat/effective-model");

        Api.as("resolver")
                .header("If-None-Match", response.header("ETag"))
                .get("/features/duo_chat/effective-model")
                .then()
                .statusCode(304);
        disable("duo_chat");
        Api.as("resolver")
                .header("If-None-Match", response.header("ETag"))
                .get("/features/duo_chat/effective-model")
                .then()
                .statusCode(200);
    }

    private static ValidatableResponse blocked(
            String feature, String status, String reason, @Nullable String resolvedFrom) {
        return decision(feature, status, reason, resolvedFrom)
                .body("model", nullValue())
                .body("gateway_url", nullValue())
                .body("warnings", empty());
    }

    private static ValidatableResponse decision(
            String feature, String status, String reason, @Nullable String resolvedFrom) {
        return Api.as("resolver")
                .get("/features/" + feature + "/effective-model")
                .then()
                .statusCode(200)
                .body("feature", is(feature))
                .body("status", is(status))
                .body("reason", is(reason))
                .body("resolved_from", resolvedFrom == null ? nullValue() : is(resolvedFrom));
    }

    private static int model(String name, String family) {
        return Api.as("admin").body("""
                        {"name": "%s", "family": "%s", "endpoint": "https://vllm.example.com/v1",
                         "identifier": "custom_openai/m"}""".formatted(name, family)).post("/models").path("id");
    }

    private static void assign(String feature, int model) {
        Api.as("admin")
                .body("{\"model_id\": " + model + "}")
                .put("/features/" + feature)
                .then()
                .statusCode(200);
    }

    private static void disable(String feature) {
        Api.as("admin")
                .body("{\"provider\": \"disabled\"}")
                .put("/features/" + feature)
                .then()
                .statusCode(200);
    }

    private static void gateway(String patch) {
        Api.as("admin").body(patch).patch("/gateway").then().statusCode(200);
    }

    private static void change(String sql) {
        Database.execute("begin; " + sql + "; update configuration_state set revision = revision + 1; commit");
        Api.refresh();
    }
}
