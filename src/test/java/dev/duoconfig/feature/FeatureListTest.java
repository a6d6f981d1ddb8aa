package dev.duoconfig.feature;

import java.util.List;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

/** {@code GET /features} and {@code GET /features/{feature}} with the catalogue 18.2. */
@QuarkusTest
@ExtendWith(CleanConfiguration.class)
@WithTestResource(LocalInstallationResource.class)
class FeatureListTest {

    private static final String[] GENERALLY_AVAILABLE = {
        "duo_agent_platform",
        "duo_agent_platform_agentic_chat",
        "secret_vulnerability_fp_detection",
        "review_merge_request_dap",
        "duo_developer",
        "duo_chat",
        "duo_chat_explain_code",
        "duo_chat_write_tests",
        "duo_chat_refactor_code",
        "duo_chat_fix_code",
        "code_generations",
        "code_completions",
        "review_merge_request"
    };

    private static final String[] ALL = {
        "duo_agent_platform",
        "duo_agent_platform_agentic_chat",
        "secret_vulnerability_fp_detection",
        "review_merge_request_dap",
        "duo_developer",
        "sast_vulnerability_fp_detection",
        "sast_vulnerability_resolution",
        "security_review",
        "resolve_dependency_bump",
        "duo_chat",
        "duo_chat_explain_code",
        "duo_chat_write_tests",
        "duo_chat_refactor_code",
        "duo_chat_fix_code",
        "duo_chat_troubleshoot_job",
        "code_generations",
        "code_completions",
        "review_merge_request",
        "generate_commit_message",
        "summarize_new_merge_request",
        "summarize_review",
        "duo_chat_summarize_comments",
        "duo_chat_explain_vulnerability",
        "resolve_vulnerability",
        "glab_ask_git_command"
    };

    @BeforeEach
    void entitle() {
        Api.entitled();
    }

    @Test
    void onlyGenerallyAvailableFeaturesAreListedWhileTheToggleIsOff() {
        Api.as("viewer")
                .get("/features")
                .then()
                .statusCode(200)
                .body("feature", contains(GENERALLY_AVAILABLE))
                .body("available", everyItem(is(true)));
    }

    @Test
    void allFeaturesAreListedWhileTheToggleIsOn() {
        Api.as("admin").body("{\"beta_features_enabled\": true}").patch("/gateway");

        Api.as("viewer").get("/features").then().body("feature", contains(ALL));
    }

    @Test
    void unavailableFeaturesAreListedWithTheirReasonOnRequest() {
        var response = Api.as("viewer").queryParam("include_unavailable", true).get("/features");

        response.then()
                .body("feature", contains(ALL))
                .body("findAll { it.release_state == 'ga' }.available", everyItem(is(true)))
                .body("findAll { it.release_state != 'ga' }.available", everyItem(is(false)))
                .body("findAll { it.release_state != 'ga' }.unavailable_reason", everyItem(is("beta_features_off")));
        assertThat(response.<List<String>>path("main_feature").stream().distinct())
                .containsExactly(
                        "GitLab Duo Agent Platform",
                        "GitLab Duo Chat",
                        "Code Suggestions",
                        "GitLab Duo for merge requests",
                        "GitLab Duo for issues",
                        "Other GitLab Duo features");
    }

    @Test
    void premiumHidesFeaturesThatRequireUltimate() {
        Api.as("admin").body("{\"beta_features_enabled\": true}").patch("/gateway");
        setPlan("premium");

        Api.as("viewer")
                .get("/features")
                .then()
                .body("findAll { it.feature.contains('vulnerability') }", empty())
                .body("size()", is(18));
        Api.as("viewer")
                .get("/features/resolve_vulnerability")
                .then()
                .statusCode(200)
                .body("available", is(false))
                .body("unavailable_reason", is("plan_excludes_feature"));
        Api.as("admin")
                .body("{\"provider\": \"unassigned\"}")
                .put("/features/resolve_vulnerability")
                .then()
                .statusCode(422)
                .body("errors[0].code", is("feature-not-available"));
    }

    @Test
    void mainFeatureAndModelFilterTheList() {
        int id = model("Mixtral", "mixtral");
        assign("duo_chat_fix_code", id);
        assign("code_generations", id);

        Api.as("viewer")
                .queryParam("main_feature", "Code Suggestions")
                .get("/features")
                .then()
                .body("feature", contains("code_generations", "code_completions"));
        Api.as("viewer")
                .queryParam("model_id", id)
                .get("/features")
                .then()
                .body("feature", contains("duo_chat_fix_code", "code_generations"));
        Api.as("viewer")
                .queryParam("model_id", id)
                .queryParam("main_feature", "GitLab Duo Chat")
                .get("/features")
                .then()
                .body("feature", contains("duo_chat_fix_code"));
        Api.as("viewer").queryParam("model_id", id + 1).get("/features").then().body("$", empty());
    }

    @Test
    void aFilterDoesNotIncludeUnavailableFeatures() {
        Api.as("viewer")
                .queryParam("main_feature", "GitLab Duo for issues")
                .get("/features")
                .then()
                .body("$", empty());
        Api.as("viewer")
                .queryParam("main_feature", "GitLab Duo for issues")
                .queryParam("include_unavailable", true)
                .get("/features")
                .then()
                .body("feature", contains("duo_chat_summarize_comments"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "include_unavailable=perhaps",
                "model_id=none",
                "model_id=-1",
                "main_feature=Chat",
                "feature=duo_chat",
                "page=2"
            })
    void anInvalidQueryIsRefused(String query) {
        Api.as("viewer").get("/features?" + query).then().statusCode(400);
    }

    @Test
    void aFeatureIsReturnedWithItsPropertiesAndItsEffectiveModel() {
        int id = model("Mixtral", "mixtral");
        assign("duo_chat", id);

        Api.as("viewer")
                .get("/features/duo_chat_explain_code")
                .then()
                .body("title", is("Code Explanation"))
                .body("main_feature", is("GitLab Duo Chat"))
                .body("release_state", is("ga"))
                .body("fallback_feature", is("duo_chat"))
                .body(
                        "compatible_families",
                        contains("mistral", "mixtral", "codestral", "claude_3", "gpt", "llama3", "general", "qwen"))
                .body("provider", is("unassigned"))
                .body("model", nullValue())
                .body("updated_at", nullValue())
                .body("effective.reason", is("gateway_not_configured"))
                .body("effective.resolved_from", is("duo_chat"));
        Api.as("viewer")
                .get("/features/duo_chat")
                .then()
                .body("provider", is("self_hosted"))
                .body("model.id", is(id))
                .body("updated_by", is("local-admin"));
    }

    @Test
    void aFeatureThatNoCatalogueContainsIsNotFound() {
        for (var path :
                List.of("/features/embeddings_code", "/features/nonsense/effective-model", "/features/nonsense")) {
            Api.as("viewer").get(path).then().statusCode(404).body("code", is("feature-not-found"));
        }
    }

    @Test
    void aSettingOfAnotherCatalogueDoesNotBreakTheList() {
        Database.execute("begin; insert into feature_setting (feature, provider, revision, updated_at, updated_by)"
                + " values ('retired', 'vendored', 1, now(), 'x'), ('duo_chat', 'vendored', 1, now(), 'x');"
                + " update configuration_state set revision = revision + 1; commit");
        Api.refresh();

        Api.as("viewer")
                .get("/features")
                .then()
                .statusCode(200)
                .body("feature", contains(GENERALLY_AVAILABLE))
                .body("find { it.feature == 'duo_chat' }.provider", is("vendored"));
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

    private static void setPlan(String plan) {
        Database.execute("begin; update subscription set plan = '" + plan + "';"
                + " update configuration_state set revision = revision + 1; commit");
        Api.refresh();
    }
}
