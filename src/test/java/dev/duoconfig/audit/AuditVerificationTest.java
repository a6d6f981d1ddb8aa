package dev.duoconfig.audit;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.duoconfig.model.SampleModels;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.AuditTable;
import dev.duoconfig.testkit.Await;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import dev.duoconfig.testkit.LogLines;
import dev.duoconfig.testkit.StatementLog;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.duoconfig.testkit.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

/** Verification detects changes that were not made by the service. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class AuditVerificationTest {

    private static final String EVERYTHING = """
            revision, at, actor, action, object_type, object_id, object_name, before, after, effective_changes,
            request_id, hash""";

    @Test
    void anEmptyChainIsValid() {
        assertVerified(0);
    }

    @Test
    void eventsOfTheServiceAreValidRegardlessOfTheirTexts() {
        Api.entitled();
        SampleModels.create("\"quoted\", \\ and , [null]", "mixtral");
        SampleModels.create("\u00fc \u6f22 \ud83d\ude00 <b>", "gpt");
        Api.as("admin").body("{\"url\": \"https://aigw.example.com\"}").patch("/gateway");

        assertVerified(4);
    }

    @Test
    void oneVerificationRunsAtATime() throws Exception {
        SampleEvents.chain(10);
        CompletableFuture<Response> running;
        try (var other = Database.connect();
                var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("lock table audit_event in access exclusive mode");
            running = CompletableFuture.supplyAsync(() -> Api.as("admin").get("/audit-events/verification"));
            Await.until("the verification waits for the lock", () -> !Database.rows(
                            "select from pg_locks where relation = 'audit_event'::regclass and not granted")
                    .isEmpty());

            var second = Api.as("admin").get("/audit-events/verification");

            assertProblem(second, 429, "rate-limited");
            assertThat(second.header("Retry-After")).isNotNull();
            other.rollback();
        }
        running.get(30, TimeUnit.SECONDS).then().statusCode(200);
        assertVerified(10);
    }

    @Test
    void newEventsContinueTheChain() {
        SampleEvents.chain(10);
        Api.as("admin").body("{\"request_timeout_seconds\": 90}").patch("/gateway");

        assertVerified(11);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "revision = revision + 1",
                "at = at + interval '1 millisecond'",
                "at = at + interval '1 microsecond'",
                "at = 'infinity'",
                "at = '-infinity'",
                "actor = 'somebody else'",
                "action = 'feature.created'",
                "object_type = 'model'",
                "object_id = null",
                "object_name = ''",
                "before = 'null'",
                "after = '{ }'",
                "after = null",
                "effective_changes = '[ ]'",
                "request_id = 'another'",
                "hash = ''",
                "hash = upper(hash)"
            })
    void aChangeOfAnyColumnIsDetected(String change) {
        SampleEvents.chain(10);

        AuditTable.tamper("update audit_event set " + change + " where id = 5");

        assertBroken(4, 5, "changed");
    }

    @ParameterizedTest
    @CsvSource({
        "id = 1, 0, 1",
        "id = 5, 4, 5",
        "'id in (5, 6, 9)', 4, 5",
        "id = 10, 9, 10",
        "id > 7, 7, 8",
        "true, 0, 1"
    })
    void aRemovedEventIsDetectedEvenAtTheEnd(String removed, long events, long firstBroken) {
        SampleEvents.chain(10);

        AuditTable.tamper("delete from audit_event where " + removed);

        assertBroken(events, firstBroken, "missing");
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "-3, 0, -3", "11, 10, 11", "14, 10, 14"})
    void anEventAddedAtEitherEndIsDetected(long id, long events, long firstBroken) {
        SampleEvents.chain(10);

        AuditTable.tamper(
                "insert into audit_event select " + id + ", " + EVERYTHING + " from audit_event where id = 5");

        assertBroken(events, firstBroken, "added");
    }

    @Test
    void anInsertedEventIsDetected() {
        SampleEvents.chain(10);

        AuditTable.tamper(
                "update audit_event set id = -id where id > 5",
                "update audit_event set id = 1 - id where id < 0",
                "insert into audit_event select 6, " + EVERYTHING + " from audit_event where id = 5");

        assertBroken(5, 6, "changed");
    }

    @Test
    void swappedEventsAreDetected() {
        SampleEvents.chain(10);

        AuditTable.tamper(
                "update audit_event set id = -4 where id = 4",
                "update audit_event set id = 4 where id = 7",
                "update audit_event set id = 7 where id = -4");

        assertBroken(3, 4, "changed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "audit_head_hash = repeat('0', 64) | 9 | 10 | head_changed",
                "audit_head_id = 9 | 8 | 9 | head_changed",
                "audit_head_id = 9, audit_head_hash = (select hash from audit_event where id = 9) | 9 | 10 | added",
                "audit_head_id = 11 | 10 | 11 | missing",
                "audit_head_id = 0, audit_head_hash = '' | 0 | 1 | added"
            })
    void aHeadThatDoesNotMatchTheEventsIsDetected(String head, long events, long firstBroken, String fault) {
        SampleEvents.chain(10);

        Database.execute("update configuration_state set " + head);

        assertBroken(events, firstBroken, fault);
    }

    @Test
    void aHeadWithoutEventsIsDetected() {
        Database.execute("update configuration_state set audit_head_hash = 'a'");

        assertBroken(0, 1, "head_changed");
    }

    @Test
    void theResultIsLogged() {
        SampleEvents.chain(10);
        try (var log = new LogLines(AuditVerifier.class)) {
            assertVerified(10);
            AuditTable.tamper("delete from audit_event where id = 5");
            assertBroken(4, 5, "missing");

            assertThat(log.lines()).hasSize(3);
            assertThat(log.lines().get(0)).matches("INFO Verified 10 audit events in \\d+ ms");
            assertThat(log.lines().get(2))
                    .startsWith("WARN The verification of the audit events failed. Event 5 was removed");
        }
    }

    @Test
    void manyEventsAreReadInOneStatement() {
        var events = 100_000;
        SampleEvents.chainOfUpgradedDatabase(events);

        try (var log = new StatementLog()) {
            var statements = log.statementsDuring(() -> assertVerified(events));

            assertThat(statements)
                    .filteredOn(statement -> statement.contains("from audit_event"))
                    .singleElement()
                    .asString()
                    .contains("copy (select ");
        }
    }

    private static void assertVerified(long events) {
        assertVerification(true, events, null, "");
    }

    private static void assertBroken(long events, long firstBroken, String fault) {
        assertVerification(false, events, firstBroken, ",\"fault\":\"" + fault + "\",\"detail\":\"[^\"]+\"");
    }

    private static void assertVerification(boolean valid, long events, @Nullable Long firstBroken, String rest) {
        var response = Api.as("admin").get("/audit-events/verification");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.asString())
                .matches("\\{\"valid\":%s,\"events\":%d,\"first_broken_id\":%s%s\\}"
                        .formatted(valid, events, firstBroken, rest));
    }
}
