package dev.duoconfig.apikey;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.duoconfig.model.SampleModels;
import dev.duoconfig.secret.Sealed;
import dev.duoconfig.secret.SecretBox;
import dev.duoconfig.secret.SecretLocation;
import dev.duoconfig.secret.TestMasterKeys;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import dev.duoconfig.testkit.OtherSettings;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** The rotation from one master key to the next, on a service with both. */
@Tag("own-start")
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
@TestProfile(OtherSettings.class)
class KeyRotationTest {

    private static final SecretBox OLD = TestMasterKeys.box(OtherSettings.OLD_MASTER_KEY);
    private static final SecretBox LOST = TestMasterKeys.box(OtherSettings.masterKey(4));
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final SecretBox current;

    KeyRotationTest(SecretBox current) {
        this.current = current;
    }

    @BeforeEach
    void entitle() {
        Api.entitled();
        Api.as("admin")
                .body("{\"url\": \"https://aigw.example.com\"}")
                .patch("/gateway")
                .then()
                .statusCode(200);
    }

    /** Otherwise, the next test would refuse to start because the old key is missing. */
    @AfterEach
    void removeKeysThatOtherTestsCannotDecrypt() {
        Database.execute("""
                begin;
                truncate feature_setting, model;
                delete from gitlab_instance;
                update configuration_state set revision = revision + 1;
                commit""");
    }

    @Test
    void aValueUnderTheOldKeyCanStillBeRead() {
        assign(modelUnder(OLD, "one", "sk-one"));

        assertThat(metadata().getString("api_key")).isEqualTo("sk-one");
        assertThat(values(OLD.keyId())).isEqualTo(1);
        assertThat(values(current.keyId())).isZero();
    }

    @Test
    void rewrappingMovesEveryValueToTheCurrentKey() {
        for (int i = 0; i < 120; i++) {
            modelUnder(OLD, "model " + i, "sk-" + i);
        }
        assign(modelUnder(OLD, "in use", "sk-in-use"));

        var started = Api.as("admin").post("/secrets/rewrap");
        var end = awaitEnd();

        assertThat(started.statusCode()).isEqualTo(202);
        assertThat(started.jsonPath().getString("rewrap.status")).isIn("running", "finished");
        assertThat(end.getString("status")).isEqualTo("finished");
        assertThat(end.getInt("resealed")).isEqualTo(121);
        assertThat(end.getInt("unreadable")).isZero();
        assertThat(values(OLD.keyId())).isZero();
        assertThat(values(current.keyId())).isEqualTo(121);
        assertThat(metadata().getString("api_key")).isEqualTo("sk-in-use");
        assertThat(actions()).containsSequence("secrets.rewrap_started", "secrets.rewrapped");
    }

    @Test
    void rewrappingDoesNotChangeTheModel() {
        var id = modelUnder(OLD, "one", "sk-one");
        var before = Api.as("viewer").get("/models/" + id);

        Api.as("admin").post("/secrets/rewrap").then().statusCode(202);
        awaitEnd();

        assertThat(Api.as("viewer").get("/models/" + id).asString()).isEqualTo(before.asString());
    }

    @Test
    void anUnreadableValueStaysIsCountedAndDoesNotBreakTheList() {
        var lost = modelUnder(LOST, "lost", "sk-lost");
        modelUnder(OLD, "old", "sk-old");
        assign(lost);

        var models = Api.as("viewer").get("/models").jsonPath();
        var metadata = Api.as("resolver").get("/features/duo_chat/model-metadata");
        Api.as("admin").post("/secrets/rewrap").then().statusCode(202);
        var end = awaitEnd();

        assertThat(models.getList("name")).containsExactly("lost", "old");
        assertThat(models.getList("warnings[0].code")).containsExactly("api_key_unreadable");
        assertThat(models.getList("warnings[1]")).isEmpty();
        assertThat(metadata.statusCode()).isEqualTo(409);
        assertThat(metadata.jsonPath().getString("code")).isEqualTo("api-key-unreadable");
        assertThat(metadata.jsonPath().getString("detail")).contains(LOST.keyId(), "PATCH /models/" + lost);
        assertThat(end.getInt("resealed")).isEqualTo(1);
        assertThat(end.getInt("unreadable")).isEqualTo(1);
        assertThat(values(LOST.keyId())).isEqualTo(1);
        assertThat(key(LOST.keyId())).containsEntry("configured", false);
    }

    @Test
    void aKeyStoredAgainIsReadableAgain() {
        var lost = modelUnder(LOST, "lost", "sk-lost");

        var response = Api.as("admin").body("{\"api_key\": \"sk-new\"}").patch("/models/" + lost);

        assertThat(response.jsonPath().getList("warnings")).isEmpty();
        assign(lost);
        assertThat(metadata().getString("api_key")).isEqualTo("sk-new");
    }

    @Test
    void aKeyChangedWhileRewrappingIsKept() {
        var ids = new ArrayList<Long>();
        for (int i = 0; i < 200; i++) {
            ids.add(modelUnder(OLD, "model " + i, "sk-old-" + i));
        }

        Api.as("admin").post("/secrets/rewrap").then().statusCode(202);
        for (var id : ids.subList(150, 200)) {
            Api.as("admin")
                    .body("{\"api_key\": \"sk-new\"}")
                    .patch("/models/" + id)
                    .then()
                    .statusCode(200);
        }
        awaitEnd();

        for (var id : ids.subList(150, 200)) {
            assertThat(current.open(stored(id), location(id))).isEqualTo("sk-new");
        }
        assertThat(current.open(stored(ids.get(0)), location(ids.get(0)))).isEqualTo("sk-old-0");
        assertThat(values(OLD.keyId())).isZero();
    }

    @Test
    void rewrappingWithNothingToDoRecordsNothing() {
        SampleModels.post(SampleModels.body("api_key", "sk-one")).then().statusCode(201);
        var revision = revision();

        var response = Api.as("admin").post("/secrets/rewrap");

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.jsonPath().getString("rewrap.status")).isNotEqualTo("running");
        assertThat(revision()).isEqualTo(revision);
        assertThat(actions()).doesNotContain("secrets.rewrap_started");
    }

    @Test
    void rewrappingMovesTheTokensOfGitLabInstancesToTheCurrentKey() {
        var readable = gitlabUnder(OLD, "readable");
        gitlabUnder(LOST, "lost");
        var before = values(OLD.keyId());

        Api.as("admin").post("/secrets/rewrap").then().statusCode(202);
        var end = awaitEnd();

        assertThat(before).isEqualTo(2);
        assertThat(end.getInt("resealed")).isEqualTo(2);
        assertThat(end.getInt("unreadable")).isEqualTo(2);
        assertThat(values(OLD.keyId())).isZero();
        assertThat(values(LOST.keyId())).isEqualTo(2);
        var row = Database.rows("select * from gitlab_instance where id = " + readable)
                .get(0);
        assertThat(current.open(sealed(row, "token_key_id", "token_sealed"), token(readable, "readable")))
                .isEqualTo("glpat-one");
        assertThat(current.open(sealed(row, "digest_key_key_id", "digest_key_sealed"), digestKey(readable)))
                .isEqualTo("digest-key");
    }

    @Test
    void aDryRunShowsTheKeysAndChangesNothing() {
        modelUnder(OLD, "one", "sk-one");
        var revision = revision();

        var response = Api.as("admin").post("/secrets/rewrap?dry_run=true");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.header("Dry-Run")).isEqualTo("true");
        assertThat(values(OLD.keyId())).isEqualTo(1);
        assertThat(revision()).isEqualTo(revision);
    }

    private static long modelUnder(SecretBox box, String name, String key) {
        var id = SampleModels.create(name, "mixtral");
        var sealed = box.seal(key, location(id));
        Database.execute("""
                begin;
                update model set api_key_sealed = '\\x%s', api_key_key_id = '%s', api_key_updated_at = now() where id = %d;
                update configuration_state set revision = revision + 1;
                commit""".formatted(HexFormat.of().formatHex(sealed.bytes()), sealed.keyId(), id));
        Api.refresh();
        return id;
    }

    private static long gitlabUnder(SecretBox box, String host) {
        var id = Api.as("admin")
                .body(Map.of("name", host, "url", "https://" + host, "token", "glpat-one"))
                .post("/gitlab-instances")
                .jsonPath()
                .getLong("id");
        var token = box.seal("glpat-one", token(id, host));
        var digestKey = box.seal("digest-key", digestKey(id));
        Database.execute("""
                update gitlab_instance set token_sealed = '\\x%s', token_key_id = '%s', digest_key_sealed = '\\x%s',
                    digest_key_key_id = '%s' where id = %d""".formatted(
                        HexFormat.of().formatHex(token.bytes()),
                        token.keyId(),
                        HexFormat.of().formatHex(digestKey.bytes()),
                        digestKey.keyId(),
                        id));
        return id;
    }

    private static SecretLocation token(long id, String host) {
        return new SecretLocation("gitlab_instance", id, "token").boundTo("https://" + host + ":443");
    }

    private static SecretLocation digestKey(long id) {
        return new SecretLocation("gitlab_instance", id, "digest_key");
    }

    private static Sealed sealed(Map<String, ?> row, String keyId, String bytes) {
        return new Sealed(String.valueOf(row.get(keyId)), Objects.requireNonNull((byte[]) row.get(bytes)));
    }

    private static SecretLocation location(long id) {
        return StoredApiKeys.location(id, String.valueOf(SampleModels.body().get("endpoint")), true);
    }

    private static Sealed stored(long id) {
        var row = Database.rows("select api_key_key_id, api_key_sealed from model where id = " + id)
                .get(0);
        return new Sealed(
                String.valueOf(row.get("api_key_key_id")), Objects.requireNonNull((byte[]) row.get("api_key_sealed")));
    }

    private static void assign(long id) {
        Api.as("admin")
                .body("{\"model_id\": " + id + "}")
                .put("/features/duo_chat")
                .then()
                .statusCode(200);
    }

    private static JsonPath metadata() {
        var response = Api.as("resolver").get("/features/duo_chat/model-metadata");
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return response.jsonPath();
    }

    private static JsonPath awaitEnd() {
        var limit = Instant.now().plus(LIMIT);
        JsonPath secrets;
        do {
            secrets = Api.as("admin").get("/secrets").jsonPath();
        } while (secrets.getString("rewrap.status").equals("running")
                && Instant.now().isBefore(limit));
        return secrets.setRootPath("rewrap");
    }

    private static Map<String, Object> key(String id) {
        List<Map<String, Object>> keys =
                Api.as("admin").get("/secrets").jsonPath().getList("keys");
        return keys.stream()
                .filter(key -> id.equals(key.get("key_id")))
                .findFirst()
                .orElse(Map.of("values", 0));
    }

    private static int values(String id) {
        return Integer.parseInt(String.valueOf(key(id).get("values")));
    }

    private static List<String> actions() {
        return Database.rows("select action from audit_event order by id").stream()
                .map(row -> String.valueOf(row.get("action")))
                .toList();
    }

    private static String revision() {
        return Api.as("viewer").get("/gateway").header("Config-Revision");
    }
}
