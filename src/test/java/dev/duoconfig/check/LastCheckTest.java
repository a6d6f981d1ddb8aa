package dev.duoconfig.check;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import dev.duoconfig.lastcheck.CheckRecords;
import dev.duoconfig.model.SampleModels;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import dev.duoconfig.testkit.LogLines;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.duoconfig.check.CheckedModels.checkStored;
import static org.assertj.core.api.Assertions.assertThat;

/** The newest check of a model and of the gateway, as responses show it. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class LastCheckTest {

    private static final String PROMPT = "/v1/prompts/model_configuration%2Fcheck";

    private final FakeServer server = FakeServer.start();

    @BeforeEach
    void entitleAndAllow() {
        Api.entitled();
        FakeServer.allow();
        server.lists("served").gets("/monitoring/healthz", 200, "{}").posts(PROMPT, 200, "{\"response\": \"Yes\"}");
        patch("/gateway", "{\"url\": \"" + server.url() + "\"}");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aModelShowsItsNewestCheck() {
        var id = store();
        assertThat(lastCheck(model(id))).isNull();

        var report = Report.of(checkStored(id));

        assertThat(report.status()).isEqualTo("passed");
        var check = model(id).jsonPath();
        assertThat(check.getString("last_check.status")).isEqualTo("passed");
        assertThat(check.getString("last_check.summary")).isEqualTo(report.summary());
        assertThat(check.getString("last_check.via")).isEqualTo("direct");
        assertThat(check.getString("last_check.at")).matches("20..-.*Z").isEqualTo(check.getString("last_check.since"));
        assertThat(lastCheck(gateway())).isNull();
    }

    @Test
    void theGatewayShowsItsNewestCheckWithoutARoute() {
        Report.of(Api.as("admin").post("/gateway/check"));

        assertThat(lastCheck(gateway()))
                .containsEntry("status", "passed")
                .containsEntry("via", null)
                .containsEntry("summary", "The AI gateway responds and is healthy.");
    }

    @Test
    void theNewestCheckCountsWhateverItsRoute() {
        var id = store();
        checkStored(id);
        server.posts(PROMPT, 500, "{\"detail\": \"x\"}");

        checkStored(id, "via", "gateway");

        assertThat(lastCheck(model(id))).containsEntry("status", "failed").containsEntry("via", "gateway");
        checkStored(id);
        assertThat(lastCheck(model(id))).containsEntry("status", "passed").containsEntry("via", "direct");
    }

    @Test
    void theBeginOfAStatusStaysUntilItChanges() {
        var id = store();
        checkStored(id);
        var first = model(id).jsonPath();
        checkStored(id);
        var second = model(id).jsonPath();
        server.gets("/v1/models", 500, "{}");
        checkStored(id);
        var third = model(id).jsonPath();

        assertThat(second.getString("last_check.since")).isEqualTo(first.getString("last_check.at"));
        assertThat(second.getString("last_check.at")).isGreaterThanOrEqualTo(first.getString("last_check.at"));
        assertThat(third.getString("last_check.since"))
                .isEqualTo(third.getString("last_check.at"))
                .isGreaterThanOrEqualTo(second.getString("last_check.at"));
    }

    @Test
    void aListShowsTheNewestCheckOfEachModel() {
        var passed = store();
        var failed = CheckedModels.store(server.url() + "/elsewhere", "custom_openai/served", null);
        var unchecked = store();
        checkStored(passed);
        checkStored(failed);

        var list = Api.as("viewer").get("/models?order_by=id").jsonPath();

        assertThat(list.getList("id", Long.class)).containsExactly(passed, failed, unchecked);
        assertThat(list.getString("[0].last_check.status")).isEqualTo("passed");
        assertThat(list.getString("[1].last_check.status")).isEqualTo("failed");
        assertThat(list.<@Nullable Object>get("[2].last_check")).isNull();
    }

    @Test
    void theTagChangesWithTheCheckAndTheRevisionDoesNot() {
        var id = store();
        var before = model(id);

        checkStored(id);

        var after = model(id);
        assertThat(after.header("Config-Revision")).isEqualTo(before.header("Config-Revision"));
        assertThat(before.header("ETag")).isEqualTo("\"" + before.header("Config-Revision") + "-0\"");
        assertThat(after.header("ETag"))
                .startsWith("\"" + before.header("Config-Revision") + "-")
                .isNotEqualTo(before.header("ETag"));
        assertThat(read(id, before.header("ETag")).statusCode()).isEqualTo(200);
        assertThat(read(id, "\"" + before.header("Config-Revision") + "\"").statusCode())
                .isEqualTo(200);
        assertThat(read(id, after.header("ETag")).statusCode()).isEqualTo(304);
        checkStored(id);
        assertThat(read(id, after.header("ETag")).statusCode()).isEqualTo(200);
    }

    @Test
    void theTagOfTheGatewayChangesWithItsCheck() {
        var before = gateway().header("ETag");

        Api.as("admin").post("/gateway/check");

        var after = gateway().header("ETag");
        assertThat(after).isNotEqualTo(before);
        assertThat(Api.as("viewer")
                        .header("If-None-Match", after)
                        .get("/gateway")
                        .statusCode())
                .isEqualTo(304);
        assertThat(Api.as("viewer")
                        .header("If-None-Match", before)
                        .get("/gateway")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aConditionOfAWriteComparesOnlyTheRevision() {
        var id = store();
        var tag = model(id).header("ETag");
        var ofGateway = gateway().header("ETag");
        checkStored(id);
        Api.as("admin").post("/gateway/check");

        var renamed = Api.as("admin")
                .header("If-Match", tag)
                .body("{\"name\": \"Renamed\"}")
                .patch("/models/" + id);
        var read = model(id);
        var changed = Api.as("admin")
                .header("If-Match", ofGateway)
                .body("{\"request_timeout_seconds\": 90}")
                .patch("/gateway");

        assertThat(renamed.statusCode()).isEqualTo(200);
        assertThat(renamed.header("ETag")).isEqualTo(read.header("ETag"));
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(changed.header("ETag")).isEqualTo(gateway().header("ETag"));
        assertThat(Api.as("admin")
                        .header("If-Match", tag)
                        .body("{\"name\": \"Again\"}")
                        .patch("/models/" + id)
                        .statusCode())
                .isEqualTo(412);
    }

    @Test
    void whatGetReturnsCanBeSentBackWithTheCheckOfBefore() {
        var id = store();
        checkStored(id);
        Api.as("admin").post("/gateway/check");
        var model = model(id).asString();
        var gateway = gateway().asString();
        checkStored(id);

        var replaced = Api.as("admin").body(model).put("/models/" + id);
        var settings = Api.as("admin").body(gateway).put("/gateway");

        assertThat(replaced.statusCode()).as(replaced.asString()).isEqualTo(200);
        assertThat(lastCheck(replaced)).containsEntry("status", "passed");
        assertThat(settings.statusCode()).as(settings.asString()).isEqualTo(200);
        assertThat(lastCheck(settings)).containsEntry("status", "passed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"endpoint\": \"http://127.0.0.1:1/v1\"} | true",
                "{\"identifier\": \"custom_openai/other\"} | true",
                "{\"family\": \"mistral\"} | true",
                "{\"api_key\": \"another-key\"} | true",
                "{\"api_key\": null} | true",
                "{\"api_key\": \"the-key\"} | false",
                "{\"name\": \"Renamed\"} | false",
                "{} | false"
            })
    void aChangeOfWhatACheckDependsOnForgetsIt(String change, boolean forgets) {
        var id = CheckedModels.store(server.url() + "/v1", "custom_openai/served", "the-key");
        checkStored(id);

        var dry = Api.as("admin").body(change).patch("/models/" + id + "?dry_run=true");
        var kept = model(id);
        var changed = patch("/models/" + id, change);

        assertThat(lastCheck(dry) == null).isEqualTo(forgets);
        assertThat(dry.header("ETag")).isEqualTo(kept.header("ETag"));
        assertThat(lastCheck(kept)).isNotNull();
        assertThat(lastCheck(changed) == null).isEqualTo(forgets);
        assertThat(model(id).header("ETag")).isEqualTo(changed.header("ETag"));
        assertThat(lastCheck(model(id)) == null).isEqualTo(forgets);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"url\": \"http://127.0.0.1:1\"} | true | true",
                "{\"url\": null} | true | true",
                "{\"outbound_allowlist\": [\"127.0.0.1\"]} | true | false",
                "{\"agent_platform_url\": \"127.0.0.1:1\"} | true | false",
                "{\"agent_platform_tls\": false} | true | false",
                "{\"request_timeout_seconds\": 90} | false | false",
                "{\"vendored_models_allowed\": false, \"beta_features_enabled\": true} | false | false"
            })
    void aChangeOfTheGatewayForgetsTheChecksThatDependOnIt(String change, boolean ofGateway, boolean throughGateway) {
        var direct = store();
        var through = store();
        checkStored(direct);
        checkStored(through, "via", "gateway");
        Api.as("admin").post("/gateway/check");

        var changed = patch("/gateway", change);

        assertThat(lastCheck(changed) == null).isEqualTo(ofGateway);
        assertThat(gateway().header("ETag")).isEqualTo(changed.header("ETag"));
        assertThat(lastCheck(model(direct))).isNotNull();
        assertThat(lastCheck(model(through)) == null).isEqualTo(throughGateway);
    }

    @Test
    void aDocumentForgetsTheChecksOfWhatItChanges() {
        var changed = store();
        var unchanged = store();
        checkStored(changed);
        checkStored(unchanged);
        var document = Api.as("admin").get("/configuration").asString();
        var name = model(changed).jsonPath().getString("name");

        var other = document.replaceAll(
                "(\"name\":\"" + name + "\",[^}]*\"identifier\":\")custom_openai/served", "$1custom_openai/other");
        var applied = Api.as("admin").body(other).put("/configuration");

        assertThat(document).doesNotContain("last_check", "passed");
        assertThat(applied.statusCode()).as(applied.asString()).isEqualTo(200);
        assertThat(model(changed).jsonPath().getString("identifier")).isEqualTo("custom_openai/other");
        assertThat(lastCheck(model(changed))).isNull();
        assertThat(lastCheck(model(unchanged))).isNotNull();
    }

    /** Release 0.2 does not know the table. */
    @Test
    void aChangeByAnotherReleaseForgetsTheCheck() {
        var id = store();
        checkStored(id);

        Database.execute("update model set identifier = 'custom_openai/other' where id = " + id);
        Api.refresh();

        assertThat(lastCheck(model(id))).isNull();
    }

    @Test
    void aDeletedModelLeavesNoCheck() {
        var id = store();
        checkStored(id);
        assertThat(stored()).hasSize(1);

        Api.as("admin").delete("/models/" + id).then().statusCode(204);

        assertThat(stored()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"identifier\": \"custom_openai/other\"}", "{\"api_key\": \"new\"}", "{\"name\": \"New\"}"})
    void aCheckOfAnOlderStateIsNotRecorded(String change) throws IOException {
        var id = new long[1];
        try (var slow = new HeldServer(path -> patch("/models/" + id[0], change))) {
            id[0] = CheckedModels.store(slow.url(), "custom_openai/served", null);

            var report = Report.of(checkStored(id[0]));

            assertThat(report.status()).isEqualTo("passed");
            assertThat(lastCheck(model(id[0]))).isNull();
        }
    }

    @Test
    void aCheckOfADeletedModelIsNotRecorded() throws IOException {
        var id = new long[1];
        try (var slow = new HeldServer(path -> Api.as("admin").delete("/models/" + id[0]))) {
            id[0] = CheckedModels.store(slow.url(), "custom_openai/served", null);

            assertThat(Report.of(checkStored(id[0])).status()).isEqualTo("passed");

            assertThat(stored()).isEmpty();
        }
    }

    @Test
    void aCheckThroughAnOlderGatewayIsNotRecorded() throws IOException {
        var id = store();
        try (var slow = new HeldServer(path -> patch("/gateway", "{\"url\": \"http://127.0.0.1:1\"}"))) {
            patch("/gateway", "{\"url\": \"" + slow.url() + "\"}");

            Report.of(checkStored(id, "via", "gateway"));
            patch("/gateway", "{\"url\": \"" + slow.url() + "\"}");
            Report.of(Api.as("admin").post("/gateway/check"));

            assertThat(stored()).isEmpty();
        }
    }

    @Test
    void anotherChangeDuringACheckDoesNotMatter() throws IOException {
        var other = store();
        try (var slow = new HeldServer(path -> {
            patch("/models/" + other, "{\"name\": \"Other\"}");
            patch("/gateway", "{\"request_timeout_seconds\": 90}");
        })) {
            var id = CheckedModels.store(slow.url(), "custom_openai/served", null);

            checkStored(id);

            assertThat(lastCheck(model(id))).containsEntry("status", "passed");
        }
    }

    @Test
    void aCheckOfADraftDoesNotCount() {
        var id = store();
        var draft = SampleModels.body("endpoint", server.url() + "/v1");
        draft.put("identifier", "custom_openai/served");
        draft.put("id", id);

        Report.of(Api.as("admin").body(draft).post("/models/check"));

        assertThat(stored()).isEmpty();
    }

    @Test
    void whatAServerSaysIsNotKept() {
        var id = store();
        server.gets("/v1/models", 400, "{\"message\": \"a-unique-remark\"}");

        var report = checkStored(id);

        assertThat(report.asString()).contains("a-unique-remark");
        assertThat(lastCheck(model(id))).containsEntry("status", "failed");
        assertThat(stored().toString()).contains("failed").doesNotContain("a-unique-remark");
    }

    @Test
    void aCheckMakesNoRevisionAndNoAuditEvent() {
        var id = store();
        var before = Database.rows("select revision, audit_head_id from configuration_state");

        checkStored(id);
        Api.as("admin").post("/gateway/check");
        Api.as("admin").get("/diagnostics?checks=true");

        assertThat(Database.rows("select revision, audit_head_id from configuration_state"))
                .isEqualTo(before);
        assertThat(stored()).hasSize(2);
    }

    @Test
    void diagnosticsWithChecksRecordThem() {
        var id = store();

        Api.as("admin").get("/diagnostics?checks=true").then().statusCode(200);

        assertThat(lastCheck(model(id))).containsEntry("status", "passed").containsEntry("via", "direct");
        assertThat(lastCheck(gateway())).containsEntry("status", "passed");
    }

    @Test
    void aSkippedCheckReplacesAResultOnlyIfItWasRequested() {
        var id = CheckedModels.store(null, "bedrock/anthropic.claude", null);
        Api.as("admin").get("/diagnostics?checks=true");
        assertThat(lastCheck(model(id))).containsEntry("status", "skipped");
        checkStored(id, "via", "gateway");
        assertThat(lastCheck(model(id))).containsEntry("status", "passed");

        Api.as("admin").get("/diagnostics?checks=true");
        assertThat(lastCheck(model(id))).containsEntry("status", "passed").containsEntry("via", "gateway");
        checkStored(id);

        assertThat(lastCheck(model(id))).containsEntry("status", "skipped").containsEntry("via", "direct");
    }

    @Test
    void aFailedLastCheckIsAFinding() {
        var id = store();
        server.gets("/v1/models", 500, "{\"message\": \"a-unique-remark\"}").gets("/monitoring/healthz", 503, "{}");
        assertThat(findings("")).isEmpty();
        var report = Report.of(checkStored(id));
        Api.as("admin").post("/gateway/check");

        var findings = findings("");

        assertThat(findings).extracting(finding -> finding.get("subject")).containsExactly("/gateway", "/models/" + id);
        assertThat(findings.get(1))
                .containsEntry("severity", "warning")
                .containsEntry("remedy", report.summary() + " Then check it again with POST /models/" + id + "/check.");
        assertThat(String.valueOf(findings.get(1).get("detail")))
                .startsWith("Model 'Model ")
                .contains(model(id).jsonPath().getString("last_check.at").substring(0, 19));
        assertThat(findings.toString()).doesNotContain("a-unique-remark");
    }

    @Test
    void aNewCheckReplacesTheFindingAboutTheLastOne() {
        var id = store();
        server.gets("/v1/models", 500, "{}");
        checkStored(id);

        assertThat(findings("?checks=true")).isEmpty();

        assertThat(findings("")).hasSize(1);
        server.lists("served");
        assertThat(findings("?checks=true")).isEmpty();
        assertThat(findings("")).isEmpty();
    }

    @Test
    void aChangeOfTheStatusIsLogged() {
        var id = store();
        try (var log = new LogLines(CheckRecords.class)) {
            checkStored(id);
            server.gets("/v1/models", 500, "{\"message\": \"a-unique-remark\"}");
            checkStored(id);
            checkStored(id);
            server.lists("served");
            checkStored(id);

            assertThat(log.lines())
                    .containsExactly(
                            "WARN The check of /models/%d failed; before, it passed. GET /models/%d shows the result in last_check"
                                    .formatted(id, id),
                            "INFO The check of /models/%d passed; before, it failed. GET /models/%d shows the result in last_check"
                                    .formatted(id, id));
        }
    }

    private long store() {
        return CheckedModels.store(server.url() + "/v1", "custom_openai/served", null);
    }

    private static Response model(long id) {
        return Api.as("viewer").get("/models/" + id);
    }

    private static Response read(long id, String tag) {
        return Api.as("viewer").header("If-None-Match", tag).get("/models/" + id);
    }

    private static Response gateway() {
        return Api.as("viewer").get("/gateway");
    }

    private static Response patch(String path, String body) {
        var response = Api.as("admin").body(body).patch(path);
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return response;
    }

    private static @Nullable Map<String, @Nullable Object> lastCheck(Response response) {
        return response.jsonPath().getMap("last_check");
    }

    private static List<Map<String, @Nullable Object>> stored() {
        return Database.rows("select * from last_check");
    }

    private static List<Map<String, Object>> findings(String query) {
        JsonPath findings = Api.as(query.isEmpty() ? "viewer" : "admin")
                .get("/diagnostics" + query)
                .jsonPath();
        return findings.getList("findAll { it.code == 'check_failed_last' }");
    }
}
