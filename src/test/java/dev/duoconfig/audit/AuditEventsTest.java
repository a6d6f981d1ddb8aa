package dev.duoconfig.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.AuditTable;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import dev.duoconfig.testkit.StatementLog;
import io.quarkus.scheduler.Scheduler;
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
import static dev.duoconfig.testkit.Problems.errors;
import static org.assertj.core.api.Assertions.assertThat;

/** The list of audit events: its content, filters, and pages. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class AuditEventsTest {

    private static final String KEY = "a-key-that-stays-secret";

    private static final Pattern NEXT = Pattern.compile("<([^>]*)>; rel=\"next\"");

    private final Scheduler scheduler;

    AuditEventsTest(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    @Test
    void anEventShowsTheChangeWithoutSecrets() {
        Api.entitled();
        var id = Api.as("admin")
                .body("""
                        {"name": "Mixtral", "family": "mixtral", "endpoint": "https://vllm.example.com/v1",
                         "identifier": "custom_openai/mixtral", "api_key": "%s"}""".formatted(KEY))
                .post("/models")
                .jsonPath()
                .getLong("id");
        var change = Api.as("admin")
                .header("X-Request-Id", "mine")
                .body("{\"api_key\": \"another-" + KEY + "\"}")
                .patch("/models/" + id);

        var response = list("object=model:" + id);

        assertThat(ids(response)).containsExactly(3L, 2L);
        var event = response.jsonPath();
        assertThat(event.getString("[0].actor")).isEqualTo("local-admin");
        assertThat(event.getString("[0].action")).isEqualTo("model.updated");
        assertThat(event.getString("[0].object_name")).isEqualTo("Mixtral");
        assertThat(event.getString("[0].revision")).isEqualTo(change.header("Config-Revision"));
        assertThat(event.getString("[0].request_id")).isEqualTo("mine");
        assertThat(event.getString("[0].before.api_key")).isEqualTo("[redacted]");
        assertThat(event.getString("[0].after.api_key")).isEqualTo("[redacted]");
        assertThat(event.getBoolean("[0].after.api_key_changed")).isTrue();
        assertThat(event.getList("[0].effective_changes")).isEmpty();
        assertThat(event.getString("[0].origin")).isEqualTo("request");
        assertThat(event.<@Nullable Object>get("[1].before")).isNull();
        assertThat(event.getBoolean("[1].after.api_key_changed")).isTrue();
        assertThat(response.asString()).doesNotContain(KEY);
    }

    @Test
    void anEventOfAnEarlierReleaseHasNoOrigin() {
        SampleEvents.chain(2);

        assertThat(list("").jsonPath().getList("origin")).containsExactly(null, null);
    }

    @Test
    void theEventsOfOneOriginArePagedInTheirOrder() {
        SampleEvents.chain(30);
        AuditTable.tamper(
                "update audit_event set origin = 'document' where id between 5 and 9 or id = 20",
                "update audit_event set origin = 'request' where id = 21");

        var first = list("origin=document&per_page=4");

        assertThat(ids(first)).containsExactly(20L, 9L, 8L, 7L);
        assertThat(ids(next(first))).containsExactly(6L, 5L);
        assertThat(ids(list("origin=request"))).containsExactly(21L);
        assertThat(ids(list("origin=document&action=model.deleted"))).isEmpty();
        assertThat(ids(list("origin=gitlab_apply"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Request", "gitlab-apply", "nothing"})
    void anUnknownOriginIsRejected(String origin) {
        assertProblem(list("origin=" + origin), 400, "invalid-parameter");
    }

    @Test
    void theEventsOfOneRevisionArePagedInTheirOrder() {
        SampleEvents.chain(30);
        AuditTable.tamper("update audit_event set revision = 5 where id between 5 and 9 or id = 20");

        var first = list("revision=5&per_page=4");

        assertThat(ids(first)).containsExactly(20L, 9L, 8L, 7L);
        assertThat(ids(next(first))).containsExactly(6L, 5L);
    }

    @Test
    void invalidJsonInAnEventDoesNotBreakTheList() {
        SampleEvents.chain(3);

        AuditTable.tamper("update audit_event set after = '{' where id = 2");

        var response = list("");

        assertThat(ids(response)).containsExactly(3L, 2L, 1L);
        assertThat(response.jsonPath().getString("[1].after")).isEqualTo("{");
    }

    @ParameterizedTest
    @CsvSource({
        "'', '6, 5, 4, 3, 2, 1'",
        "actor=actor%201, '4, 1'",
        "actor=Actor%201, ''",
        "actor=nobody, ''",
        "action=model.updated, '6, 4, 2'",
        "action=model, ''",
        "object=model, '6, 4, 2'",
        "object=model:2, '6, 2'",
        "object=model:9, ''",
        "object=feature:1, '5, 1'",
        "revision=4, 4",
        "revision=7, ''",
        "revision=0, ''",
        "revision=4&action=feature.updated, ''",
        "since=2026-11-22T14:05:00Z, '6, 5'",
        "since=2026-11-22T14:05:00.001Z, '6'",
        "since=2026-11-22t15:05:00%2B01:00, '6, 5'",
        "until=2026-11-22T14:02:00Z, 1",
        "until=2026-11-22T14:02:00.001Z, '2, 1'",
        "since=2026-11-22T14:02:00Z&until=2026-11-22T14:04:00Z, '3, 2'",
        "since=2026-11-22T14:02:00Z&until=2026-11-22T14:02:00Z, ''",
        "actor=actor%200&action=model.updated&object=model:2&since=2026-11-22T14:00:00Z, 6",
        "actor=actor%200&object=feature, 3"
    })
    void everyFilterNarrowsTheList(String query, String expected) {
        SampleEvents.chain(6);

        var response = list(query);

        assertThat(ids(response))
                .containsExactlyElementsOf(
                        expected.isEmpty()
                                ? List.of()
                                : List.of(expected.split(", ")).stream()
                                        .map(Long::valueOf)
                                        .toList());
    }

    @ParameterizedTest
    @CsvSource({
        "cursor, x",
        "cursor, !",
        "cursor, MA", // 0
        "cursor, LTE", // -1
        "cursor, MTIzNDU2Nzg5MDEyMzQ1Njc4OTA", // more than an id can be
        "cursor, 142",
        "per_page, 0",
        "per_page, 101",
        "per_page, x",
        "object, Model",
        "object, model:",
        "object, :7",
        "object, 7",
        "actor, %00",
        "revision, 01",
        "revision, -1",
        "revision, x",
        "revision, 9999999999999999999",
        "since, yesterday",
        "since, 2026-11-22",
        "since, 2026-11-22T14:00:00",
        "since, 2026-11-22T14:00Z",
        "since, 2026-13-22T14:00:00Z",
        "since, 2026-11-22T14:00:00+01:00",
        "until, 1763820000",
        "until, 2026-02-30T00:00:00Z"
    })
    void anInvalidParameterIsRefusedByName(String parameter, String value) {
        var response = list(parameter + "=" + value);

        assertProblem(response, 400, "invalid-parameter");
        assertThat(errors(response)).containsExactly("/" + parameter + " invalid-parameter");
    }

    @Test
    void aPeriodThatEndsBeforeItBeginsIsRefused() {
        var response = list("since=2026-11-22T14:00:00.001Z&until=2026-11-22T14:00:00Z");

        assertProblem(response, 400, "invalid-parameter");
        assertThat(errors(response)).containsExactly("/since invalid-parameter");
    }

    @ParameterizedTest
    @CsvSource({
        "'', true",
        "actor=actor%201, actor = 'actor 1'",
        "object=model, object_type = 'model'",
        "object=model:2&action=model.updated, object_type = 'model' and object_id = '2'",
        "since=2026-11-22T15:01:00%2B01:00&until=2026-11-22T18:00:00Z, id between 1 and 239"
    })
    void pagesHaveNoGapsOrRepeatsWhileEventsArrive(String filters, String condition) {
        SampleEvents.chain(250);
        var expected = Database.rows("select id from audit_event where " + condition + " order by id desc").stream()
                .map(row -> row.get("id"))
                .toList();

        var seen = new ArrayList<Long>();
        var page = list("per_page=17" + (filters.isEmpty() ? "" : "&" + filters));
        seen.addAll(ids(page));
        while (page.header("Link") != null) {
            assertThat(ids(page)).hasSize(17);
            Api.as("admin")
                    .body("{\"request_timeout_seconds\": " + (60 + seen.size()) + "}")
                    .patch("/gateway")
                    .then()
                    .statusCode(200);
            page = next(page);
            seen.addAll(ids(page));
        }

        assertThat(seen).isEqualTo(expected).hasSizeGreaterThan(50);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, false", "20, 20, false", "21, 20, true"})
    void aLinkIsSentOnlyIfThereAreMoreEvents(int events, int shown, boolean more) {
        SampleEvents.chain(events);

        var response = list("");

        assertThat(ids(response)).hasSize(shown);
        assertThat(response.headers().hasHeaderWithName("Link")).isEqualTo(more);
    }

    /** Counts the last of several runs, because a background job may still be running during the first. */
    @Test
    void aPageTakesOneStatementRegardlessOfItsSize() {
        SampleEvents.chain(100);
        scheduler.pause();
        try (var log = new StatementLog()) {
            var statements = LongStream.range(0, 5)
                    .map(run -> log.during(() -> list("per_page=100&actor=actor%201")))
                    .reduce((earlier, last) -> last)
                    .orElseThrow();

            assertThat(statements).isEqualTo(1);
        } finally {
            scheduler.resume();
        }
    }

    private static Response next(Response page) {
        var link = NEXT.matcher(Objects.requireNonNull(page.header("Link")));
        assertThat(link.matches()).isTrue();
        return Api.as("admin").urlEncodingEnabled(false).get(link.group(1));
    }

    private static Response list(String query) {
        var path = query.isEmpty() ? "/audit-events" : "/audit-events?" + query;
        return Api.as("admin").urlEncodingEnabled(false).get(path);
    }

    private static List<Long> ids(Response response) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return response.jsonPath().getList("id", Long.class);
    }
}
