package dev.duoconfig.model;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.duoconfig.testkit.Problems.assertInvalid;
import static dev.duoconfig.testkit.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

/** A model in use is deleted only if the request states what to do with its features. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class ModelDeletionTest {

    private long mixtral;

    @BeforeEach
    void useAModelForTwoFeatures() {
        Api.entitled();
        mixtral = SampleModels.create("Mixtral", "mixtral");
        Api.as("admin")
                .body(
                        "[{\"feature\": \"code_generations\", \"model_id\": %d}, {\"feature\": \"duo_chat\", \"model_id\": %d}]"
                                .formatted(mixtral, mixtral))
                .patch("/features")
                .then()
                .statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?unassign=false", "?dry_run=true"})
    void aModelInUseIsNotDeleted(String query) {
        var response = delete(query);

        assertProblem(response, 409, "model-in-use");
        assertThat(response.jsonPath().getList("used_by", String.class))
                .containsExactly("duo_chat", "code_generations");
        assertThat(response.jsonPath().getString("detail")).contains("reassign_to", "unassign");
        assertThat(Api.as("viewer").get("/models/" + mixtral).statusCode()).isEqualTo(200);
    }

    @Test
    void itsFeaturesCanBeReassignedToAnotherModel() {
        var gpt = SampleModels.create("GPT", "gpt");

        var response = delete("?reassign_to=" + gpt);

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.asString()).isEmpty();
        assertThat(chosen("code_generations")).isEqualTo(gpt);
        assertThat(chosen("duo_chat")).isEqualTo(gpt);
        assertProblem(Api.as("viewer").get("/models/" + mixtral), 404, "model-not-found");
    }

    @Test
    void itsFeaturesCanBeUnassigned() {
        assertThat(delete("?unassign=true").statusCode()).isEqualTo(204);

        var feature = Api.as("viewer").get("/features/duo_chat").jsonPath();
        assertThat(feature.getString("provider")).isEqualTo("unassigned");
        assertThat(feature.<@Nullable Object>get("model")).isNull();
    }

    @Test
    void bothOptionsTogetherAreRefused() {
        var response = delete("?unassign=true&reassign_to=" + mixtral);

        assertProblem(response, 400, "invalid-parameter");
    }

    @Test
    void itsFeaturesCannotBeReassignedToItself() {
        assertInvalid(delete("?reassign_to=" + mixtral)).containsExactly("/reassign_to model-not-found");
        assertThat(chosen("duo_chat")).isEqualTo(mixtral);
    }

    @Test
    void itsFeaturesCannotBeReassignedToAModelThatDoesNotExist() {
        assertInvalid(delete("?reassign_to=999999999999999999")).containsExactly("/reassign_to model-not-found");
    }

    @Test
    void itsFeaturesCannotBeReassignedToAModelThatOneOfThemDoesNotSupport() {
        Api.as("admin").body("{\"beta_features_enabled\": true}").patch("/gateway");
        var codegemma = SampleModels.create("CodeGemma", "codegemma");

        var response = delete("?reassign_to=" + codegemma);

        assertInvalid(response).containsExactly("/reassign_to family-not-supported");
        assertThat(response.jsonPath().getString("errors[0].detail")).contains("General Chat", "CodeGemma");
        assertThat(chosen("code_generations")).isEqualTo(mixtral);
    }

    @Test
    void itsFeaturesCannotBeReassignedToABetaModelWhileTheToggleIsOff() {
        Api.as("admin").body("{\"beta_features_enabled\": true}").patch("/gateway");
        var llama = SampleModels.create("Llama", "llama3");
        Api.as("admin").body("{\"beta_features_enabled\": false}").patch("/gateway");

        assertInvalid(delete("?reassign_to=" + llama)).containsOnly("/reassign_to family-not-offered");
    }

    @Test
    void anUnusedModelIsDeletedWithoutOptions() {
        var unused = SampleModels.create("Unused", "gpt");

        assertThat(Api.as("admin").delete("/models/" + unused).statusCode()).isEqualTo(204);
        assertProblem(Api.as("admin").delete("/models/" + unused), 404, "model-not-found");
    }

    @Test
    void aDryRunReturnsTheChangesAndDeletesNothing() {
        var before = Api.as("viewer").get("/gateway").header("Config-Revision");

        var response = delete("?unassign=true&dry_run=true");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.header("Dry-Run")).isEqualTo("true");
        assertThat(response.jsonPath().getLong("id")).isEqualTo(mixtral);
        assertThat(response.jsonPath().getList("features.feature", String.class))
                .containsExactly("duo_chat", "code_generations");
        assertThat(response.jsonPath().getList("features.before.model_id", Long.class))
                .containsOnly(mixtral);
        assertThat(response.jsonPath().getList("features.after.provider", String.class))
                .containsOnly("unassigned");
        assertThat(response.jsonPath().getList("effective_changes"))
                .hasSize(Integer.parseInt(response.header("Effective-Changes")));
        assertThat(response.header("Config-Revision")).isEqualTo(before);
        assertThat(chosen("duo_chat")).isEqualTo(mixtral);
    }

    private Response delete(String query) {
        return Api.as("admin").delete("/models/" + mixtral + query);
    }

    private static long chosen(String feature) {
        return Api.as("viewer").get("/features/" + feature).jsonPath().getLong("model.id");
    }
}
