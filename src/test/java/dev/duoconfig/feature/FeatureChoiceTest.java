package dev.duoconfig.feature;

import dev.duoconfig.model.SampleModels;
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

/** Valid and invalid choices for one feature. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class FeatureChoiceTest {

    @BeforeEach
    void entitle() {
        Api.entitled();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"provider\": \"self_hosted\", \"model_id\": %d}", "{\"model_id\": %d}"})
    void aModelWithoutAProviderMeansSelfHosted(String body) {
        var model = SampleModels.create("Mixtral", "mixtral");

        var response = put("duo_chat", body.formatted(model)).jsonPath();

        assertThat(response.getString("provider")).isEqualTo("self_hosted");
        assertThat(response.getLong("model.id")).isEqualTo(model);
    }

    @ParameterizedTest
    @ValueSource(strings = {"disabled", "unassigned"})
    void aFeatureCanBeDisabledOrUnassigned(String provider) {
        put("duo_chat", "{\"model_id\": " + SampleModels.create("Mixtral", "mixtral") + "}");

        var response = put("duo_chat", "{\"provider\": \"" + provider + "\"}").jsonPath();

        assertThat(response.getString("provider")).isEqualTo(provider);
        assertThat(response.<@Nullable Object>get("model")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gitlab", "DISABLED", "self-hosted", "", " disabled"})
    void aProviderThatGitLabDoesNotOfferIsRefused(String provider) {
        assertInvalid(put("duo_chat", "{\"provider\": \"" + provider + "\"}"))
                .containsExactly("/provider provider-not-offered");
    }

    @Test
    void selfHostedRequiresAModel() {
        assertInvalid(put("duo_chat", "{\"provider\": \"self_hosted\"}")).containsExactly("/model_id model-required");
        assertInvalid(put("duo_chat", "{\"provider\": \"self_hosted\", \"model_id\": null}"))
                .containsExactly("/model_id model-required");
    }

    @Test
    void aModelThatIsNamedInsteadOfIdentifiedIsRefusedWithItsId() {
        var model = SampleModels.create("Mixtral on GCP", "mixtral");

        var known = put("duo_chat", "{\"provider\": \"self_hosted\", \"model\": \"Mixtral on GCP\"}");
        var unknown = put("duo_chat", "{\"model\": \"Mixtral\"}");

        assertInvalid(known).containsExactly("/model read-only", "/model_id model-required");
        assertThat(known.jsonPath().getList("errors.detail", String.class))
                .containsExactly(
                        "The property 'model' is read-only, and this is not its value. Leave it out, or send the value that GET"
                                + " returns. To change it, send model_id.",
                        "The provider self_hosted requires a model_id. The id of the model 'Mixtral on GCP' is " + model
                                + ".");
        assertInvalid(unknown).containsExactly("/model read-only", "/provider required");
        assertThat(unknown.jsonPath().getString("errors[1].detail"))
                .isEqualTo("A provider or a model_id is required. GET /models lists the models with their ids.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"disabled", "unassigned"})
    void otherProvidersDoNotAcceptAModel(String provider) {
        var model = SampleModels.create("Mixtral", "mixtral");

        assertInvalid(put("duo_chat", "{\"provider\": \"%s\", \"model_id\": %d}".formatted(provider, model)))
                .containsExactly("/model_id model-not-allowed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"provider\": null}", "{\"model_id\": null}", "{\"provider\": null, \"model_id\": null}"
            })
    void aRequestThatChoosesNothingIsRefused(String body) {
        assertInvalid(put("duo_chat", body)).containsExactly("/provider required");
    }

    @Test
    void aProviderBesideAModelMayBeMissingButNotNull() {
        var model = SampleModels.create("Mixtral", "mixtral");

        var response = put("duo_chat", "{\"provider\": null, \"model_id\": %d}".formatted(model));

        assertInvalid(response).containsExactly("/provider required");
        assertThat(put("duo_chat", "{\"model_id\": %d}".formatted(model)).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"999999", "0", "-1", "9223372036854775807", "-9223372036854775808"})
    void aModelThatDoesNotExistIsRefused(String id) {
        assertInvalid(put("duo_chat", "{\"model_id\": " + id + "}")).containsExactly("/model_id model-not-found");
    }

    @Test
    void anUnsupportedFamilyIsRefusedWithItsName() {
        Api.as("admin").body("{\"beta_features_enabled\": true}").patch("/gateway");
        var model = SampleModels.create("Code Llama", "codellama");

        var response = put("duo_chat", "{\"model_id\": " + model + "}");

        assertInvalid(response).containsExactly("/model_id family-not-supported");
        assertThat(response.jsonPath().getString("errors[0].detail")).contains("General Chat", "Code Llama");
        assertThat(put("code_completions", "{\"model_id\": " + model + "}").statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nothing",
                "DUO_CHAT",
                "duo_chat ",
                "duo-chat",
                "embeddings_code",
                "feature_discovery_search",
                "7",
                "\u0000",
                "duo_chat;a=b",
                "*"
            })
    void aFeatureThatIsNotInTheCatalogueIsNotFound(String feature) {
        assertProblem(Api.as("viewer").get("/features/{feature}", feature), 404, "feature-not-found");
        assertProblem(Api.as("viewer").get("/features/{feature}/effective-model", feature), 404, "feature-not-found");
        assertProblem(Api.as("resolver").get("/features/{feature}/model-metadata", feature), 404, "feature-not-found");
        assertProblem(
                Api.as("admin").body("{\"provider\": \"disabled\"}").put("/features/{feature}", feature),
                404,
                "feature-not-found");
    }

    @Test
    void aRefusedChoiceChangesNothing() {
        var model = SampleModels.create("Mixtral", "mixtral");
        put("duo_chat", "{\"model_id\": " + model + "}").then().statusCode(200);
        var before = Api.as("viewer").get("/features/duo_chat");

        put("duo_chat", "{\"model_id\": 999999}").then().statusCode(422);

        assertThat(Api.as("viewer").get("/features/duo_chat").asString()).isEqualTo(before.asString());
    }

    @Test
    void repeatingAChoiceIsNotAChange() {
        var first = put("duo_chat", "{\"provider\": \"disabled\"}");
        var second = put("duo_chat", "{\"provider\": \"disabled\"}");

        assertThat(second.header("Config-Revision")).isEqualTo(first.header("Config-Revision"));
        assertThat(second.header("Effective-Changes")).isEqualTo("0");
        assertThat(second.jsonPath().getString("updated_at"))
                .isEqualTo(first.jsonPath().getString("updated_at"));
    }

    private static Response put(String feature, String body) {
        return Api.as("admin").body(body).put("/features/" + feature);
    }
}
