package dev.duoconfig.store;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

/** A start on a database that was restored from a backup, by what is known of it. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class RestoredDatabaseTest {

    private final RestoredDatabase restored;
    private final KnownSnapshot known;

    RestoredDatabaseTest(RestoredDatabase restored, KnownSnapshot known) {
        this.restored = restored;
        this.known = known;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "database_identity = ''",
                "database_identity = regexp_replace(database_identity, 'server=\\d+', 'server=1')",
                "database_identity = regexp_replace(database_identity, 'timeline=\\w+', 'timeline=000000FE')",
                "database_identity = regexp_replace(database_identity, 'table=\\d+', 'table=1')",
                "database_identity = regexp_replace(database_identity, 'database=\\d+', 'database=1')",
                "database_identity = regexp_replace(database_identity, 'files=[0-9.]+', 'files=1')",
                "lost_revision = revision + 7",
                "lost_revision = revision"
            })
    void noTagOfBeforeTheRestoreHoldsAfterIt(String sign) {
        var before = setTimeout(90);
        restored.recognize();
        assertThat(revision())
                .as("the revision of a database that was not restored")
                .isEqualTo(revision(before));
        Database.execute("update configuration_state set " + sign);

        restored.recognize();

        assertThat(revision()).isGreaterThanOrEqualTo(revision(before) + Revisions.LEFT_OUT_BY_A_RESTORE);
        assertThatNoTagHolds(before);
        restored.recognize();
        assertThat(revision()).as("the revision after another start").isEqualTo(revision(gateway()));
        Api.as("admin")
                .get("/audit-events?action=database.restored")
                .then()
                .body("size()", is(1))
                .body("[0].actor", is("system"))
                .body("[0].revision", is((int) revision()));
        Api.as("admin").get("/audit-events/verification").then().body("valid", is(true));
        Api.as("viewer").get("/features").then().statusCode(200).header("Config-Revision", String.valueOf(revision()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "database_identity = null",
                "database_identity = database_identity || ' later=1'",
                "database_identity = regexp_replace(database_identity, 'server=\\d+ ', '')",
                "lost_revision = revision - 1"
            })
    void whatOnlySomeReleasesOrUsersKnowIsNoRestore(String state) {
        var before = revision(setTimeout(90));
        Database.execute("update configuration_state set " + state);

        restored.recognize();

        assertThat(revision()).isEqualTo(before);
        assertThat(Database.rows("select database_identity from configuration_state")
                        .get(0)
                        .get("database_identity"))
                .asString()
                .contains("server=", "timeline=", "table=", "database=", "files=")
                .doesNotContain("later");
    }

    @Test
    void aLastKnownGoodFileShowsWhatTheDatabaseHasLost() {
        var before = setTimeout(90);
        known.recall(revision(before) + 3, Instant.now());

        restored.recognize();

        assertThatNoTagHolds(before);
    }

    @Test
    void aLastKnownGoodFileShowsAnotherStateOfTheSameRevision() {
        var before = setTimeout(90);
        known.recall(revision(before), Instant.EPOCH);

        restored.recognize();

        assertThatNoTagHolds(before);
    }

    @Test
    void aLastKnownGoodFileShowsAnotherHistoryThatHasGoneOn() {
        var before = setTimeout(90);
        setTimeout(91);
        known.recall(revision(before), Instant.EPOCH);

        restored.recognize();

        assertThatNoTagHolds(before);
    }

    @Test
    void aLastKnownGoodFileOfAnEarlierRevisionShowsNothing() {
        var before = setTimeout(90);
        var time = (Timestamp) Objects.requireNonNull(Database.rows("select changed_at from configuration_state")
                .get(0)
                .get("changed_at"));
        var after = setTimeout(91);
        known.recall(revision(before), time.toInstant());

        restored.recognize();

        assertThat(revision()).isEqualTo(revision(after));
    }

    @Test
    void aChangeOfARunningInstanceLeavesOutWhatAnotherOneHasNotedAsLost() {
        var before = setTimeout(90);
        Database.execute("update configuration_state set lost_revision = revision + 5");

        var after = setTimeout(91);

        assertThat(revision(after)).isGreaterThan(revision(before) + 5);
        assertThatNoTagHolds(before);
        assertThat(revision(setTimeout(92))).isBetween(revision(after) + 1, revision(after) + 2);
    }

    @Test
    void theKeysOfGitLabsAreNotKnownAfterARestore() {
        var before = setTimeout(90);
        Api.as("admin")
                .body(Map.of("name", "gitlab", "url", "https://gitlab.example.com", "token", "glpat-fake-0123456789"))
                .post("/gitlab-instances")
                .then()
                .statusCode(201);
        recordKeys();
        Database.execute("update configuration_state set database_identity = ''");
        restored.recognize();
        var afterAStart = recordedKeys();
        recordKeys();
        restored.recognize();
        var afterAnotherStart = recordedKeys();
        Database.execute("update configuration_state set lost_revision = revision + 5");
        setTimeout(91);
        var afterAChange = recordedKeys();
        recordKeys();
        setTimeout(92);

        assertThat(afterAStart).containsExactly("unknown", null);
        assertThat(afterAnotherStart).containsExactly("a-digest", null);
        assertThat(afterAChange).containsExactly("unknown", null);
        assertThat(recordedKeys()).containsExactly("a-digest", null);
        assertThatNoTagHolds(before);
    }

    /** Records a model with an API key and one without in the only GitLab. */
    private static void recordKeys() {
        Database.execute(
                "delete from gitlab_instance_model",
                "insert into gitlab_instance_model (instance_id, model_id, gitlab_id, name, created, key_digest)"
                        + " select id, 1, 'a', 'A', true, 'a-digest' from gitlab_instance union all"
                        + " select id, 2, 'b', 'B', true, null from gitlab_instance");
    }

    private static List<@Nullable Object> recordedKeys() {
        return Database.rows("select key_digest from gitlab_instance_model order by model_id").stream()
                .map(row -> row.get("key_digest"))
                .toList();
    }

    @Test
    void aRevisionThatWasLeftOutDoesNotExist() {
        var before = revision(setTimeout(90));
        Database.execute("update configuration_state set database_identity = ''");
        restored.recognize();

        Api.as("admin")
                .get("/configuration?at_revision=" + (before + 1))
                .then()
                .statusCode(404)
                .body("code", is("revision-not-found"));
        Api.as("admin").get("/configuration?at_revision=" + before).then().statusCode(200);
        Api.as("admin").get("/configuration?at_revision=" + revision()).then().statusCode(200);
    }

    private static void assertThatNoTagHolds(Response before) {
        var lost = "\"" + (revision(before) + 1) + "\"";
        for (var tag : new String[] {before.header("ETag"), lost}) {
            Api.as("viewer").header("If-None-Match", tag).get("/gateway").then().statusCode(200);
            Api.as("viewer")
                    .header("If-None-Match", tag)
                    .get("/features")
                    .then()
                    .statusCode(200);
            Api.as("admin")
                    .header("If-Match", tag)
                    .body("{\"request_timeout_seconds\": 99}")
                    .patch("/gateway")
                    .then()
                    .statusCode(412);
            Api.as("admin")
                    .header("If-Match", tag)
                    .body("{\"provider\": \"disabled\"}")
                    .put("/features/duo_chat")
                    .then()
                    .statusCode(412);
        }
        var present = gateway().header("ETag");
        Api.as("viewer").header("If-None-Match", present).get("/gateway").then().statusCode(304);
        Api.as("admin")
                .header("If-Match", present)
                .body("{}")
                .patch("/gateway")
                .then()
                .statusCode(200);
    }

    private static Response gateway() {
        return Api.as("viewer").get("/gateway");
    }

    private static long revision() {
        return revision(gateway());
    }

    private static long revision(Response response) {
        return Long.parseLong(response.header("Config-Revision"));
    }

    private static Response setTimeout(int seconds) {
        Api.entitled();
        return Api.as("admin")
                .body("{\"request_timeout_seconds\": %d}".formatted(seconds))
                .patch("/gateway");
    }
}
