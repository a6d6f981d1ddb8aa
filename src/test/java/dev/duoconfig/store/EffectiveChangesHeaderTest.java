package dev.duoconfig.store;

import dev.duoconfig.model.SampleModels;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** Every write returns the number of features whose effective model or its settings changed. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class EffectiveChangesHeaderTest {

    private static final String CHAT_MODEL = "[{\"feature\": \"duo_chat\", \"model_id\": %d}]";

    @BeforeEach
    void entitleAndConfigureTheGateway() {
        Api.entitled();
        patch("/gateway", "{\"url\": \"https://gw.example.com\"}");
    }

    @Test
    void aModelThatNoFeatureUsesChangesNothing() {
        var created = SampleModels.post(SampleModels.body());
        var path = "/models/" + created.jsonPath().getLong("id");

        assertThat(changes(created)).isZero();
        assertThat(changes(patch(path, "{\"endpoint\": \"https://other.example.com/v1\"}")))
                .isZero();
        assertThat(changes(Api.as("admin").delete(path))).isZero();
    }

    @Test
    void aSettingOfAFeatureChangesOnlyThatFeature() {
        var model = SampleModels.create("Mixtral", "mixtral");

        assertThat(changes(put("/features/code_generations", "{\"model_id\": " + model + "}")))
                .isEqualTo(1);
        assertThat(changes(put("/features/code_generations", "{\"provider\": \"disabled\"}")))
                .isEqualTo(1);
        assertThat(changes(put("/features/code_generations", "{\"provider\": \"unassigned\"}")))
                .isEqualTo(1);
    }

    /** The seven features that fall back change too, including those that become blocked: while unassigned, they were not. */
    @Test
    void aSettingOfGeneralChatChangesTheFeaturesThatFallBackToIt() {
        var model = SampleModels.create("Mixtral", "mixtral");

        assertThat(changes(patch("/features", CHAT_MODEL.formatted(model)))).isEqualTo(8);
        assertThat(changes(put("/features/duo_chat", "{\"provider\": \"disabled\"}")))
                .isEqualTo(8);
    }

    @Test
    void choosingTheInheritedModelChangesNothing() {
        var model = SampleModels.create("Mixtral", "mixtral");
        patch("/features", CHAT_MODEL.formatted(model));

        assertThat(changes(put("/features/duo_chat_fix_code", "{\"model_id\": " + model + "}")))
                .isZero();
    }

    @Test
    void everySettingThatARequestDependsOnCounts() {
        var model = SampleModels.create("Mixtral", "mixtral");
        put("/features/code_generations", "{\"model_id\": " + model + "}");
        put("/features/code_completions", "{\"model_id\": " + model + "}");

        assertThat(changes(patch("/models/" + model, "{\"endpoint\": \"https://b.example.com/v1\"}")))
                .isEqualTo(2);
        assertThat(changes(patch("/gateway", "{\"request_timeout_seconds\": 90}")))
                .isEqualTo(2);
        assertThat(changes(patch("/gateway", "{\"url\": \"https://other.example.com\"}")))
                .isEqualTo(2);
        assertThat(changes(patch("/gateway", "{\"outbound_allowlist\": [\"10.0.0.0/8\"]}")))
                .isZero();
        assertThat(changes(patch("/gateway", "{\"url\": null}"))).isEqualTo(2);
        assertThat(changes(patch("/gateway", "{\"request_timeout_seconds\": 91}")))
                .isZero();
    }

    @Test
    void theToggleBlocksAndUnblocksTheChosenModels() {
        patch("/gateway", "{\"beta_features_enabled\": true}");
        var llama = SampleModels.create("Llama", "llama3");
        put("/features/code_generations", "{\"model_id\": " + llama + "}");
        put("/features/summarize_review", "{\"model_id\": " + llama + "}");

        assertThat(changes(patch("/gateway", "{\"beta_features_enabled\": false}")))
                .isEqualTo(2);
        assertThat(changes(patch("/gateway", "{\"beta_features_enabled\": true}")))
                .isEqualTo(2);
    }

    @Test
    void aDeletionCountsTheFeaturesOfTheModel() {
        var mixtral = SampleModels.create("Mixtral", "mixtral");
        var gpt = SampleModels.create("GPT", "gpt");
        put("/features/code_generations", "{\"model_id\": " + mixtral + "}");

        assertThat(changes(Api.as("admin").delete("/models/" + mixtral + "?reassign_to=" + gpt)))
                .isEqualTo(1);
        assertThat(changes(Api.as("admin").delete("/models/" + gpt + "?unassign=true")))
                .isEqualTo(1);
    }

    @Test
    void aRepeatedWriteChangesNothing() {
        assertThat(changes(patch("/gateway", "{\"url\": \"https://gw.example.com\"}")))
                .isZero();
        assertThat(changes(Api.entitled())).isZero();
    }

    private static Response patch(String path, String body) {
        return Api.as("admin").body(body).patch(path);
    }

    private static Response put(String path, String body) {
        return Api.as("admin").body(body).put(path);
    }

    private static int changes(Response response) {
        assertThat(response.statusCode()).as(response.asString()).isBetween(200, 204);
        return Integer.parseInt(response.header("Effective-Changes"));
    }
}
