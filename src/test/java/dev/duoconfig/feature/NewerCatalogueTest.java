package dev.duoconfig.feature;

import java.util.Map;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

/** The additions of the catalogue 18.9, over HTTP. */
@Tag("own-start")
@QuarkusTest
@ExtendWith(CleanConfiguration.class)
@TestProfile(NewerCatalogueTest.With189.class)
@WithTestResource(LocalInstallationResource.class)
class NewerCatalogueTest extends PlatformsOfOldCatalogues {

    /** The newer catalogue. */
    public static final class With189 implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("duo.catalogue", "18.9");
        }
    }

    @BeforeEach
    void entitle() {
        Api.entitled();
    }

    @Test
    void theFeaturesAreInListOrder() {
        Api.as("admin").body("{\"beta_features_enabled\": true}").patch("/gateway");

        Api.as("viewer")
                .get("/features")
                .then()
                .body(
                        "feature",
                        contains(
                                "code_generations",
                                "code_completions",
                                "duo_chat",
                                "duo_chat_explain_code",
                                "duo_chat_write_tests",
                                "duo_chat_refactor_code",
                                "duo_chat_fix_code",
                                "duo_chat_troubleshoot_job",
                                "review_merge_request",
                                "generate_commit_message",
                                "summarize_new_merge_request",
                                "summarize_review",
                                "duo_chat_summarize_comments",
                                "duo_agent_platform",
                                "duo_agent_platform_agentic_chat",
                                "duo_chat_explain_vulnerability",
                                "resolve_vulnerability",
                                "glab_ask_git_command"));
    }

    @Test
    void theFamilyGeneralIsOfferedWhileTheToggleIsOn() {
        var families = Api.as("viewer").get("/models/families");

        families.then()
                .body(
                        "id",
                        contains(
                                "mistral",
                                "mixtral",
                                "codestral",
                                "claude_3",
                                "gpt",
                                "llama3",
                                "codegemma",
                                "codellama",
                                "deepseekcoder",
                                "general"))
                .body("find { it.id == 'claude_3' }.name", is("Claude"))
                .body("find { it.id == 'general' }.offered", is(false))
                .body("find { it.id == 'general' }.features.size()", is(18))
                .body("find { it.id == 'gpt' }.features", hasItem("duo_agent_platform_agentic_chat"));

        Api.as("admin").body("{\"beta_features_enabled\": true}").patch("/gateway");
        Api.as("admin").body("""
                        {"name": "Ours", "family": "general", "endpoint": "https://vllm.example.com/v1",
                         "identifier": "custom_openai/ours"}""").post("/models").then().statusCode(201).body("release_state", is("beta"));
    }

    @Test
    void gitLabsOwnModelIsReadyWithoutACustomGateway() {
        Api.as("admin")
                .body("{\"provider\": \"vendored\"}")
                .put("/features/duo_chat")
                .then()
                .statusCode(200)
                .body("provider", is("vendored"))
                .body("model", nullValue());

        Api.as("resolver")
                .get("/features/duo_chat/effective-model")
                .then()
                .body("status", is("ready"))
                .body("reason", is("assigned"))
                .body("provider", is("vendored"))
                .body("gateway_url", is("https://cloud.gitlab.com/ai"))
                .body("model", nullValue());
        Api.as("resolver")
                .get("/features/duo_chat_fix_code/effective-model")
                .then()
                .body("reason", is("inherited"))
                .body("provider", is("vendored"))
                .body("resolved_from", is("duo_chat"));
        Api.as("resolver")
                .get("/features/duo_chat/model-metadata")
                .then()
                .statusCode(409)
                .body("code", is("feature-not-ready"))
                .body("feature_status", is("ready"));
    }

    @Test
    void theDocumentAcceptsTheFeaturesAndProvidersOfThisCatalogue() {
        var document = """
                {"gateway": {"url": null, "request_timeout_seconds": 60, "beta_features_enabled": false,
                             "outbound_allowlist": []},
                 "models": [{"name": "Claude", "family": "claude_3", "endpoint": null, "identifier": "bedrock/claude",
                             "has_api_key": false}],
                 "features": [{"feature": "duo_chat", "provider": "vendored", "model": null},
                              {"feature": "duo_agent_platform", "provider": "self_hosted", "model": "Claude"}]}""";

        var applied = Api.as("admin").body(document).put("/configuration");
        var exported = Api.as("admin").get("/configuration");
        var again = Api.as("admin").body(exported.asString()).put("/configuration");

        assertThat(applied.statusCode()).as(applied.asString()).isEqualTo(200);
        assertThat(exported.jsonPath().getList("features.feature", String.class))
                .containsExactly("duo_chat", "duo_agent_platform");
        assertThat(exported.jsonPath().getList("features.provider", String.class))
                .containsExactly("vendored", "self_hosted");
        assertThat(again.header("Config-Revision")).isEqualTo(applied.header("Config-Revision"));
        Api.as("resolver")
                .get("/features/duo_chat/effective-model")
                .then()
                .body("status", is("ready"))
                .body("provider", is("vendored"));
    }

    @Test
    void gitLabsOwnModelDoesNotAcceptAModelId() {
        Api.as("admin")
                .body("{\"provider\": \"vendored\", \"model_id\": 1}")
                .put("/features/duo_chat")
                .then()
                .statusCode(422)
                .body("errors[0].pointer", is("/model_id"));
    }

    @Test
    void thisCatalogueNamesNoneOfGitLabsModels() {
        Api.as("admin")
                .body("{\"provider\": \"vendored\", \"vendored_model\": \"claude_sonnet_4\"}")
                .put("/features/duo_chat")
                .then()
                .statusCode(422)
                .body("errors[0].pointer", is("/vendored_model"))
                .body("errors[0].code", is("vendored-model-not-allowed"));
    }

    @Test
    void thereIsOneEntitlementAndItIsThatOfEveryFeature() {
        Api.as("viewer")
                .get("/subscription")
                .then()
                .body("entitlements.id", contains("duo_enterprise"))
                .body("entitlements.entitled", contains(true));
    }

    @Test
    void theCatalogueIsThatOfTheSetting() {
        Api.as("viewer")
                .get("/catalogue")
                .then()
                .body("version", is("18.9"))
                .body("platforms.id", contains("vllm", "azure_openai", "bedrock"))
                .body("main_features[0].title", is("Code Suggestions"));
    }

    @Test
    void whatOnlyANewerCatalogueKnowsStaysStoredAndIsShown() {
        Database.execute("""
                begin;
                insert into model (id, name, family, endpoint, identifier, iam_role, revision, created_at, updated_at, updated_by)
                    values (7, 'Claude', 'claude_3', null, 'bedrock/claude', 'arn:aws:iam::123456789012:role/duo', 1, now(), now(),
                            'admin'),
                        (8, 'Qwen on Groq', 'qwen', 'https://api.groq.com/openai/v1', 'groq/qwen', null, 1, now(), now(), 'admin');
                insert into feature_setting (feature, provider, model_id, vendored_model, revision, updated_at, updated_by)
                    values ('duo_developer', 'self_hosted', 7, null, 1, now(), 'admin'),
                        ('code_generations', 'self_hosted', 8, null, 1, now(), 'admin'),
                        ('duo_chat', 'vendored', null, 'claude_sonnet_4', 1, now(), 'admin');
                update configuration_state set revision = revision + 1;
                commit""");
        var exported = Api.as("admin").get("/configuration");

        var applied = Api.as("admin").body(exported.asString()).put("/configuration");

        assertThat(applied.statusCode()).as(applied.asString()).isEqualTo(200);
        assertThat(applied.header("Config-Revision")).isEqualTo(exported.header("Config-Revision"));
        assertThat(exported.jsonPath().getList("features.feature", String.class))
                .containsExactly("code_generations", "duo_chat", "duo_developer");
        assertThat(exported.jsonPath().getList("features.vendored_model", String.class))
                .containsExactly(null, "claude_sonnet_4", null);
        Api.as("viewer")
                .get("/models/7")
                .then()
                .body("used_by", contains("duo_developer"))
                .body("iam_role", is("arn:aws:iam::123456789012:role/duo"));
        Api.as("viewer")
                .get("/models/8")
                .then()
                .body("release_state", nullValue())
                .body("platform", is("other"))
                .body("warnings.code", hasItem("family_not_offered"));
        Api.as("viewer").get("/features/duo_developer").then().statusCode(404);
        assertThat(Api.as("admin")
                        .get("/diagnostics")
                        .jsonPath()
                        .getList("findAll { it.code == 'feature_not_in_catalogue' }.subject", String.class))
                .containsExactly("/features/duo_developer");
        Api.as("resolver").get("/features/duo_chat/effective-model").then().body("status", is("ready"));
        Api.as("resolver")
                .get("/features/duo_chat/model-metadata")
                .then()
                .statusCode(409)
                .body("feature_status", is("ready"));
    }

    @Test
    void agentsAcceptOnlySupportedFamilies() {
        int mixtral = Api.as("admin").body("""
                        {"name": "Mixtral", "family": "mixtral", "endpoint": "https://vllm.example.com/v1",
                         "identifier": "custom_openai/mixtral"}""").post("/models").path("id");

        Api.as("admin")
                .body("{\"model_id\": " + mixtral + "}")
                .put("/features/duo_agent_platform")
                .then()
                .statusCode(422)
                .body("errors[0].code", is("family-not-supported"));
        Api.as("admin")
                .body("{\"model_id\": " + mixtral + "}")
                .put("/features/review_merge_request")
                .then()
                .statusCode(200);
    }

    @Test
    void agenticChatDoesNotFallBackToGeneralChat() {
        Api.as("admin").body("{\"provider\": \"vendored\"}").put("/features/duo_chat");

        Api.as("resolver")
                .get("/features/duo_agent_platform_agentic_chat/effective-model")
                .then()
                .body("status", is("unassigned"))
                .body("resolved_from", nullValue());
    }
}
