package dev.duoconfig.model;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static dev.duoconfig.testkit.Problems.assertInvalid;
import static org.assertj.core.api.Assertions.assertThat;

/** The list of model families. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class ModelFamiliesTest {

    @Test
    void offeredFamiliesComeFirst() {
        var response = Api.as("viewer").get("/models/families").jsonPath();

        assertThat(response.getList("id", String.class))
                .containsExactly(
                        "mistral",
                        "mixtral",
                        "codestral",
                        "claude_3",
                        "gpt",
                        "llama3",
                        "codegemma",
                        "codellama",
                        "deepseekcoder",
                        "general",
                        "qwen",
                        "gemini",
                        "embedding");
        assertThat(response.getList("offered", Boolean.class))
                .containsExactly(true, true, true, true, true, false, false, false, false, false, false, false, false);
        assertThat(response.getList("release_state", String.class))
                .containsExactly(
                        "ga", "ga", "ga", "ga", "ga", "beta", "beta", "beta", "beta", "beta", "beta", "beta", "beta");
    }

    @Test
    void allFamiliesAreOfferedWhileTheToggleIsOn() {
        Api.entitled();
        Api.as("admin").body("{\"beta_features_enabled\": true}").patch("/gateway");

        assertThat(Api.as("viewer").get("/models/families").jsonPath().getList("offered", Boolean.class))
                .hasSize(13)
                .containsOnly(true);
    }

    @Test
    void aFamilyListsTheFeaturesThatItCanServe() {
        var features = Api.as("viewer").get("/models/families").jsonPath();

        assertThat(features.getList("find { it.id == 'codegemma' }.features", String.class))
                .containsExactly("code_generations", "code_completions");
        assertThat(features.getList("find { it.id == 'gpt' }.features", String.class))
                .hasSize(25);
    }

    @Test
    void familiesArePaginated() {
        var response = Api.as("viewer").get("/models/families?page=2&per_page=4");

        assertThat(response.jsonPath().getList("id", String.class))
                .containsExactly("gpt", "llama3", "codegemma", "codellama");
        assertThat(response.header("X-Total")).isEqualTo("13");
        assertThat(response.header("X-Total-Pages")).isEqualTo("4");
        assertThat(response.header("Link")).contains("page=3&per_page=4>; rel=\"next\"");
    }

    @Test
    void aModelOfABetaFamilyStaysListedWhenTheToggleIsTurnedOff() {
        Api.entitled();
        Api.as("admin").body("{\"beta_features_enabled\": true}").patch("/gateway");
        var id = SampleModels.create("Llama", "llama3");
        Api.as("admin").body("{\"beta_features_enabled\": false}").patch("/gateway");

        var listed = Api.as("viewer").get("/models").jsonPath();

        assertThat(listed.getList("available", Boolean.class)).containsExactly(false);
        assertThat(listed.getList("release_state", String.class)).containsExactly("beta");
        assertThat(Api.as("viewer").get("/models/" + id).jsonPath().getList("warnings.code", String.class))
                .containsExactly("family_not_offered");
    }

    @Test
    void aModelCanKeepButNotAdoptABetaFamilyWhileTheToggleIsOff() {
        Api.entitled();
        Api.as("admin").body("{\"beta_features_enabled\": true}").patch("/gateway");
        var llama = SampleModels.create("Llama", "llama3");
        var mixtral = SampleModels.create("Mixtral", "mixtral");
        Api.as("admin").body("{\"beta_features_enabled\": false}").patch("/gateway");

        assertThat(Api.as("admin")
                        .body("{\"name\": \"Renamed\"}")
                        .patch("/models/" + llama)
                        .statusCode())
                .isEqualTo(200);
        assertInvalid(Api.as("admin").body("{\"family\": \"llama3\"}").patch("/models/" + mixtral))
                .containsExactly("/family family-not-offered");
    }
}
