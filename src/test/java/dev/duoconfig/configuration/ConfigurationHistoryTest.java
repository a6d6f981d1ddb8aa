package dev.duoconfig.configuration;

import java.util.List;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.AuditTable;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.duoconfig.configuration.Documents.CLAUDE;
import static dev.duoconfig.configuration.Documents.MIXTRAL_FOR_CHAT;
import static dev.duoconfig.configuration.Documents.document;
import static dev.duoconfig.configuration.Documents.model;
import static dev.duoconfig.testkit.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

/** Earlier configurations, and the rollback to them. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class ConfigurationHistoryTest {

    @BeforeEach
    void entitle() {
        Api.entitled();
    }

    @Test
    void everyKindOfChangeIsUndone() {
        var untouched = Documents.exported();
        var start = Documents.revision();
        Documents.apply(MIXTRAL_FOR_CHAT);
        var first = Documents.revision();
        var mixtral = Documents.exported();
        var id = Api.as("viewer").get("/models").jsonPath().getLong("[0].id");
        Api.as("admin")
                .body("{\"name\": \"Renamed\", \"api_key\": \"sk-1\"}")
                .patch("/models/" + id)
                .then()
                .statusCode(200);
        Api.as("admin")
                .body("{\"beta_features_enabled\": true}")
                .patch("/gateway")
                .then()
                .statusCode(200);
        Api.as("admin")
                .body("[{\"feature\": \"duo_chat_fix_code\", \"provider\": \"disabled\"}]")
                .patch("/features")
                .then()
                .statusCode(200);
        var third = Documents.revision();
        var changed = Documents.exported();
        Api.as("admin").delete("/models/" + id + "?unassign=true").then().statusCode(204);
        Api.as("admin").post("/subscription/sync").then().statusCode(200);

        assertThat(Documents.at(start)).isEqualTo(untouched);
        assertThat(Documents.at(first)).isEqualTo(mixtral);
        assertThat(Documents.at(third)).isEqualTo(changed);
        assertThat(changed.at("/models/0/name").asText()).isEqualTo("Renamed");
        assertThat(changed.at("/models/0/has_api_key").asBoolean()).isTrue();
        assertThat(Documents.at(Documents.revision())).isEqualTo(Documents.exported());
    }

    @Test
    void anEventOfAReleaseThatDoesNotKnowASettingDidNotChangeIt() {
        Documents.apply(document("{\"agent_platform_url\": \"agents.example.com:50052\"}", "", ""));
        var first = Documents.revision();
        Api.as("admin").body("{\"request_timeout_seconds\": 90}").patch("/gateway");
        var second = Documents.revision();
        Api.as("admin").body("{\"vendored_models_allowed\": false}").patch("/gateway");
        AuditTable.tamper("update audit_event set before = '{\"url\": null, \"request_timeout_seconds\": 60,"
                + " \"beta_features_enabled\": false, \"outbound_allowlist\": []}' where revision = " + second);

        var gateway = Documents.at(first).path("gateway");

        assertThat(gateway.path("request_timeout_seconds").asInt()).isEqualTo(60);
        assertThat(gateway.path("agent_platform_url").asText()).isEqualTo("agents.example.com:50052");
        assertThat(gateway.path("agent_platform_tls").asBoolean()).isTrue();
        assertThat(gateway.path("vendored_models_allowed").asBoolean()).isTrue();
        assertThat(Documents.at(first - 1)
                        .path("gateway")
                        .path("agent_platform_url")
                        .isNull())
                .isTrue();
    }

    @Test
    void theCurrentRevisionIsTheDocumentAndTheNextDoesNotExist() {
        Documents.apply(MIXTRAL_FOR_CHAT);
        var current = Documents.revision();

        assertThat(Documents.at(current)).isEqualTo(Documents.exported());
        assertProblem(at(current + 1), 404, "revision-not-found");
        assertProblem(at(999_999_999_999_999_999L), 404, "revision-not-found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "x", "1.0", "", "9999999999999999999", "0x1"})
    void anInvalidRevisionIsRefused(String revision) {
        assertProblem(Api.as("admin").get("/configuration?at_revision=" + revision), 400, "invalid-parameter");
    }

    @Test
    void onlyRevisionsThatEndedTooLongAgoAreGone() {
        Documents.apply(MIXTRAL_FOR_CHAT);
        var first = Documents.revision();
        Documents.apply(document(CLAUDE, ""));
        var second = Documents.revision();
        Documents.apply(document("", ""));
        AuditTable.tamper("update audit_event set at = at - interval '366 days' where revision <= " + second);

        assertProblem(at(first), 410, "revision-gone");
        assertThat(at(second).statusCode()).isEqualTo(200);
    }

    @Test
    void applyingAnEarlierRevisionIsARollbackAndReportsMissingKeys() {
        Documents.apply(document(
                model("Claude", "\"api_key\": \"sk-1\"") + "," + model("Kept", "\"api_key\": \"sk-2\""),
                "{\"feature\": \"duo_chat\", \"model\": \"Claude\"}"));
        var good = Documents.revision();
        Documents.apply(document(model("Kept", "\"has_api_key\": true"), ""));

        var earlier = Api.as("admin").get("/configuration?at_revision=" + good);
        var plan = Documents.plan(earlier.asString());
        var back = Api.as("admin")
                .header("If-Match", earlier.header("ETag"))
                .body(earlier.asString())
                .put("/configuration");

        assertThat(plan.jsonPath().getList("models.create.name", String.class)).containsExactly("Claude");
        assertThat(plan.jsonPath().getBoolean("models.create[0].has_api_key")).isFalse();
        assertThat(plan.jsonPath().getList("warnings.code", String.class)).containsExactly("api_key_missing");
        assertThat(plan.jsonPath().getList("warnings.pointer", String.class)).containsExactly("/models/0");
        assertThat(back.statusCode()).isEqualTo(200);
        assertThat(back.asString()).isEqualTo(plan.asString());
        assertThat(Documents.exported().at("/features/0/model").asText()).isEqualTo("Claude");
        assertThat(earlier.asString()).doesNotContain("sk-1");
    }

    @Test
    void aRestoreSaysSoInTheAuditEvenIfAKeyIsMissing() {
        Documents.apply(document(
                model("Claude", "\"api_key\": \"sk-1\""), "{\"feature\": \"duo_chat\", \"model\": \"Claude\"}"));
        var good = Documents.revision();
        Documents.apply(document("{\"request_timeout_seconds\": 90}", "", ""));
        var earlier = at(good).asString();

        var plan = restore(earlier, good + "&dry_run=true");
        var back = restore(earlier, Long.toString(good));

        assertThat(back.statusCode()).isEqualTo(200);
        assertThat(back.asString()).isEqualTo(plan.asString());
        assertThat(origins()).containsExactly("restore", "restore", "restore");
    }

    @Test
    void aDocumentThatIsNotTheOneOfTheRevisionIsNotARestore() {
        Documents.apply(MIXTRAL_FOR_CHAT);
        var good = Documents.revision();
        Documents.apply(document("", ""));
        var earlier = at(good).asString();

        restore(earlier, Long.toString(good - 1)).then().statusCode(200);
        assertThat(origins()).containsOnly("document");
        restore(document("{\"request_timeout_seconds\": 90}", "", ""), Long.toString(good))
                .then()
                .statusCode(200);
        assertThat(origins()).containsOnly("document");

        restore(earlier, Long.toString(good)).then().statusCode(200);
        assertThat(origins()).containsOnly("restore");
    }

    @Test
    void aRestoreOfARevisionThatDoesNotExistIsRefused() {
        Documents.apply(MIXTRAL_FOR_CHAT);
        var first = Documents.revision();
        Documents.apply(document("", ""));
        var second = Documents.revision();
        var document = at(first).asString();
        AuditTable.tamper("update audit_event set at = at - interval '366 days'");

        assertProblem(restore(document, Long.toString(first)), 410, "revision-gone");
        assertProblem(restore(document, Long.toString(second + 1)), 404, "revision-not-found");
        assertProblem(restore(document, "x"), 400, "invalid-parameter");
        assertThat(Documents.revision()).isEqualTo(second);
    }

    @Test
    void historyIsAvailableAsYaml() {
        Documents.apply(MIXTRAL_FOR_CHAT);
        var revision = Documents.revision();
        Documents.apply(document("", ""));

        var response = Api.as("admin").accept("application/yaml").get("/configuration?at_revision=" + revision);

        assertThat(response.asString()).contains("- name: Mixtral\n");
    }

    @Test
    void manyChangesAreUndoneInOrder() {
        for (var timeout = 60; timeout < 310; timeout++) {
            Documents.apply(document("{\"request_timeout_seconds\": " + timeout + "}", "", ""));
        }
        var revision = Documents.revision();

        assertThat(Documents.at(revision - 230)
                        .at("/gateway/request_timeout_seconds")
                        .asInt())
                .isEqualTo(309 - 230);
    }

    private static Response restore(String document, String from) {
        return Api.as("admin").body(document).put("/configuration?restored_from=" + from);
    }

    private static List<String> origins() {
        return Api.as("viewer")
                .get("/audit-events?revision=" + Documents.revision())
                .jsonPath()
                .getList("origin");
    }

    private static Response at(long revision) {
        return Api.as("admin").get("/configuration?at_revision=" + revision);
    }
}
