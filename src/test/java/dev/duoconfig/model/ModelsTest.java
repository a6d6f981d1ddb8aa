package dev.duoconfig.model;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.duoconfig.testkit.Problems.assertInvalid;
import static dev.duoconfig.testkit.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

/** Creating, reading, replacing, and changing models. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class ModelsTest {

    @Test
    void withoutEntitlementNoModelIsCreated() {
        var response = SampleModels.post(SampleModels.body());

        assertProblem(response, 403, "subscription-required");
        assertThat(response.jsonPath().getString("detail")).contains("POST /subscription/sync");
    }

    @Test
    void aNewModelCanBeReadAtTheReturnedLocation() {
        Api.entitled();

        var created = SampleModels.post(SampleModels.body());

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.header("Location"))
                .endsWith("/models/" + created.jsonPath().getLong("id"));
        assertThat(Api.as("viewer").get(created.header("Location")).jsonPath().getMap(""))
                .isEqualTo(created.jsonPath().getMap(""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "999999",
                "0",
                "-1",
                "007",
                "+7",
                "1.0",
                "1e3",
                "0x7",
                "abc",
                "7;a=b",
                "\u0667",
                "999999999999999999",
                "9223372036854775807",
                "9223372036854775808",
                "99999999999999999999999"
            })
    void anInvalidOrUnknownIdIsNotFound(String id) {
        Api.entitled();

        assertProblem(Api.as("viewer").get("/models/{id}", id), 404, "model-not-found");
        assertProblem(Api.as("admin").body("{}").patch("/models/{id}", id), 404, "model-not-found");
        assertProblem(Api.as("admin").body(SampleModels.body()).put("/models/{id}", id), 404, "model-not-found");
        assertProblem(Api.as("admin").delete("/models/{id}", id), 404, "model-not-found");
    }

    @Test
    void aPutReplacesEverythingButTheKey() {
        Api.entitled();
        var path = "/models/" + SampleModels.create("Mixtral", "mixtral");

        var response = Api.as("admin")
                .body("{\"name\": \"Claude\", \"family\": \"claude_3\", \"identifier\": \"bedrock/claude\"}")
                .put(path);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.jsonPath().getString("family_name")).isEqualTo("Claude");
        assertThat(response.jsonPath().<@Nullable String>get("endpoint")).isNull();
    }

    @Test
    void aPutWithoutRequiredPropertiesIsRefused() {
        Api.entitled();
        var path = "/models/" + SampleModels.create("Mixtral", "mixtral");

        assertInvalid(Api.as("admin").body("{}").put(path))
                .containsExactlyInAnyOrder("/name required", "/family required", "/identifier required");
    }

    @ParameterizedTest
    @CsvSource({"name, required", "family, required", "identifier, required", "endpoint, endpoint-required"})
    void aPatchCannotRemoveRequiredProperties(String property, String code) {
        Api.entitled();
        var path = "/models/" + SampleModels.create("Mixtral", "mixtral");

        var response = Api.as("admin").body("{\"" + property + "\": null}").patch(path);

        assertInvalid(response).containsExactly("/" + property + " " + code);
    }

    @Test
    void aPatchChangesOnlyTheGivenProperties() {
        Api.entitled();
        var path = "/models/" + SampleModels.create("Mixtral", "mixtral");
        var before = Api.as("viewer").get(path).jsonPath();

        var after = Api.as("admin").body("{\"name\": \"Renamed\"}").patch(path).jsonPath();

        assertThat(after.getString("name")).isEqualTo("Renamed");
        assertThat(after.getString("endpoint")).isEqualTo(before.getString("endpoint"));
        assertThat(after.getString("created_at")).isEqualTo(before.getString("created_at"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"name\": \"Mixtral\"}", "{\"api_key\": null}", "{\"name\": \" Mixtral \"}"})
    void aPatchWithoutEffectIsNotAChange(String patch) {
        Api.entitled();
        var path = "/models/" + SampleModels.create("Mixtral", "mixtral");
        var before = Api.as("viewer").get(path);

        var response = Api.as("admin").body(patch).patch(path);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.header("Config-Revision")).isEqualTo(before.header("Config-Revision"));
        assertThat(response.jsonPath().getMap("")).isEqualTo(before.jsonPath().getMap(""));
    }

    @Test
    void aFamilyThatAFeatureOfTheModelDoesNotSupportIsRefused() {
        Api.entitled();
        Api.as("admin").body("{\"beta_features_enabled\": true}").patch("/gateway");
        var id = SampleModels.create("Mixtral", "mixtral");
        use(id, "code_completions");
        use(id, "duo_chat");

        var response = Api.as("admin").body("{\"family\": \"codegemma\"}").patch("/models/" + id);

        assertProblem(response, 409, "family-in-use");
        assertThat(response.jsonPath().getList("used_by", String.class)).containsExactly("duo_chat");
        assertThat(Api.as("viewer").get("/models/" + id).jsonPath().getString("family"))
                .isEqualTo("mixtral");
    }

    @Test
    void aFamilyThatAllFeaturesOfTheModelSupportIsAccepted() {
        Api.entitled();
        var id = SampleModels.create("Mixtral", "mixtral");
        use(id, "duo_chat");

        var response = Api.as("admin").body("{\"family\": \"gpt\"}").patch("/models/" + id);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.jsonPath().getString("family")).isEqualTo("gpt");
    }

    @Test
    void theFeaturesOfAModelAreInListOrder() {
        Api.entitled();
        var id = SampleModels.create("Mixtral", "mixtral");
        use(id, "duo_chat");
        use(id, "code_completions");
        use(id, "code_generations");

        assertThat(Api.as("viewer").get("/models/" + id).jsonPath().getList("used_by", String.class))
                .containsExactly("duo_chat", "code_generations", "code_completions");
    }

    private static void use(long model, String feature) {
        Api.as("admin")
                .body("{\"model_id\": " + model + "}")
                .put("/features/" + feature)
                .then()
                .statusCode(200);
    }
}
