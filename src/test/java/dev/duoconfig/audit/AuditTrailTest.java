package dev.duoconfig.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.AuditTable;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** The event recorded for each change, read from the database. */
@QuarkusTest
@ExtendWith(CleanConfiguration.class)
@WithTestResource(LocalInstallationResource.class)
@SuppressWarnings("NullAway.Init")
class AuditTrailTest {

    private static final String KEY = "a-key-that-stays-secret";

    private static final Set<String> NOT_HASHED =
            Set.of("hash", "actor_id", "issuer", "mac_kind", "mac_key_id", "mac", "origin");

    private static final String MODEL = """
            {"name": "Mixtral", "family": "mixtral", "endpoint": "https://vllm.example.com/v1",
             "identifier": "custom_openai/mixtral", "api_key": "%s"}""".formatted(KEY);

    @Inject
    ObjectMapper json;

    @BeforeEach
    void entitle() {
        Api.entitled();
        Api.as("admin").body("{\"url\": \"https://aigw.example.com\"}").patch("/gateway");
        AuditTable.empty();
    }

    @Test
    void aSynchronizationIsRecordedWithItsResult() throws JsonProcessingException {
        admin("sync-1").post("/subscription/sync").then().statusCode(200);

        var event = onlyEvent();

        assertThat(event)
                .containsEntry("action", "subscription.synchronised")
                .containsEntry("actor", "local-admin")
                .containsEntry("object_type", "subscription")
                .containsEntry("request_id", "sync-1");
        assertThat(value(event, "after").path("plan").asText()).isEqualTo("ultimate");
        assertThat(value(event, "after").path("entitlement_reason").asText()).isEqualTo("entitled");
    }

    @Test
    void aGatewayChangeIsRecordedWithBothStates() throws JsonProcessingException {
        admin("gw-1")
                .body("{\"url\": null, \"request_timeout_seconds\": 90}")
                .patch("/gateway")
                .then()
                .statusCode(200);

        var event = onlyEvent();

        assertThat(event)
                .containsEntry("action", "gateway.updated")
                .containsEntry("actor", "local-admin")
                .containsEntry("object_type", "gateway")
                .containsEntry("object_id", null)
                .containsEntry("request_id", "gw-1")
                .containsEntry("effective_changes", "[]");
        assertThat(value(event, "before")).isEqualTo(json.readTree("""
                        {"url": "https://aigw.example.com", "request_timeout_seconds": 60,
                         "beta_features_enabled": false, "outbound_allowlist": [],
                         "agent_platform_url": null, "agent_platform_tls": true, "vendored_models_allowed": true}"""));
        assertThat(value(event, "after")).isEqualTo(json.readTree("""
                        {"url": null, "request_timeout_seconds": 90,
                         "beta_features_enabled": false, "outbound_allowlist": [],
                         "agent_platform_url": null, "agent_platform_tls": true, "vendored_models_allowed": true}"""));
    }

    @Test
    void aModelIsRecordedWithoutItsKey() throws JsonProcessingException {
        int id = admin("create").body(MODEL).post("/models").path("id");
        admin("rename").body("{\"name\": \"New\"}").patch("/models/" + id);
        admin("key").body("{\"api_key\": \"another-key\"}").patch("/models/" + id);
        admin("no-key").body("{\"api_key\": null}").patch("/models/" + id);
        admin("delete").delete("/models/" + id).then().statusCode(204);

        var events = events();

        assertThat(events)
                .extracting(event -> event.get("action"))
                .containsExactly("model.created", "model.updated", "model.updated", "model.updated", "model.deleted");
        assertThat(events)
                .extracting(event -> event.get("request_id"))
                .containsExactly("create", "rename", "key", "no-key", "delete");
        assertThat(events).allSatisfy(event -> assertThat(event)
                .containsEntry("object_type", "model")
                .containsEntry("object_id", String.valueOf(id)));
        assertThat(events.get(0)).containsEntry("before", null).containsEntry("object_name", "Mixtral");
        assertThat(value(events.get(0), "after")).isEqualTo(json.readTree("""
                        {"name": "Mixtral", "family": "mixtral", "endpoint": "https://vllm.example.com/v1",
                         "identifier": "custom_openai/mixtral", "iam_role": null, "api_key": "[redacted]",
                         "api_key_changed": true}"""));
        assertThat(value(events.get(1), "before").path("name").asText()).isEqualTo("Mixtral");
        assertThat(value(events.get(1), "after").path("name").asText()).isEqualTo("New");
        assertThat(value(events.get(1), "after").path("api_key_changed").asBoolean())
                .isFalse();
        assertThat(value(events.get(2), "after").path("api_key").asText()).isEqualTo("[redacted]");
        assertThat(value(events.get(2), "after").path("api_key_changed").asBoolean())
                .isTrue();
        assertThat(value(events.get(3), "after").path("api_key").isNull()).isTrue();
        assertThat(value(events.get(3), "after").path("api_key_changed").asBoolean())
                .isTrue();
        assertThat(events.get(4)).containsEntry("after", null);
        assertThat(events.toString()).doesNotContain(KEY, "another-key");
        assertChained(events);
    }

    @Test
    void aFeatureSettingIsRecordedWithItsEffectiveChanges() throws JsonProcessingException {
        int id = admin("m").body(MODEL).post("/models").path("id");

        admin("f").body("{\"model_id\": " + id + "}").put("/features/code_generations");

        var event = events().get(1);
        assertThat(event)
                .containsEntry("action", "feature.updated")
                .containsEntry("object_type", "feature")
                .containsEntry("object_id", "code_generations")
                .containsEntry("object_name", "Code Generation")
                .containsEntry("request_id", "f");
        assertThat(value(event, "before"))
                .isEqualTo(
                        json.readTree("{\"provider\": \"unassigned\", \"model_id\": null, \"vendored_model\": null}"));
        assertThat(value(event, "after"))
                .isEqualTo(json.readTree(
                        "{\"provider\": \"self_hosted\", \"model_id\": " + id + ", \"vendored_model\": null}"));
        assertThat(value(event, "effective_changes")).isEqualTo(json.readTree("""
                        [{"feature": "code_generations", "before": {"status": "unassigned", "model": null},
                          "after": {"status": "ready", "model": "Mixtral"}}]"""));
    }

    @Test
    void oneRequestIsOneRevisionWithAnyNumberOfEvents() {
        int first = admin("a").body(MODEL).post("/models").path("id");
        int second = admin("b")
                .body(MODEL.replace("\"Mixtral\"", "\"Second\""))
                .post("/models")
                .path("id");
        admin("c").body("""
                        [{"feature": "code_generations", "model_id": %d}, {"feature": "duo_chat", "model_id": %d},
                         {"feature": "code_completions", "provider": "unassigned"}]""".formatted(first, first)).patch("/features").then().statusCode(200);
        admin("d")
                .queryParam("reassign_to", second)
                .delete("/models/" + first)
                .then()
                .statusCode(204);

        var events = events();

        assertThat(events)
                .extracting(
                        event -> event.get("request_id") + " " + event.get("action") + " " + event.get("object_name"))
                .containsExactly(
                        "a model.created Mixtral",
                        "b model.created Second",
                        "c feature.updated Code Generation",
                        "c feature.updated General Chat",
                        "d feature.updated General Chat",
                        "d feature.updated Code Generation",
                        "d model.deleted Mixtral");
        var revisions = events.stream()
                .map(event -> (Long) event.get("revision"))
                .distinct()
                .toList();
        assertThat(revisions).hasSize(4);
        assertThat(revisions.get(3)).isEqualTo(revisions.get(0) + 3);
        assertThat(Database.rows("select revision from configuration_state").get(0))
                .containsEntry("revision", revisions.get(3));
        assertChained(events);
    }

    @Test
    void aWriteThatChangesNothingIsNotRecorded() {
        int id = admin("m").body(MODEL).post("/models").path("id");
        admin("f").body("{\"model_id\": " + id + "}").put("/features/duo_chat");
        var before = events();

        admin("1")
                .body("{\"request_timeout_seconds\": 60}")
                .patch("/gateway")
                .then()
                .statusCode(200);
        admin("2").body("{\"name\": \"Mixtral\"}").patch("/models/" + id).then().statusCode(200);
        admin("3")
                .body("{\"model_id\": " + id + "}")
                .put("/features/duo_chat")
                .then()
                .statusCode(200);
        admin("4")
                .body("{\"provider\": \"unassigned\"}")
                .put("/features/code_completions")
                .then()
                .statusCode(200);

        assertThat(events()).isEqualTo(before);
    }

    @Test
    void dryRunsAndRefusalsAreNotRecorded() {
        int id = admin("m").body(MODEL).post("/models").path("id");
        admin("f").body("{\"model_id\": " + id + "}").put("/features/duo_chat");
        var before = events();

        dry().body(MODEL.replace("\"Mixtral\"", "\"Dry\""))
                .post("/models")
                .then()
                .statusCode(200);
        dry().body("{\"name\": \"Dry\"}").patch("/models/" + id).then().statusCode(200);
        dry().queryParam("unassign", true).delete("/models/" + id).then().statusCode(200);
        dry().body("{\"request_timeout_seconds\": 99}").patch("/gateway").then().statusCode(200);
        dry().body("{\"provider\": \"disabled\"}")
                .put("/features/duo_chat")
                .then()
                .statusCode(200);
        admin("1").body(MODEL).post("/models").then().statusCode(409);
        admin("2").delete("/models/" + id).then().statusCode(409);
        admin("3")
                .body("{\"request_timeout_seconds\": 1}")
                .patch("/gateway")
                .then()
                .statusCode(422);
        admin("4")
                .header("If-Match", "\"0\"")
                .body("{\"name\": \"x\"}")
                .patch("/models/" + id)
                .then()
                .statusCode(412);
        admin("5").delete("/models/999999").then().statusCode(404);
        Api.as("viewer")
                .body("{\"request_timeout_seconds\": 99}")
                .patch("/gateway")
                .then()
                .statusCode(403);

        assertThat(events()).isEqualTo(before);
    }

    private static RequestSpecification admin(String requestId) {
        return Api.as("admin").header("X-Request-Id", requestId);
    }

    private static RequestSpecification dry() {
        return Api.as("admin").queryParam("dry_run", true);
    }

    private static List<Map<String, @Nullable Object>> events() {
        return Database.rows("select * from audit_event order by id");
    }

    private static Map<String, @Nullable Object> onlyEvent() {
        var events = events();
        assertThat(events).hasSize(1);
        return events.get(0);
    }

    private JsonNode value(Map<String, @Nullable Object> event, String column) throws JsonProcessingException {
        return json.readTree(String.valueOf(event.get(column)));
    }

    /** Each hash is the SHA-256 of a JSON list: the previous hash, then the columns of release 0.2 in the order of the table. */
    private void assertChained(List<Map<String, @Nullable Object>> events) {
        var previous = "";
        for (var event : events) {
            var canonical = new ArrayList<@Nullable Object>();
            canonical.add(previous);
            event.forEach((column, content) -> {
                if (!NOT_HASHED.contains(column)) {
                    canonical.add(content instanceof Timestamp at ? at.toInstant() : content);
                }
            });
            previous = sha256(canonical);
            assertThat(event).containsEntry("hash", previous);
        }
        assertThat(Database.rows("select audit_head_hash, audit_head_id from configuration_state")
                        .get(0))
                .containsEntry("audit_head_hash", previous)
                .containsEntry("audit_head_id", (long) events.size());
    }

    private String sha256(List<@Nullable Object> canonical) {
        try {
            var digest = MessageDigest.getInstance("SHA-256")
                    .digest(json.writeValueAsString(canonical).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException | JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
