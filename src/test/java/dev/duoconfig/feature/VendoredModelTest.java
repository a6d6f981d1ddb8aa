package dev.duoconfig.feature;

import java.util.List;

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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.duoconfig.testkit.Problems.assertInvalid;
import static dev.duoconfig.testkit.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

/** GitLab's own models, by name and by default, and what rules them out. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class VendoredModelTest {

    private static final String NAMED = "{\"provider\": \"vendored\", \"vendored_model\": \"claude_sonnet_4\"}";
    private static final String DEFAULT = "{\"provider\": \"vendored\"}";

    @BeforeEach
    void entitleWithAnOnlineLicense() {
        Api.entitled();
        license("online_cloud");
    }

    @Test
    void aNamedModelIsStoredAndShown() {
        put("duo_chat", NAMED)
                .then()
                .statusCode(200)
                .body("provider", is("vendored"))
                .body("vendored_model", is("claude_sonnet_4"))
                .body("model", nullValue())
                .body("effective.status", is("ready"))
                .body("effective.vendored_model", is("claude_sonnet_4"))
                .body("effective.gateway_url", is("https://cloud.gitlab.com/ai"));

        Api.as("resolver")
                .get("/features/duo_chat_fix_code/effective-model")
                .then()
                .body("reason", is("inherited"))
                .body("provider", is("vendored"))
                .body("vendored_model", is("claude_sonnet_4"));
        assertThat(audited())
                .isEqualTo("{\"provider\":\"vendored\",\"model_id\":null,\"vendored_model\":\"claude_sonnet_4\"}");
    }

    @Test
    void theMetadataNamesTheFeatureAndTheModel() {
        put("duo_chat", NAMED).then().statusCode(200);
        put("code_generations", DEFAULT).then().statusCode(200);

        assertThat(metadata("duo_chat").asString())
                .isEqualTo(
                        "{\"provider\":\"gitlab\",\"feature_setting\":\"duo_chat\",\"identifier\":\"claude_sonnet_4\"}");
        assertThat(metadata("duo_chat_fix_code").asString())
                .isEqualTo(
                        "{\"provider\":\"gitlab\",\"feature_setting\":\"duo_chat_fix_code\",\"identifier\":\"claude_sonnet_4\"}");
        assertThat(metadata("code_generations").asString())
                .isEqualTo("{\"provider\":\"gitlab\",\"feature_setting\":\"code_generations\",\"identifier\":null}");
        assertThat(metadata("duo_chat").header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void anotherChoiceForgetsTheName() {
        put("duo_chat", NAMED).then().statusCode(200);
        put("duo_chat", DEFAULT).then().statusCode(200).body("vendored_model", nullValue());
        put("duo_chat", NAMED).then().statusCode(200);
        put("duo_chat", "{\"provider\": \"disabled\"}").then().statusCode(200).body("vendored_model", nullValue());
    }

    @Test
    void severalFeaturesAreChangedTogether() {
        Api.as("admin")
                .body("""
                        [{"feature": "duo_chat", "provider": "vendored", "vendored_model": " claude_sonnet_4 "},
                         {"feature": "code_generations", "provider": "vendored", "vendored_model": null}]""")
                .patch("/features")
                .then()
                .statusCode(200)
                .body("[0].vendored_model", is("claude_sonnet_4"))
                .body("[1].vendored_model", nullValue());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"provider": "disabled", "vendored_model": "x"}                  | /vendored_model vendored-model-not-allowed
            {"provider": "unassigned", "vendored_model": "x"}                | /vendored_model vendored-model-not-allowed
            {"vendored_model": "x"}                                          | /provider required
            {"provider": "vendored", "vendored_model": "a\\u202eb"}          | /vendored_model invalid-characters
            """)
    void aNameIsAcceptedOnlyWithTheProviderVendored(String body, String error) {
        assertInvalid(put("duo_chat", body)).containsExactly(error);
    }

    @ParameterizedTest
    @CsvSource({"255, 200", "256, 422"})
    void aNameHasAtMost255Characters(int length, int status) {
        var response = put(
                "duo_chat", "{\"provider\": \"vendored\", \"vendored_model\": \"%s\"}".formatted("a".repeat(length)));

        assertThat(response.statusCode()).isEqualTo(status);
        if (status == 422) {
            assertInvalid(response).containsExactly("/vendored_model too-long");
        }
    }

    @Test
    void aNameIsAText() {
        assertProblem(put("duo_chat", "{\"provider\": \"vendored\", \"vendored_model\": 7}"), 422, "validation-failed");
    }

    @Test
    void aBlankNameIsGitLabsDefault() {
        put("duo_chat", "{\"provider\": \"vendored\", \"vendored_model\": \" \"}")
                .then()
                .statusCode(200)
                .body("vendored_model", nullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"offline_cloud", "legacy_license", "unknown"})
    void anyOtherLicenseThanAnOnlineLicenseRulesGitLabsModelsOut(String kind) {
        put("duo_chat", NAMED).then().statusCode(200);
        license(kind);

        assertInvalid(put("code_generations", DEFAULT)).containsExactly("/provider vendored-needs-online-licence");
        assertInvalid(put("code_generations", NAMED)).containsExactly("/provider vendored-needs-online-licence");
        Api.as("viewer")
                .get("/features/duo_chat")
                .then()
                .body("provider", is("vendored"))
                .body("vendored_model", is("claude_sonnet_4"))
                .body("effective.status", is("blocked"))
                .body("effective.reason", is("vendored_needs_online_licence"))
                .body("effective.vendored_model", nullValue());
        metadata("duo_chat")
                .then()
                .statusCode(409)
                .body("code", is("feature-not-ready"))
                .body("reason", is("vendored_needs_online_licence"));
    }

    @Test
    void anAdministratorCanRuleGitLabsModelsOut() {
        put("duo_chat", NAMED).then().statusCode(200);
        disallow();

        assertInvalid(put("code_generations", DEFAULT)).containsExactly("/provider vendored-not-allowed");
        Api.as("viewer")
                .get("/features/duo_chat/effective-model")
                .then()
                .body("status", is("blocked"))
                .body("reason", is("vendored_not_allowed"));
        license("offline_cloud");
        assertInvalid(put("code_generations", DEFAULT))
                .as("the first rule that applies")
                .containsExactly("/provider vendored-not-allowed");
    }

    @Test
    void rulingThemOutAndAllowingThemAgainChangesWhatIsInEffect() {
        put("duo_chat", NAMED).then().statusCode(200);
        var body = "{\"vendored_models_allowed\": false}";

        var dry = Api.as("admin").body(body).patch("/gateway?dry_run=true");
        var changed = Api.as("admin").body(body).patch("/gateway");
        var again = Api.as("admin").body(body).patch("/gateway");
        var event = Database.rows("select before, after from audit_event order by id desc limit 1")
                .get(0);
        var back = Api.as("admin").body("{\"vendored_models_allowed\": null}").patch("/gateway");

        assertThat(dry.header("Effective-Changes"))
                .isEqualTo(changed.header("Effective-Changes"))
                .isNotEqualTo("0");
        assertThat(again.header("Config-Revision")).isEqualTo(changed.header("Config-Revision"));
        assertThat(String.valueOf(event.get("before"))).contains("\"vendored_models_allowed\":true");
        assertThat(String.valueOf(event.get("after"))).contains("\"vendored_models_allowed\":false");
        back.then().statusCode(200).body("vendored_models_allowed", is(true));
        Api.as("viewer").get("/features/duo_chat/effective-model").then().body("status", is("ready"));
    }

    @Test
    void aDocumentThatRulesThemOutAcceptsNoNewChoiceOfThem() {
        var document = """
                {"gateway": {"vendored_models_allowed": false}, "models": [],
                 "features": [{"feature": "duo_chat", "provider": "vendored"}]}""";

        assertInvalid(Api.as("admin").body(document).put("/configuration"))
                .containsExactly("/features/0/provider vendored-not-allowed");
        put("duo_chat", DEFAULT).then().statusCode(200);
        Api.as("admin")
                .body(document)
                .put("/configuration")
                .then()
                .statusCode(200)
                .body("gateway.after.vendored_models_allowed", is(false))
                .body("effective_changes.find { it.feature == 'duo_chat' }.after.status", is("blocked"));
    }

    @Test
    void aDocumentNamesTheModelAndKeepsWhatIsStored() {
        put("duo_chat", NAMED).then().statusCode(200);
        put("code_generations", DEFAULT).then().statusCode(200);
        var document = Api.as("admin").get("/configuration");

        assertThat(document.jsonPath().getList("features.vendored_model", String.class))
                .containsExactly("claude_sonnet_4", null);
        assertThat(document.asString())
                .as("a choice without a name has no name")
                .contains("{\"feature\":\"code_generations\",\"provider\":\"vendored\",\"model\":null}");
        disallow();
        var kept = Api.as("admin").body(withoutAllowance(document)).put("/configuration");
        kept.then().statusCode(200).body("features", is(List.of()));
        license("offline_cloud");
        Api.as("admin")
                .body(withoutAllowance(document))
                .put("/configuration")
                .then()
                .statusCode(200)
                .body("features", is(List.of()));
    }

    @Test
    void aDocumentThatChoosesGitLabsModelsAnewFollowsTheRulesOfAChoice() {
        var document = """
                {"gateway": {}, "models": [],
                 "features": [{"feature": "duo_chat", "provider": "vendored", "vendored_model": "claude_sonnet_4"}]}""";

        var applied = Api.as("admin").body(document).put("/configuration");
        var again = Api.as("admin").body(document).put("/configuration");
        var renamed = Api.as("admin").body(document.replace("sonnet", "opus")).put("/configuration");

        applied.then()
                .statusCode(200)
                .body("features[0].before.vendored_model", nullValue())
                .body("features[0].after.vendored_model", is("claude_sonnet_4"));
        assertThat(again.header("Config-Revision")).isEqualTo(applied.header("Config-Revision"));
        renamed.then().statusCode(200).body("features[0].after.vendored_model", is("claude_opus_4"));
        license("offline_cloud");
        assertInvalid(Api.as("admin").body(document).put("/configuration"))
                .containsExactly("/features/0/provider vendored-needs-online-licence");
        assertInvalid(Api.as("admin")
                        .body(document.replace("\"vendored\"", "\"disabled\""))
                        .put("/configuration"))
                .containsExactly("/features/0/vendored_model vendored-model-not-allowed");
    }

    @Test
    void anEarlierDocumentNamesTheModelOfThatTime() {
        var revision = put("duo_chat", NAMED).header("Config-Revision");
        put("duo_chat", "{\"provider\": \"disabled\"}").then().statusCode(200);

        Api.as("admin")
                .queryParam("at_revision", revision)
                .get("/configuration")
                .then()
                .body("features[0].vendored_model", is("claude_sonnet_4"));
    }

    private static Response put(String feature, String body) {
        return Api.as("admin").body(body).put("/features/" + feature);
    }

    private static Response metadata(String feature) {
        return Api.as("resolver").get("/features/" + feature + "/model-metadata");
    }

    private static Object audited() {
        return String.valueOf(
                Database.rows("select after from audit_event where action = 'feature.updated' order by id desc")
                        .get(0)
                        .get("after"));
    }

    /** The document of the time before the gateway's settings changed, with those of the time after. */
    private static String withoutAllowance(Response document) {
        return document.asString().replace("\"vendored_models_allowed\":true", "\"vendored_models_allowed\":false");
    }

    private static void disallow() {
        Api.as("admin")
                .body("{\"vendored_models_allowed\": false}")
                .patch("/gateway")
                .then()
                .statusCode(200);
    }

    private static void license(String kind) {
        Database.execute(
                "update subscription set license_type = " + (kind.equals("unknown") ? "null" : "'" + kind + "'"));
        nextRevision();
    }

    /** Commits a revision as another instance would; the next read loads it. */
    private static void nextRevision() {
        Database.execute("update configuration_state set revision = revision + 1");
        Api.refresh();
    }
}
