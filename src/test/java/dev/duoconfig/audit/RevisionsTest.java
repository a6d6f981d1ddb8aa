package dev.duoconfig.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

import dev.duoconfig.model.SampleModels;
import dev.duoconfig.security.Caller;
import dev.duoconfig.store.ConfigurationWriter;
import dev.duoconfig.store.WriteKind;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.AuditTable;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.duoconfig.testkit.Problems.assertProblem;
import static dev.duoconfig.testkit.Problems.errors;
import static org.assertj.core.api.Assertions.assertThat;

/** The list of revisions, each with a summary of its audit events. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class RevisionsTest {

    private static final Pattern NEXT = Pattern.compile("<([^>]*)>; rel=\"next\"");

    private final ConfigurationWriter writer;

    RevisionsTest(ConfigurationWriter writer) {
        this.writer = writer;
    }

    @Test
    void aRevisionIsSummarizedForAViewer() {
        Api.entitled();
        var before = newest();
        var model = SampleModels.create("Mixtral", "mixtral");
        var changed = Api.as("admin").body("""
                        [{"feature": "code_generations", "model_id": %d}, {"feature": "code_completions", "model_id": %d}]""".formatted(model, model)).patch("/features");

        var response = list("per_page=2");

        var found = response.jsonPath();
        assertThat(found.getList("revision")).containsExactly((int) before + 2, (int) before + 1);
        assertThat(found.getString("[0].revision")).isEqualTo(changed.header("Config-Revision"));
        assertThat(found.getList("summary"))
                .containsExactly("2 features were changed.", "Model 'Mixtral' was created.");
        assertThat(found.getList("[0].actions")).containsExactly("feature.updated");
        assertThat(found.getList("actor")).containsOnly("local-admin");
        assertThat(found.getString("[0].effective_changes"))
                .isEqualTo(changed.header("Effective-Changes"))
                .isNotEqualTo("0");
        var events = Api.as("viewer")
                .get("/audit-events?revision=" + found.getLong("[0].revision"))
                .jsonPath();
        assertThat(events.getList("at")).hasSize(2).containsOnly(found.<Object>get("[0].at"));
        assertThat(response.header("Cache-Control")).isEqualTo("private, no-cache");
    }

    @Test
    void aDocumentIsOneRevision() {
        Api.entitled();
        Api.as("admin").body("""
                        {"gateway": {"request_timeout_seconds": 90},
                         "models": [{"name": "A", "family": "claude_3", "identifier": "bedrock/a"},
                                    {"name": "B", "family": "claude_3", "identifier": "bedrock/b"}],
                         "features": [{"feature": "duo_chat", "model": "A"}]}""").put("/configuration").then().statusCode(200);

        var newest = list("per_page=1").jsonPath();

        assertThat(newest.getString("[0].summary"))
                .isEqualTo("The gateway was updated, 2 models were created, and feature 'General Chat' was changed.");
        assertThat(newest.getList("[0].actions"))
                .containsExactly("gateway.updated", "model.created", "feature.updated");
    }

    @Test
    void changesOfTheServiceItselfAreRevisionsToo() {
        Api.as("admin").post("/subscription/sync").then().statusCode(200);

        assertThat(list("per_page=1").jsonPath().getString("[0].summary"))
                .isEqualTo("The subscription was synchronized.");
    }

    @Test
    void anApplyIsNoRevisionAndChangesNone() {
        Api.entitled();
        SampleModels.create("Mixtral", "mixtral");
        var applied = newest();
        SampleModels.create("Second", "mixtral");
        var before = list("").asString();

        writer.record(
                WriteKind.GITLAB_INSTANCE,
                Caller.SYSTEM,
                applied,
                new AuditEvent("gitlab_instance.applied", "gitlab_instance", "1", "production", null, Map.of()));

        assertThat(list("").asString()).isEqualTo(before);
        var events = Api.as("viewer").get("/audit-events?revision=" + applied).jsonPath();
        assertThat(events.getList("action")).containsExactly("gitlab_instance.applied", "model.created");
        assertThat(events.getList("origin")).containsExactly("gitlab_apply", "request");
        assertThat(Api.as("viewer").get("/audit-events/verification").jsonPath().getBoolean("valid"))
                .isTrue();
    }

    @Test
    void aRevisionOfWhichOnlyApplyEventsAreLeftIsNotListed() {
        SampleEvents.chain(6);
        AuditTable.tamper("update audit_event set origin = 'gitlab_apply' where id in (2, 3, 6)");

        var first = list("per_page=2");

        assertThat(revisions(first)).containsExactly(5L, 4L);
        assertThat(revisions(next(first))).containsExactly(1L);
    }

    @Test
    void pagesHaveNoGapsOrRepeatsWhileRevisionsArrive() {
        SampleEvents.chain(250);
        AuditTable.tamper("update audit_event set revision = (id + 2) / 3");
        var expected = LongStream.rangeClosed(1, 84).map(n -> 85 - n).boxed().toList();

        var seen = new ArrayList<Long>();
        var page = list("per_page=17");
        seen.addAll(revisions(page));
        while (page.header("Link") != null) {
            assertThat(revisions(page)).hasSize(17);
            Api.as("admin")
                    .body("{\"request_timeout_seconds\": " + (60 + seen.size()) + "}")
                    .patch("/gateway")
                    .then()
                    .statusCode(200);
            page = next(page);
            seen.addAll(revisions(page));
        }

        assertThat(seen).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, false", "20, 20, false", "21, 20, true"})
    void aLinkIsSentOnlyIfThereAreMoreRevisions(int events, int shown, boolean more) {
        SampleEvents.chain(events);

        var response = list("");

        assertThat(revisions(response)).hasSize(shown);
        assertThat(response.headers().hasHeaderWithName("Link")).isEqualTo(more);
    }

    @ParameterizedTest
    @CsvSource({"cursor, x", "cursor, MA", "cursor, 142", "per_page, 0", "per_page, 101", "per_page, x"})
    void anInvalidParameterIsRefusedByName(String parameter, String value) {
        var response = Api.as("viewer").get("/revisions?" + parameter + "=" + value);

        assertProblem(response, 400, "invalid-parameter");
        assertThat(errors(response)).containsExactly("/" + parameter + " invalid-parameter");
    }

    @Test
    void alteredTextsDoNotBreakTheList() {
        SampleEvents.chain(3);
        AuditTable.tamper(
                "update audit_event set effective_changes = '{' where id = 2",
                "update audit_event set effective_changes = '5', action = 'somebody''s.own', object_name = null where id = 3");

        var found = list("").jsonPath();

        assertThat(found.getList("effective_changes")).containsExactly(0, 0, 0);
        assertThat(found.getString("[0].summary")).isEqualTo("The change 'somebody's.own' was recorded.");
    }

    /** Revisions with one event each, and eight documents with ten thousand. Reading all events would be slow once there are more. */
    @Test
    void noQueryReadsAllEvents() {
        AuditTable.tamper("""
                insert into audit_event (id, revision, at, actor, action, object_type, effective_changes, hash, origin)
                select n, case when n < 20000 then n else 20000 + n / 10000 end,
                    timestamptz '2026-11-22T14:00:00Z' + n * interval '1 second', 'root', 'model.updated', 'model', '[]',
                    repeat('0', 64), 'document'
                from generate_series(1, 99999) n""");
        Database.execute("analyze audit_event");
        var document = "20003";

        var revisions = plan(RevisionPart.QUERY, "60000", "101");
        var ofOrigin =
                plan(AuditTrail.sql(List.of(new AuditQuery.Condition("origin = ?", "import")), "id", 21), "'import'");
        var ofDocument = plan(
                AuditTrail.sql(List.of(new AuditQuery.Condition("revision = ?", document)), "id + 0", 21), document);

        assertThat(revisions).contains("audit_event_revision").doesNotContain("Seq Scan on audit_event");
        assertThat(ofOrigin).contains("audit_event_origin").doesNotContain("Seq Scan", "Sort");
        assertThat(ofDocument)
                .contains("audit_event_revision")
                .doesNotContain("Seq Scan on audit_event", "audit_event_pkey");
        assertThat(list("per_page=100").jsonPath().getString("[0].summary")).isEqualTo("10000 models were updated.");
        assertThat(Api.as("viewer")
                        .get("/audit-events?revision=" + document)
                        .jsonPath()
                        .getList("id"))
                .hasSize(20)
                .startsWith(39_999, 39_998);
    }

    private static String plan(String sql, String... parameters) {
        var query = sql;
        for (var parameter : parameters) {
            query = query.replaceFirst("\\?", parameter);
        }
        return Database.rows("explain " + query).stream()
                .map(row -> String.valueOf(row.get("QUERY PLAN")))
                .collect(Collectors.joining("\n"));
    }

    private static long newest() {
        return revisions(list("per_page=1")).get(0);
    }

    private static Response next(Response page) {
        var link = NEXT.matcher(Objects.requireNonNull(page.header("Link")));
        assertThat(link.matches()).isTrue();
        return Api.as("viewer").urlEncodingEnabled(false).get(link.group(1));
    }

    private static Response list(String query) {
        return Api.as("viewer").get(query.isEmpty() ? "/revisions" : "/revisions?" + query);
    }

    private static List<Long> revisions(Response response) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return response.jsonPath().getList("revision", Long.class);
    }
}
