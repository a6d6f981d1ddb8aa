package dev.duoconfig.audit;

import java.sql.SQLException;
import javax.sql.DataSource;

import dev.duoconfig.store.ConfigurationWriter;
import dev.duoconfig.store.WriteKind;
import dev.duoconfig.store.WriteOptions;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.AuditTable;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import dev.duoconfig.testkit.LogLines;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.duoconfig.testkit.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

/** Attacks of a database owner, who can do everything but does not have the master key, on a running service. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class AuditAttackTest {

    private static final int EVENTS = 8;

    private final ConfigurationWriter writer;
    private final DataSource database;

    AuditAttackTest(ConfigurationWriter writer, DataSource database) {
        this.writer = writer;
        this.database = database;
    }

    @BeforeEach
    void writeEvents() {
        SampleEvents.chain(EVENTS - 2);
        write(61).then().statusCode(200);
        write(62).then().statusCode(200);
        assertThat(verify().jsonPath().getBoolean("valid")).isTrue();
    }

    @AfterEach
    void restoreTheMarker() {
        Database.execute("update security_form set audit_keyed = true");
    }

    @Test
    void newActorsWithNewHashesAreForged() {
        Tampering.withNewHashes("update audit_event set actor = 'somebody' where id > 6");

        assertBroken(6, 7, "forged");
        assertChangesAreRefused();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, EVENTS})
    void cutOffEventsAreKnownToTheRunningService(int cut) {
        Tampering.cutOff(cut);

        assertBroken(EVENTS - cut, EVENTS - cut + 1, "cut_off");
        assertChangesAreRefused();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "actor_id = 'somebody-else'",
                "actor_id = null",
                "issuer = 'https://other.example.com'",
                "mac = null",
                "mac = upper(mac)",
                "mac = (select mac from audit_event where id = 4)",
                "mac_kind = 'single'",
                "mac_kind = 'first'",
                "mac_kind = 'anything'",
                "mac_kind = null, mac_key_id = null, mac = null, actor_id = null, issuer = null, origin = null",
                "origin = 'system'",
                "origin = 'document'",
                "origin = ''",
                "origin = null",
                "origin = null, issuer = issuer || origin"
            })
    void aChangeThatTheHashDoesNotCoverIsForged(String change) {
        AuditTable.tamper("update audit_event set " + change + " where id = 7");

        assertBroken(6, 7, "forged");
    }

    /** Events from before origins were recorded have codes without them, and none can be added. */
    @Test
    void anOriginThatIsAddedToAnEarlierEventIsForged() {
        AuditTable.tamper("update audit_event set origin = 'request' where id = 4");

        assertBroken(3, 4, "forged");
    }

    @Test
    void anOriginIsNotTakenFromAnEventOfAnEarlierRelease() {
        AuditTable.empty();
        Database.execute("update security_form set audit_keyed = false");
        SampleEvents.addOfEarlierRelease(3);
        write(90).then().statusCode(200);
        assertThat(verify().jsonPath().getBoolean("valid")).isTrue();

        AuditTable.tamper("update audit_event set origin = 'system' where id = 2");

        assertBroken(1, 2, "forged");
    }

    @Test
    void anUnknownMasterKeyIsNamed() {
        AuditTable.tamper("update audit_event set mac_key_id = '0123456789abcdef' where id = 5");

        assertBroken(4, 5, "key_missing");
    }

    @Test
    void removedCodesOfEarlierEventsAreMissedByLaterOnes() {
        Tampering.withNewHashes(
                "update audit_event set mac_kind = null, mac_key_id = null, mac = null, actor_id = null, issuer = null,"
                        + " origin = null, actor = 'somebody' where id < 4");

        assertBroken(3, 4, "forged");

        Database.execute("update security_form set audit_keyed = false");
        assertBroken(3, 4, "forged");
    }

    @Test
    void codesThatWereRemovedWithoutAnotherChangeAreMissed() {
        AuditTable.tamper("update audit_event set mac_kind = null, mac_key_id = null, mac = null, actor_id = null,"
                + " issuer = null, origin = null where id < 4");

        assertBroken(2, 3, "forged");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDatabaseThatIsMadeToLookLikeOneOfAnEarlierReleaseIsForged(boolean marker) {
        Database.execute("update security_form set audit_keyed = " + marker);

        AuditTable.tamper("update audit_event set mac_kind = null, mac_key_id = null, mac = null, actor_id = null,"
                + " issuer = null, origin = null");

        assertBroken(0, 1, "forged");
    }

    @Test
    void aHistoryThatWasRewrittenBeforeARestartIsNotConfirmedByNewEvents() {
        Tampering.withNewHashes(
                "update audit_event set mac_kind = null, mac_key_id = null, mac = null, actor_id = null,"
                        + " issuer = null, origin = null, actor = 'somebody'");
        AuditTable.forget();

        assertBroken(0, 1, "forged");
        write(100).then().statusCode(200);
        write(101).then().statusCode(200);

        assertBroken(EVENTS - 1, EVENTS, "forged");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRewrittenHistoryDiffersFromTheNewestEventThatTheServiceKnows(boolean marker) {
        Database.execute("update security_form set audit_keyed = " + marker);

        Tampering.withNewHashes(
                "update audit_event set mac_kind = null, mac_key_id = null, mac = null, actor_id = null,"
                        + " issuer = null, origin = null, actor = 'somebody'");

        assertBroken(EVENTS - 1, EVENTS, "rewritten");
        assertChangesAreRefused();
    }

    @Test
    void cutOffEventsThatAreReplacedAreForged() {
        Tampering.cutOff(3);
        Tampering.withNewHashes(
                "insert into audit_event select id + 3, revision + 3, at, 'somebody', action, object_type,"
                        + " object_id, object_name, before, after, effective_changes, request_id, hash, actor_id, issuer, mac_kind,"
                        + " mac_key_id, mac from audit_event where id > 2");

        assertBroken(5, 6, "forged");
        assertChangesAreRefused();
    }

    @Test
    void anotherHeadIsDetected() {
        Database.execute("update configuration_state set audit_head_hash = repeat('0', 64)");

        assertBroken(EVENTS - 1, EVENTS, "head_changed");
        assertChangesAreRefused();
    }

    @Test
    void allEventsCutOffAndTheMarkerRemovedIsDetected() {
        Database.execute("update security_form set audit_keyed = false");
        Tampering.cutOff(EVENTS);

        assertBroken(0, 1, "cut_off");
        assertChangesAreRefused();
    }

    @Test
    void readsLogTheTamperingOnceAndGoOn() {
        try (var log = new LogLines(KnownHead.class)) {
            Tampering.cutOff(3);

            Api.refresh();
            Api.refresh();
            write(100);

            assertThat(log.lines()).singleElement().asString().startsWith("ERROR THE AUDIT EVENTS WERE TAMPERED WITH");
        }
    }

    @Test
    void restoredEventsEndTheRefusal() {
        var head = Database.rows("select audit_head_id as id, audit_head_hash as hash from configuration_state")
                .get(0);
        Database.execute("update configuration_state set audit_head_id = 7,"
                + " audit_head_hash = (select hash from audit_event where id = 7)");
        assertChangesAreRefused();

        Database.execute("update configuration_state set audit_head_id = %s, audit_head_hash = '%s'"
                .formatted(head.get("id"), head.get("hash")));

        write(120).then().statusCode(200);
        assertThat(verify().jsonPath().getBoolean("valid")).isTrue();
    }

    /** Release 0.2 and this one write side by side until the operator says that 0.2 is gone. */
    @ParameterizedTest
    @CsvSource({"false, 9, true", "true, 10, false"})
    void eventsOfAnEarlierReleaseEndWhenTheOperatorSaysSo(boolean ended, int events, boolean valid) {
        AuditTable.empty();
        Database.execute("update security_form set audit_keyed = false");
        write(90).then().statusCode(200);
        SampleEvents.addOfEarlierRelease(3);
        write(91).then().statusCode(200);
        SampleEvents.addOfEarlierRelease(2);
        write(92).then().statusCode(200);
        assertThat(verify().jsonPath().getBoolean("valid")).isTrue();

        begin();
        if (ended) {
            write(94).then().statusCode(200);
            SampleEvents.addOfEarlierRelease(1);
            write(95).then().statusCode(200);
        }

        assertThat(verify().jsonPath().getBoolean("valid")).isEqualTo(valid);
        assertThat(verify().jsonPath().getLong("events")).isEqualTo(events);
        assertThat(Api.as("admin").get("/audit-events").jsonPath().getList("actor_id"))
                .contains("local-admin");
    }

    /** As {@code POST /secrets/rewrap} does: the marker and the event are one transaction. */
    private void begin() {
        var unused = writer.write(WriteKind.SECRETS, WriteOptions.system(), pending -> {
            try (var connection = database.getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("update security_form set audit_keyed = true");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            pending.change(
                    pending.before(), new AuditEvent("secrets.rewrap_started", "secrets", null, null, null, null));
            return pending.revision();
        });
    }

    private static Response write(int seconds) {
        return Api.as("admin")
                .body("{\"request_timeout_seconds\": " + seconds + "}")
                .patch("/gateway");
    }

    private static Response verify() {
        return Api.as("admin").get("/audit-events/verification");
    }

    private static void assertBroken(long events, long firstBroken, String fault) {
        var result = verify().jsonPath();

        assertThat(result.getBoolean("valid")).isFalse();
        assertThat(result.getString("fault")).as(result.getString("detail")).isEqualTo(fault);
        assertThat(result.getLong("events")).isEqualTo(events);
        assertThat(result.getLong("first_broken_id")).isEqualTo(firstBroken);
        assertThat(result.getString("detail")).contains("vent " + firstBroken);
    }

    private static void assertChangesAreRefused() {
        assertProblem(write(110), 503, "unavailable");
        assertProblem(
                Api.as("admin").body("{\"request_timeout_seconds\": 111}").patch("/gateway?dry_run=true"),
                503,
                "unavailable");
    }
}
