package dev.duoconfig.store;

import java.util.Objects;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.AuditTable;
import dev.duoconfig.testkit.Await;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import dev.duoconfig.testkit.Scrape;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

/** An older backup in the place of the database, which no connection reveals. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class SetBackDatabaseTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "revision = revision - 1",
                // The database was set back, then reached the same revision with other content.
                "changed_at = changed_at - interval '1 minute'"
            })
    void onlyTheServedSnapshotIsUsedAndTheRevisionNeverGoesBack(String back) {
        setTimeout(90).then().statusCode(200);
        var served = Api.as("viewer").get("/features").header("Config-Revision");
        var present = Database.rows("select revision, changed_at from configuration_state")
                .get(0);
        Database.execute("update configuration_state set " + back);
        try {
            assertRefused(Api.as("viewer").get("/configuration"), served);
            assertRefused(setTimeout(91), served);
            Api.as("viewer").get("/features").then().statusCode(200).header("Config-Revision", served);
            assertThat(Scrape.now().value("duo_database_set_back")).isOne();
            Api.anonymous()
                    .get("/q/health/group/database")
                    .then()
                    .body("status", is("DOWN"))
                    .body("checks[0].data.set_back", is(true));
            Await.until("the lost revisions are noted", () -> lostRevision() == Long.parseLong(served));
        } finally {
            Database.execute("update configuration_state set revision = %s, changed_at = '%s'"
                    .formatted(present.get("revision"), present.get("changed_at")));
        }

        setTimeout(91).then().statusCode(200);
        assertThat(Scrape.now().value("duo_database_set_back")).isZero();
        assertThat(lostRevision()).isZero();
    }

    /** A promoted standby has used the number for another change and gone on, while the old primary accepted changes, too. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aNewerStateOfAnotherHistoryIsRefusedUntilItIsDeclaredAsRestored(boolean declared) {
        setTimeout(90).then().statusCode(200);
        var served = Api.as("viewer").get("/features").header("Config-Revision");
        AuditTable.tamper(
                "update audit_event set at = at + interval '1 second', hash = repeat('0', 64) where revision = "
                        + served);
        Database.execute("update configuration_state set revision = revision + 1, audit_head_hash = repeat('0', 64),"
                + " first_revision = " + (declared ? "revision + 1" : "first_revision"));
        try {
            if (declared) {
                Api.refresh();
            } else {
                assertRefused(Api.as("viewer").get("/configuration"), served);
                assertRefused(setTimeout(91), served);
                Api.as("viewer").get("/features").then().statusCode(200).header("Config-Revision", served);
            }
            assertThat(Scrape.now().value("duo_database_set_back")).isEqualTo(declared ? 0 : 1);
        } finally {
            AuditTable.tamper("truncate audit_event");
            Database.execute("update configuration_state set audit_head_id = 0, audit_head_hash = ''");
            AuditTable.forget();
        }

        setTimeout(91).then().statusCode(200);
        assertThat(Scrape.now().value("duo_database_set_back")).isZero();
    }

    @Test
    void theServedStateAndAnyNewerStateAreAccepted() {
        setTimeout(90).then().statusCode(200);

        Database.execute("update configuration_state set revision = revision + 1");

        var response = Api.as("viewer").get("/configuration");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(Api.as("viewer").get("/features").header("Config-Revision"))
                .isEqualTo(response.header("Config-Revision"));
    }

    private static void assertRefused(Response response, String served) {
        response.then()
                .statusCode(503)
                .header("Config-Revision", served)
                .body("code", containsString("unavailable"))
                .body("detail", containsString("the database was set back"))
                .body(
                        "detail",
                        containsString("First make sure that DUO_DATABASE_URL leads to the database that you mean"))
                .body("detail", containsString("Restart this instance"));
    }

    private static long lostRevision() {
        return (Long) Objects.requireNonNull(Database.rows("select lost_revision from configuration_state")
                .get(0)
                .get("lost_revision"));
    }

    private static Response setTimeout(int seconds) {
        return Api.as("admin")
                .body("{\"request_timeout_seconds\": %d}".formatted(seconds))
                .patch("/gateway");
    }
}
