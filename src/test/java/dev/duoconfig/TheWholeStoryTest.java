package dev.duoconfig;

import java.util.List;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

/** The steps of an administrator from the first start to a fully configured GitLab Duo Self-Hosted, in one test. */
@QuarkusTest
@ExtendWith(CleanConfiguration.class)
@WithTestResource(LocalInstallationResource.class)
class TheWholeStoryTest {

    private static final String MIXTRAL = """
            {"name": "Mixtral-8x7B-it-v0.1 on vLLM", "family": "mixtral",
             "endpoint": "https://vllm.example.com:8000/v1", "api_key": "vllm-key-of-ours",
             "identifier": "custom_openai/Mixtral-8x7B-Instruct-v0.1"}""";
    private static final String CLAUDE = """
            {"name": "Claude-3 on Bedrock deployment", "family": "claude_3",
             "identifier": "bedrock/apac.anthropic.claude-3-5-sonnet-20241022-v2:0"}""";
    private static final String GPT = """
            {"name": "GPT on Azure", "family": "gpt", "endpoint": "https://ours.openai.azure.com",
             "identifier": "azure/gpt-35-turbo"}""";
    private static final String LLAMA = """
            {"name": "Llama", "family": "llama3", "endpoint": "https://vllm.example.com/v1",
             "identifier": "custom_openai/Llama-3"}""";

    @Test
    void anAdministratorConfiguresDuoSelfHosted() {
        theSubscriptionIsSynchronizedFirst();
        theGatewayIsConfigured();
        var mixtral = create(MIXTRAL);
        var claude = create(CLAUDE);
        var gpt = create(GPT);
        theModelsAreListed();
        codeGenerationUsesClaude(claude);
        generalChatServesItsSubFeatures(mixtral, gpt);
        disablingIsExplicit();
        generalChatDisabledIsInherited(mixtral);
        betaModelsAndFeaturesNeedTheToggle();
        theAiGatewayGetsTheModelMetadata();
        everyDecisionExplainsItself();
    }

    private static void theSubscriptionIsSynchronizedFirst() {
        admin().body(MIXTRAL)
                .post("/models")
                .then()
                .statusCode(403)
                .body("code", is("subscription-required"))
                .body(
                        "detail",
                        is("The subscription has never been synchronized."
                                + " Synchronize it with POST /subscription/sync, then repeat the change."));

        admin().post("/subscription/sync")
                .then()
                .statusCode(200)
                .body("plan", is("ultimate"))
                .body("entitled", is(true))
                .body("add_ons.name", hasItem("duo_enterprise"));
    }

    private static void theGatewayIsConfigured() {
        patchGateway("{\"url\": \"http://172.31.4.5:5052/\", \"outbound_allowlist\": [\"172.31.0.0/16\"]}")
                .body("url", is("http://172.31.4.5:5052"))
                .body("url_source", is("database"))
                .body("request_timeout_seconds", is(60));
    }

    private static void theModelsAreListed() {
        viewer().get("/models")
                .then()
                .body(
                        "name",
                        is(List.of("Claude-3 on Bedrock deployment", "GPT on Azure", "Mixtral-8x7B-it-v0.1 on vLLM")))
                .body("platform", is(List.of("bedrock", "azure_openai", "vllm")))
                .body("[0].endpoint", nullValue())
                .body("[2].has_api_key", is(true))
                .body("available", everyItem(is(true)));
        assertThat(viewer().get("/models").asString()).doesNotContain("vllm-key-of-ours");
    }

    private static void codeGenerationUsesClaude(int claude) {
        set("code_generations", "{\"model_id\": " + claude + "}")
                .header("Effective-Changes", "1")
                .body("provider", is("self_hosted"))
                .body("model.name", is("Claude-3 on Bedrock deployment"));

        effective("code_generations")
                .body("status", is("ready"))
                .body("reason", is("assigned"))
                .body("resolved_from", is("code_generations"))
                .body("gateway_url", is("http://172.31.4.5:5052"))
                .body("model.identifier", is("bedrock/apac.anthropic.claude-3-5-sonnet-20241022-v2:0"))
                .body("model.endpoint", nullValue());
        effective("code_completions").body("status", is("unassigned")).body("reason", is("not_configured"));
    }

    private static void generalChatServesItsSubFeatures(int mixtral, int gpt) {
        // General Chat and its seven sub-features, of which the three beta features become blocked.
        set("duo_chat", "{\"model_id\": " + mixtral + "}").header("Effective-Changes", "8");
        for (var feature : new String[] {
            "duo_chat_explain_code", "duo_chat_write_tests", "duo_chat_refactor_code", "duo_chat_fix_code"
        }) {
            effective(feature)
                    .body("status", is("ready"))
                    .body("reason", is("inherited"))
                    .body("resolved_from", is("duo_chat"))
                    .body("model.id", is(mixtral));
        }
        for (var feature : new String[] {
            "duo_chat_troubleshoot_job", "duo_chat_explain_vulnerability", "duo_chat_summarize_comments"
        }) {
            effective(feature).body("status", is("blocked")).body("reason", is("beta_features_off"));
        }

        set("duo_chat_explain_code", "{\"model_id\": " + gpt + "}");
        effective("duo_chat_explain_code").body("reason", is("assigned")).body("model.id", is(gpt));
    }

    private static void disablingIsExplicit() {
        set("duo_chat_write_tests", "{\"provider\": \"disabled\"}");
        set("duo_chat_refactor_code", "{\"provider\": \"unassigned\"}").header("Effective-Changes", "0");

        effective("duo_chat_write_tests")
                .body("status", is("disabled"))
                .body("reason", is("disabled"))
                .body("resolved_from", is("duo_chat_write_tests"))
                .body("model", nullValue());
        effective("duo_chat_refactor_code").body("status", is("ready")).body("reason", is("inherited"));
    }

    private static void generalChatDisabledIsInherited(int mixtral) {
        set("duo_chat", "{\"provider\": \"disabled\"}");

        effective("duo_chat_fix_code")
                .body("status", is("disabled"))
                .body("reason", is("inherited_disabled"))
                .body("resolved_from", is("duo_chat"));
        effective("duo_chat_explain_code").body("status", is("ready"));

        set("duo_chat", "{\"model_id\": " + mixtral + "}");
        effective("duo_chat_fix_code").body("status", is("ready"));
    }

    private static void betaModelsAndFeaturesNeedTheToggle() {
        admin().body(LLAMA).post("/models").then().statusCode(422).body("errors[0].code", is("family-not-offered"));
        viewer().get("/features").then().body("feature", not(hasItem("duo_chat_troubleshoot_job")));
        viewer().get("/models/families").then().body("find { it.id == 'llama3' }.offered", is(false));

        patchGateway("{\"beta_features_enabled\": true}")
                .header("Effective-Changes", "3")
                .body("testing_agreement.accepted_by", is("local-admin"))
                .body("testing_agreement.accepted_at", notNullValue());

        viewer().get("/models/families").then().body("offered", everyItem(is(true)));
        viewer().get("/features").then().body("feature", hasItem("duo_chat_troubleshoot_job"));
        effective("duo_chat_summarize_comments").body("status", is("ready")).body("reason", is("inherited"));
        var llama = create(LLAMA);
        set("code_completions", "{\"model_id\": " + llama + "}");
        effective("code_completions").body("status", is("ready"));

        patchGateway("{\"beta_features_enabled\": false}").body("testing_agreement", nullValue());

        effective("code_completions")
                .body("status", is("blocked"))
                .body("reason", is("beta_models_off"))
                .body("model", nullValue());
        effective("duo_chat_summarize_comments").body("reason", is("beta_features_off"));
        viewer().get("/models/" + llama)
                .then()
                .body("available", is(false))
                .body("used_by", is(List.of("code_completions")));
    }

    private static void theAiGatewayGetsTheModelMetadata() {
        var metadata = Api.as("resolver").get("/features/duo_chat_fix_code/model-metadata");
        metadata.then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("provider", is("openai"))
                .body("name", is("mixtral"))
                .body("endpoint", is("https://vllm.example.com:8000/v1"))
                .body("api_key", is("vllm-key-of-ours"))
                .body("identifier", is("custom_openai/Mixtral-8x7B-Instruct-v0.1"));
        Api.as("resolver")
                .get("/features/duo_chat_write_tests/model-metadata")
                .then()
                .statusCode(409)
                .body("code", is("feature-not-ready"))
                .body("feature_status", is("disabled"))
                .body("reason", is("disabled"));
        admin().get("/features/duo_chat_fix_code/model-metadata").then().statusCode(403);
    }

    private static void everyDecisionExplainsItself() {
        viewer().queryParam("explain", true)
                .get("/features/duo_chat_fix_code/effective-model")
                .then()
                .body("status", is("ready"))
                .body(
                        "trace.step",
                        is(List.of(
                                "own_disabled",
                                "fallback_disabled",
                                "not_configured",
                                "subscription",
                                "plan",
                                "beta_features",
                                "vendored_not_allowed",
                                "vendored_licence",
                                "vendored",
                                "beta_models",
                                "endpoint_length",
                                "gateway",
                                "ready")))
                .body("trace.outcome[0..11]", everyItem(is("passed")))
                .body("trace.outcome[12]", is("matched"))
                .body("trace.feature", hasItems("duo_chat_fix_code", "duo_chat"))
                .body(
                        "trace.detail[12]",
                        containsString("General Chat is set to model 'Mixtral-8x7B-it-v0.1 on vLLM'"));
        effective("duo_chat_fix_code").body("$", not(hasKey("trace")));
    }

    private static int create(String model) {
        var created = admin().body(model).post("/models");
        created.then().statusCode(201).body("warnings", empty()).body("used_by", empty());
        int id = created.path("id");
        assertThat(created.header("Location")).endsWith("/models/" + id);
        return id;
    }

    private static ValidatableResponse set(String feature, String setting) {
        return admin().body(setting).put("/features/" + feature).then().statusCode(200);
    }

    private static ValidatableResponse patchGateway(String patch) {
        return admin().body(patch).patch("/gateway").then().statusCode(200);
    }

    private static ValidatableResponse effective(String feature) {
        return Api.as("resolver")
                .get("/features/" + feature + "/effective-model")
                .then()
                .statusCode(200);
    }

    private static RequestSpecification admin() {
        return Api.as("admin");
    }

    private static RequestSpecification viewer() {
        return Api.as("viewer");
    }
}
