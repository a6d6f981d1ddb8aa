package dev.duoconfig.feature;

import dev.duoconfig.model.SampleModels;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.duoconfig.testkit.Problems.assertInvalid;
import static dev.duoconfig.testkit.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

/** Several choices in one request, which are stored together or not at all. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class FeatureBatchTest {

    @BeforeEach
    void entitle() {
        Api.entitled();
    }

    @Test
    void allChoicesAreOneChangeAndAreReturnedInTheOrderOfTheRequest() {
        var model = SampleModels.create("Mixtral", "mixtral");
        var before = revision();

        var response = patch("""
                [{"feature": "duo_chat_fix_code", "provider": "disabled"},
                 {"feature": "code_generations", "model_id": %d},
                 {"feature": "duo_chat", "provider": "self_hosted", "model_id": %d}]""".formatted(model, model));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.jsonPath().getList("feature", String.class))
                .containsExactly("duo_chat_fix_code", "code_generations", "duo_chat");
        assertThat(response.jsonPath().getList("provider", String.class))
                .containsExactly("disabled", "self_hosted", "self_hosted");
        assertThat(response.jsonPath().getList("effective.revision", Long.class))
                .containsOnly(before + 1);
        assertThat(revision()).isEqualTo(before + 1);
    }

    @Test
    void oneInvalidChoiceRejectsAll() {
        var before = revision();

        var response = patch("""
                [{"feature": "duo_chat", "provider": "disabled"},
                 {"feature": "code_generations", "model_id": 999999}]""");

        assertInvalid(response).containsExactly("/1/model_id model-not-found");
        assertThat(Api.as("viewer").get("/features/duo_chat").jsonPath().getString("provider"))
                .isEqualTo("unassigned");
        assertThat(revision()).isEqualTo(before);
    }

    @Test
    void everyItemIsValidatedAndErrorsPointToIt() {
        var response = patch("""
                [{"provider": "disabled"},
                 {"feature": "nothing", "provider": "disabled"},
                 {"feature": "duo_chat", "provider": "gitlab"},
                 {"feature": "code_generations"},
                 {"feature": "code_completions", "provider": "self_hosted"},
                 {"feature": "summarize_review", "provider": "unassigned"},
                 null,
                 {"feature": null},
                 {"feature": "duo_chat_fix_code", "provider": null, "model_id": 1}]""");

        assertInvalid(response)
                .containsExactly(
                        "/0/feature required",
                        "/1/feature feature-not-found",
                        "/2/provider provider-not-offered",
                        "/3/provider required",
                        "/4/model_id model-required",
                        "/5 feature-not-available",
                        "/6/feature required",
                        "/7/feature required",
                        "/8/provider required");
    }

    @Test
    void aFeatureThatIsListedTwiceIsRefused() {
        var response = patch("""
                [{"feature": "duo_chat", "provider": "disabled"}, {"feature": "code_generations", "provider": "disabled"},
                 {"feature": "duo_chat", "provider": "disabled"}]""");

        assertInvalid(response).containsExactly("/2/feature duplicate-feature");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"feature\": \"duo_chat\"}", "null"})
    void aListOfMoreThan1000ItemsIsNotReadToItsEnd(String item) {
        assertInvalid(patch("[" + (item + ",").repeat(999) + item + "]")).doesNotContain(" too-many");
        assertInvalid(patch("[" + (item + ",").repeat(1000) + item + "]")).containsExactly(" too-many");
        assertInvalid(patch("[" + (item + ",").repeat(1000) + item + ", not JSON"))
                .containsExactly(" too-many");
    }

    @Test
    void anEmptyListIsRefused() {
        assertInvalid(patch("[]")).containsExactly(" empty-list");
    }

    @Test
    void withoutEntitlementNoChoiceIsAccepted() {
        Database.execute(
                "update subscription set entitlement_reason = 'add_on_missing', agent_platform_reason = null",
                "update configuration_state set revision = revision + 1");

        assertProblem(patch("[{\"feature\": \"duo_chat\", \"provider\": \"disabled\"}]"), 403, "subscription-required");
        assertProblem(
                Api.as("admin").body("{\"provider\": \"disabled\"}").put("/features/duo_chat"),
                403,
                "subscription-required");
    }

    private static Response patch(String body) {
        return Api.as("admin").body(body).patch("/features");
    }

    private static long revision() {
        return Long.parseLong(Api.as("viewer").get("/gateway").header("Config-Revision"));
    }
}
