package dev.duoconfig.reference;

import java.util.List;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static dev.duoconfig.testkit.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

/** {@code /catalogue} with the default catalogue, which is the newest. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class CatalogueResourceTest {

    @Test
    void theVersionInUseIsTheNewestByDefault() {
        Api.as("viewer")
                .get("/catalogue")
                .then()
                .statusCode(200)
                .body("version", is("19.4"))
                .body("versions", contains("18.2", "18.9", "19.4"))
                .body("providers", contains("unassigned", "self_hosted", "disabled", "vendored"));
    }

    @Test
    void theMainFeaturesAreInTheOrderOfGitLabsPageWithTheirFeatures() {
        var catalogue = Api.as("viewer").get("/catalogue");
        Api.as("admin").post("/subscription/sync");

        catalogue
                .then()
                .body(
                        "main_features.title",
                        contains(
                                "GitLab Duo Agent Platform",
                                "GitLab Duo Chat",
                                "Code Suggestions",
                                "GitLab Duo for merge requests",
                                "GitLab Duo for issues",
                                "Other GitLab Duo features"))
                .body("main_features.description", not(hasItem("")));
        assertThat(catalogue.jsonPath().getList("main_features.features.flatten()", String.class))
                .as("the features of all main features, in list order")
                .isEqualTo(Api.as("viewer")
                        .queryParam("include_unavailable", true)
                        .get("/features")
                        .jsonPath()
                        .getList("feature", String.class));
    }

    @Test
    void thePlatformsSayWhatAModelOnThemHas() {
        Api.as("viewer")
                .get("/catalogue")
                .then()
                .body(
                        "platforms.id",
                        contains(
                                "vllm",
                                "azure_openai",
                                "openai",
                                "anthropic",
                                "bedrock",
                                "bedrock_mantle",
                                "vertex_ai",
                                "other"))
                .body("platforms[0].prefix", is("custom_openai/"))
                .body("platforms[0].endpoint", is("required"))
                .body("platforms[0].api_key", is("optional"))
                .body("platforms[0].iam_role", is(false))
                .body("platforms.find { it.id == 'bedrock' }.endpoint", is("none"))
                .body("platforms.find { it.id == 'bedrock' }.api_key", is("none"))
                .body("platforms.find { it.id == 'bedrock' }.iam_role", is(true))
                .body("platforms.find { it.id == 'vertex_ai' }.endpoint", is("none"))
                .body("platforms.find { it.id == 'other' }.prefix", nullValue());
    }

    @Test
    void theFamiliesAreThoseOfTheModelFamiliesWithoutWhatIsOfferedNow() {
        var families = Api.as("viewer").get("/models/families").jsonPath();
        var catalogue = Api.as("viewer").get("/catalogue").jsonPath();

        assertThat(catalogue.getMap("families[0]")).containsOnlyKeys("id", "name", "release_state", "features");
        for (var id : catalogue.getList("families.id", String.class)) {
            var found = "find { it.id == '" + id + "' }";
            assertThat(catalogue.getString("families." + found + ".name"))
                    .isEqualTo(families.getString(found + ".name"));
            assertThat(catalogue.getString("families." + found + ".release_state"))
                    .isEqualTo(families.getString(found + ".release_state"));
            assertThat(catalogue.<List<String>>get("families." + found + ".features"))
                    .isEqualTo(families.get(found + ".features"));
        }
        assertThat(catalogue.getList("families.id")).hasSize(13);
    }

    @Test
    void aCallerThatHasTheCatalogueGetsNoBody() {
        var tag = Api.as("viewer").get("/catalogue").header("ETag");

        Api.as("viewer").header("If-None-Match", tag).get("/catalogue").then().statusCode(304);
        Api.as("admin")
                .header("If-None-Match", "\"0\"")
                .get("/catalogue")
                .then()
                .statusCode(200);
    }

    @Test
    void onlyViewersAndAdministratorsReadIt() {
        assertProblem(Api.as("resolver").get("/catalogue"), 403, "forbidden");
        assertProblem(Api.anonymous().get("/catalogue"), 401, "unauthorized");
    }
}
