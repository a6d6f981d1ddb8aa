package dev.duoconfig.feature;

import java.util.List;

import dev.duoconfig.model.SampleModels;
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

import static dev.duoconfig.testkit.Problems.assertInvalid;
import static org.assertj.core.api.Assertions.assertThat;

/** The features and models that the beta toggle and the plan make available. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class FeatureAvailabilityTest {

    private static final List<String> GENERALLY_AVAILABLE = List.of(
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
            "review_merge_request");

    @BeforeEach
    void entitle() {
        Api.entitled();
    }

    @Test
    void onlyGenerallyAvailableFeaturesAreListedWhileTheToggleIsOff() {
        var listed = Api.as("viewer").get("/features").jsonPath();

        assertThat(listed.getList("feature", String.class)).containsExactlyElementsOf(GENERALLY_AVAILABLE);
        assertThat(listed.getList("available", Boolean.class)).containsOnly(true);
    }

    @Test
    void otherFeaturesAreListedWithTheirReasonOnRequest() {
        var all = Api.as("viewer").get("/features?include_unavailable=true").jsonPath();

        assertThat(all.getList("feature", String.class)).hasSize(25);
        assertThat(all.getList("findAll { !it.available }.unavailable_reason", String.class))
                .hasSize(12)
                .containsOnly("beta_features_off");
    }

    @Test
    void withTheToggleOnAllFeaturesAreListedByMainFeature() {
        beta(true);

        var listed = Api.as("viewer").get("/features").jsonPath();

        assertThat(listed.getList("feature", String.class))
                .containsExactly(
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
                        "glab_ask_git_command");
    }

    @ParameterizedTest
    @ValueSource(strings = {"generate_commit_message", "summarize_review", "resolve_vulnerability"})
    void aBetaFeatureAcceptsNoModelWhileTheToggleIsOff(String feature) {
        var model = SampleModels.create("Mixtral", "mixtral");

        assertInvalid(Api.as("admin").body("{\"model_id\": " + model + "}").put("/features/" + feature))
                .containsExactly(" feature-not-available");
        assertInvalid(Api.as("admin").body("{\"provider\": \"unassigned\"}").put("/features/" + feature))
                .containsExactly(" feature-not-available");
    }

    @Test
    void aFeatureCanBeDisabledWhetherOrNotItIsAvailable() {
        beta(true);
        choose("summarize_review", SampleModels.create("Mixtral", "mixtral"));
        beta(false);
        assertThat(effective("summarize_review")).isEqualTo("blocked beta_features_off");

        disable("summarize_review");
        disable("duo_chat_troubleshoot_job");
        beta(true);

        assertThat(effective("summarize_review")).isEqualTo("disabled disabled");
        assertThat(effective("duo_chat_troubleshoot_job")).isEqualTo("disabled disabled");
    }

    @Test
    void aBetaFeatureCanBeReadWhileTheToggleIsOff() {
        var feature = Api.as("viewer").get("/features/summarize_review").jsonPath();

        assertThat(feature.getBoolean("available")).isFalse();
        assertThat(feature.getString("unavailable_reason")).isEqualTo("beta_features_off");
    }

    @Test
    void aBetaModelCannotBeChosenWhileTheToggleIsOff() {
        beta(true);
        var llama = SampleModels.create("Llama", "llama3");
        beta(false);

        assertInvalid(Api.as("admin").body("{\"model_id\": " + llama + "}").put("/features/duo_chat"))
                .containsExactly("/model_id family-not-offered");
    }

    @Test
    void choicesAreBlockedButKeptWhenTheToggleIsTurnedOff() {
        beta(true);
        var llama = SampleModels.create("Llama", "llama3");
        choose("duo_chat", llama);
        choose("summarize_review", llama);
        beta(false);

        assertThat(effective("duo_chat")).isEqualTo("blocked beta_models_off");
        assertThat(effective("summarize_review")).isEqualTo("blocked beta_features_off");
        assertThat(Api.as("viewer").get("/features/duo_chat").jsonPath().getLong("model.id"))
                .isEqualTo(llama);

        beta(true);
        Api.as("admin").body("{\"url\": \"https://gw.example.com\"}").patch("/gateway");
        assertThat(effective("duo_chat")).isEqualTo("ready assigned");
    }

    @Test
    void premiumHidesTheVulnerabilityFeatures() {
        beta(true);
        plan("premium");

        var listed = Api.as("viewer").get("/features").jsonPath().getList("feature", String.class);
        var hidden = Api.as("viewer").get("/features?include_unavailable=true").jsonPath();

        assertThat(listed).hasSize(18).noneMatch(feature -> feature.contains("vulnerability"));
        assertThat(hidden.getList("findAll { it.unavailable_reason == 'plan_excludes_feature' }.feature", String.class))
                .containsExactly(
                        "secret_vulnerability_fp_detection",
                        "sast_vulnerability_fp_detection",
                        "sast_vulnerability_resolution",
                        "security_review",
                        "resolve_dependency_bump",
                        "duo_chat_explain_vulnerability",
                        "resolve_vulnerability");
    }

    @ParameterizedTest
    @ValueSource(strings = {"duo_chat_explain_vulnerability", "resolve_vulnerability"})
    void premiumRefusesAndBlocksTheVulnerabilityFeatures(String feature) {
        beta(true);
        Api.as("admin").body("{\"url\": \"https://gw.example.com\"}").patch("/gateway");
        choose(feature, SampleModels.create("Mixtral", "mixtral"));
        plan("premium");

        var refused = Api.as("admin").body("{\"provider\": \"unassigned\"}").put("/features/" + feature);

        assertInvalid(refused).containsExactly(" feature-not-available");
        assertThat(refused.jsonPath().getString("errors[0].detail")).contains("Ultimate");
        assertThat(effective(feature)).isEqualTo("blocked plan_excludes_feature");
        disable(feature);
        assertThat(effective(feature)).isEqualTo("disabled disabled");
    }

    @Test
    void theListIsNarrowedByModelAndMainFeature() {
        var model = SampleModels.create("Mixtral", "mixtral");
        choose("duo_chat", model);
        choose("code_completions", model);

        assertThat(features("model_id", Long.toString(model))).containsExactly("duo_chat", "code_completions");
        assertThat(features("main_feature", "Code Suggestions"))
                .containsExactly("code_generations", "code_completions");
        assertThat(features("main_feature", "Other GitLab Duo features")).isEmpty();
        assertThat(features("model_id", "999999")).isEmpty();
    }

    private static void beta(boolean on) {
        Api.as("admin")
                .body("{\"beta_features_enabled\": " + on + "}")
                .patch("/gateway")
                .then()
                .statusCode(200);
    }

    private static void choose(String feature, long model) {
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

    private static void plan(String plan) {
        Database.execute(
                "update subscription set plan = '" + plan + "'",
                "update configuration_state set revision = revision + 1");
        Api.refresh();
    }

    private static String effective(String feature) {
        var effective = Api.as("resolver")
                .get("/features/" + feature + "/effective-model")
                .jsonPath();
        return effective.getString("status") + " " + effective.getString("reason");
    }

    private static List<String> features(String parameter, String value) {
        return Api.as("viewer")
                .queryParam(parameter, value)
                .get("/features")
                .jsonPath()
                .getList("feature", String.class);
    }
}
