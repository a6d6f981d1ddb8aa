package dev.duoconfig.instance;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.duoconfig.outbound.address.HttpUrl;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.duoconfig.testkit.Problems.assertInvalid;
import static dev.duoconfig.testkit.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

/** GitLab instances are stored with their token, which no response contains. None of it needs a subscription. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class GitLabInstancesTest {

    private static final String URL = "https://gitlab.example.com";
    private static final String TOKEN = "glpat-secret-0123456789";

    private final InstanceRepository repository;
    private final InstanceTokens tokens;

    GitLabInstancesTest(InstanceRepository repository, InstanceTokens tokens) {
        this.repository = repository;
        this.tokens = tokens;
    }

    @Test
    void aGitLabInstanceIsCreatedWithDefaults() {
        var created = post(body());

        assertThat(created.statusCode()).as(created.asString()).isEqualTo(201);
        var path = "/gitlab-instances/" + id(created);
        assertThat(created.header("Location")).endsWith(path);
        assertThat(created.header("ETag")).isEqualTo("\"" + created.header("Config-Revision") + "-0\"");
        var read = Api.as("viewer").get(path);
        assertThat(read.asString()).isEqualTo(created.asString());
        assertThat(read.header("ETag")).isEqualTo(created.header("ETag"));
        assertThat(read.jsonPath().getMap(""))
                .containsEntry("name", "production")
                .containsEntry("url", URL)
                .containsEntry("has_token", true)
                .containsEntry("follow", "off")
                .containsEntry("delete_models", "own")
                .containsEntry("version", null)
                .containsEntry("updated_by", "local-admin");
        assertThat(read.jsonPath().getString("status.state")).isEqualTo("never_checked");
        assertThat(read.jsonPath().getMap("status"))
                .containsEntry("differences", 0)
                .containsEntry("progress", null);
    }

    @Test
    void theListHasThemInTheOrderOfTheirNames() {
        for (var name : List.of("c", "a", "b")) {
            created(Map.of("name", name, "url", URL + "/" + name, "token", TOKEN, "follow", "report"));
        }

        var first = Api.as("viewer").get("/gitlab-instances?per_page=2");
        var second = Api.as("viewer").get("/gitlab-instances?per_page=2&page=2");

        assertThat(first.jsonPath().getList("name")).containsExactly("a", "b");
        assertThat(second.jsonPath().getList("name")).containsExactly("c");
        assertThat(first.jsonPath().getList("follow")).containsOnly("report");
        assertThat(first.header("X-Total")).isEqualTo("3");
        assertThat(first.header("ETag")).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name | null | /name required",
                "name | ' ' | /name required",
                "name | tab\there | /name invalid-characters",
                "url | null | /url required",
                "url | gitlab.example.com | /url url-invalid",
                "url | https://gitlab.example.com?a=b | /url url-invalid",
                "url | http://169.254.169.254 | /url url-forbidden",
                "token | null | /token required",
                "token | '' | /token required",
                "token | Bearer glpat-0123456789 | /token invalid-characters",
                "token | <your-token> | /token invalid-characters",
                "token | glpat-schl\u00fcssel | /token invalid-characters",
                "follow | sometimes | /follow out-of-range",
                "follow | OFF | /follow out-of-range",
                "delete_models | all | /delete_models out-of-range"
            },
            nullValues = "null")
    void aValueThatBreaksARuleIsRefused(String property, @Nullable String value, String error) {
        var body = new HashMap<String, @Nullable Object>(body());
        body.put(property, value);

        assertInvalid(post(body)).containsExactly(error);

        assertThat(Database.rows("select 1 from gitlab_instance")).isEmpty();
    }

    @Test
    void aTooLongNameIsRefused() {
        assertInvalid(post(Map.of("name", "n".repeat(256), "url", URL, "token", TOKEN)))
                .containsExactly("/name too-long");
    }

    @Test
    void aNameIsTakenOnlyOnce() {
        created(Map.of("name", "caf\u00e9", "url", URL, "token", TOKEN));
        var other = created(Map.of("name", "other", "url", URL + "/other", "token", TOKEN));

        var again = post(Map.of("name", "cafe\u0301", "url", URL + "/third", "token", TOKEN));
        var renamed = patch(other, Map.of("name", "caf\u00e9"));

        assertProblem(again, 409, "name-taken");
        assertProblem(renamed, 409, "name-taken");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://gitlab.example.com/", "HTTPS://GitLab.Example.COM:443", "https://gitlab.example.com."})
    void aUrlIsTakenOnlyOnceInAnySpelling(String url) {
        created(body());
        var other = created(Map.of("name", "other", "url", URL + "/other", "token", TOKEN));

        assertInvalid(post(Map.of("name", "again", "url", url, "token", TOKEN))).containsExactly("/url url-taken");
        assertInvalid(patch(other, Map.of("url", url, "token", TOKEN))).containsExactly("/url url-taken");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://gitlab.example.org",
                "http://gitlab.example.com",
                "https://gitlab.example.com:8443",
                "https://gitlab.example.com/gitlab"
            })
    void aNewUrlNeedsATokenOfItsOwn(String url) {
        var id = created(body());

        assertInvalid(patch(id, Map.of("url", url))).containsExactly("/token token-required");
        assertInvalid(put(id, Map.of("name", "production", "url", url))).containsExactly("/token token-required");

        var moved = patch(id, Map.of("url", url, "token", "glpat-other-0123456789"));
        assertThat(moved.statusCode()).as(moved.asString()).isEqualTo(200);
        assertThat(token(id)).isEqualTo("glpat-other-0123456789");
    }

    @Test
    void anotherSpellingOfTheUrlKeepsTheToken() {
        var id = created(body());

        var changed = patch(id, Map.of("url", "https://GITLAB.example.com:443/"));

        assertThat(changed.jsonPath().getString("url")).isEqualTo("https://GITLAB.example.com:443");
        assertThat(token(id)).isEqualTo(TOKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"token\": null}", "{\"token\": \"\"}", "{\"token\": \" \"}"})
    void aTokenCannotBeRemoved(String patch) {
        var id = created(body());

        assertInvalid(Api.as("admin").body(patch).patch(path(id))).containsExactly("/token required");
        assertInvalid(put(id, nullToken())).containsExactly("/token required");
        assertThat(token(id)).isEqualTo(TOKEN);
    }

    @Test
    void aReplacementResetsWhatItDoesNotName() {
        var id = created(Map.of(
                "name", "production", "url", URL, "token", TOKEN, "follow", "enforce", "delete_models", "never"));

        var replaced = put(id, Map.of("name", "production", "url", URL));

        assertThat(replaced.jsonPath().getString("follow")).isEqualTo("off");
        assertThat(replaced.jsonPath().getString("delete_models")).isEqualTo("own");
        assertThat(token(id)).isEqualTo(TOKEN);
    }

    @Test
    void aPatchKeepsWhatItDoesNotNameAndNullIsTheDefault() {
        var id = created(Map.of(
                "name", "production", "url", URL, "token", TOKEN, "follow", "enforce", "delete_models", "never"));

        var patched =
                Api.as("admin").body("{\"follow\": null, \"name\": \"new\"}").patch(path(id));

        assertThat(patched.jsonPath().getMap(""))
                .containsEntry("name", "new")
                .containsEntry("follow", "off")
                .containsEntry("delete_models", "never");
    }

    @Test
    void whatAReadReturnedCanBeSentBackAlthoughTheStatusHasChanged() {
        var id = created(body());
        var read = Api.as("admin").get(path(id));
        setStatus(id, "state = 'in_sync', gitlab_version = '19.4.1-ee', checked_at = now()");

        var sentBack = Api.as("admin").body(read.asString()).put(path(id));
        var changed = Api.as("admin")
                .body(read.asString().replace("\"has_token\":true", "\"has_token\":false"))
                .put(path(id));

        assertThat(sentBack.statusCode()).as(sentBack.asString()).isEqualTo(200);
        assertThat(sentBack.header("Config-Revision")).isEqualTo(read.header("Config-Revision"));
        assertThat(sentBack.jsonPath().getString("status.state")).isEqualTo("in_sync");
        assertInvalid(changed).containsExactly("/has_token read-only");
    }

    @Test
    void theSameTokenAgainChangesNothing() {
        var id = created(body());
        var before = Api.as("viewer").get(path(id));

        var again = patch(id, Map.of("token", TOKEN));

        assertThat(again.asString()).isEqualTo(before.asString());
        assertThat(again.header("ETag")).isEqualTo(before.header("ETag"));
    }

    @Test
    void theEntityTagChangesWithTheStatus() {
        var id = created(body());
        var tag = Api.as("viewer").get(path(id)).header("ETag");
        var behindAProxy = tag.substring(0, tag.length() - 1) + "-gzip\"";

        var unchanged = read(id, tag);
        var unchangedBehindAProxy = read(id, behindAProxy);
        var onlyTheRevision = read(id, tag.replace("-0", ""));
        setStatus(id, "version = version + 1");
        var changed = read(id, tag);
        var changedBehindAProxy = read(id, behindAProxy);

        assertThat(unchanged.statusCode()).isEqualTo(304);
        assertThat(unchanged.header("ETag")).isEqualTo(tag);
        assertThat(unchangedBehindAProxy.statusCode()).isEqualTo(304);
        assertThat(onlyTheRevision.statusCode()).isEqualTo(200);
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(changed.header("ETag")).isEqualTo(tag.replace("-0", "-1"));
        assertThat(changedBehindAProxy.statusCode()).isEqualTo(200);
    }

    @Test
    void aConditionOfAWriteComparesOnlyTheRevision() {
        var id = created(body());
        var tag = Api.as("viewer").get(path(id)).header("ETag");
        setStatus(id, "version = version + 1");

        var renamed = patchIf(id, tag.replace("-0\"", "-0-gzip\""), "first");
        var outdated = patchIf(id, tag, "second");
        var current = patchIf(id, renamed.header("ETag"), "third");

        assertThat(renamed.statusCode()).as(renamed.asString()).isEqualTo(200);
        assertProblem(outdated, 412, "precondition-failed");
        assertThat(current.statusCode()).isEqualTo(200);
        assertProblem(Api.as("admin").header("If-Match", tag).delete(path(id)), 412, "precondition-failed");
    }

    @Test
    void aDryRunStoresNothing() {
        var creation = Api.as("admin").body(body()).post("/gitlab-instances?dry_run=true");
        var id = created(body());
        var before = Api.as("viewer").get(path(id));

        var change = Api.as("admin")
                .body(Map.of("url", URL + "/moved", "token", "glpat-other-0123456789"))
                .patch(path(id) + "?dry_run=true");
        var deletion = Api.as("admin").delete(path(id) + "?dry_run=true");

        assertThat(creation.statusCode()).isEqualTo(200);
        assertThat(creation.jsonPath().getMap("")).containsEntry("id", null);
        assertThat(creation.header("ETag")).isNull();
        assertThat(change.jsonPath().getString("url")).isEqualTo(URL + "/moved");
        assertThat(change.header("ETag")).isEqualTo(before.header("ETag"));
        assertThat(deletion.asString()).isEqualTo(before.asString());
        assertThat(Api.as("viewer").get(path(id)).asString()).isEqualTo(before.asString());
        assertThat(token(id)).isEqualTo(TOKEN);
    }

    @Test
    void aNewTokenResetsTheStatusAndKeepsTheRecordedModels() {
        var id = created(body());
        setStatus(
                id,
                "state = 'failed', error = 'GitLab refused the token.', failures = 7, plan = '{}', version = 3,"
                        + " next_at = now() + interval '1 hour'");
        recordAModel(id);

        var changed = patch(id, Map.of("token", "glpat-other-0123456789"));

        assertThat(changed.header("ETag")).endsWith("-4\"");
        assertThat(changed.jsonPath().getMap("status"))
                .containsEntry("state", "never_checked")
                .containsEntry("error", null);
        assertThat(status(id))
                .containsEntry("failures", 0)
                .containsEntry("plan", null)
                .containsEntry("due", true);
        assertThat(recordedModels()).isEqualTo(1);
    }

    @Test
    void aNewUrlAlsoForgetsTheRecordedModels() {
        var id = created(body());
        recordAModel(id);

        patch(id, Map.of("url", "https://gitlab.example.org", "token", TOKEN))
                .then()
                .statusCode(200);

        assertThat(recordedModels()).isZero();
    }

    @Test
    void anyChangeEndsTheWaitingTimeAndKeepsTheStatus() {
        var id = created(body());
        setStatus(id, "state = 'failed', failures = 7, plan = '{}', next_at = now() + interval '1 hour'");

        var changed = patch(id, Map.of("delete_models", "never"));

        assertThat(changed.jsonPath().getString("status.state")).isEqualTo("failed");
        assertThat(status(id))
                .containsEntry("failures", 0)
                .containsEntry("plan", "{}")
                .containsEntry("due", true);
    }

    @Test
    void theAuditHasEachChangeWithoutTheToken() {
        var id = created(body());
        patch(id, Map.of("name", "new", "token", "glpat-other-0123456789"));
        patch(id, Map.of("follow", "enforce"));
        Api.as("admin").delete(path(id)).then().statusCode(204);

        var events = Api.as("admin").get("/audit-events").jsonPath();

        assertThat(events.getList("action"))
                .containsExactly(
                        "gitlab_instance.deleted",
                        "gitlab_instance.updated",
                        "gitlab_instance.updated",
                        "gitlab_instance.created");
        assertThat(events.getList("object_id")).containsOnly(Long.toString(id));
        assertThat(events.getMap("[3].after"))
                .isEqualTo(Map.of(
                        "name", "production",
                        "url", URL,
                        "follow", "off",
                        "delete_models", "own",
                        "token", "[redacted]",
                        "token_changed", true));
        assertThat(events.getMap("[2].after"))
                .containsEntry("token_changed", true)
                .containsEntry("name", "new");
        assertThat(events.getMap("[1].after")).containsEntry("token_changed", false);
        assertThat(events.getMap("[0].after")).isNull();
        assertThat(Database.rows("select 1 from audit_event where before::text || after::text like '%glpat%'"))
                .isEmpty();
    }

    @Test
    void aDeletedGitLabInstanceIsGoneWithItsStatus() {
        var id = created(body());
        recordAModel(id);

        var deleted = Api.as("admin").delete(path(id));

        assertThat(deleted.statusCode()).isEqualTo(204);
        assertProblem(Api.as("viewer").get(path(id)), 404, "gitlab-instance-not-found");
        assertProblem(Api.as("admin").delete(path(id)), 404, "gitlab-instance-not-found");
        assertThat(Database.rows("select 1 from gitlab_instance_status")).isEmpty();
        assertThat(recordedModels()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "01", "one", "99999999999999999999", "4711"})
    void anUnknownIdIsNotFound(String id) {
        assertProblem(Api.as("viewer").get("/gitlab-instances/" + id), 404, "gitlab-instance-not-found");
        assertProblem(Api.as("admin").body("{}").patch("/gitlab-instances/" + id), 404, "gitlab-instance-not-found");
    }

    @Test
    void theirNumberIsLimited() {
        Database.execute("""
                with added as (
                    insert into gitlab_instance select nextval('gitlab_instance_id_seq'), 'n' || n, 'https://n' || n, '', '',
                        now(), '', '', 'off', 'own', 0, now(), now(), 'root' from generate_series(1, 1000) n returning id)
                insert into gitlab_instance_status (instance_id) select id from added""");

        assertInvalid(post(body())).containsExactly(" too-many");

        Database.execute("delete from gitlab_instance where name = 'n1'");
        assertThat(post(body()).statusCode()).isEqualTo(201);
    }

    @Test
    void earlierConfigurationsCanStillBeRead() {
        Api.entitled();
        var revision = Api.as("admin").get("/configuration").header("Config-Revision");
        var before = Api.as("admin").get("/configuration").asString();
        patch(created(body()), Map.of("follow", "report"));

        var earlier = Api.as("admin").get("/configuration?at_revision=" + revision);

        assertThat(earlier.statusCode()).as(earlier.asString()).isEqualTo(200);
        assertThat(Api.as("admin").get("/configuration").asString()).isEqualTo(before);
    }

    @Test
    void digestsDifferBetweenInstancesAndModels() {
        var one = entity(created(body()));
        var other = entity(created(Map.of("name", "other", "url", URL + "/other", "token", TOKEN)));

        assertThat(digest(one, 1, "sk-one")).isEqualTo(digest(one, 1, "sk-one"));
        assertThat(List.of(
                        digest(one, 1, "sk-one"),
                        digest(one, 1, "sk-two"),
                        digest(one, 2, "sk-one"),
                        digest(other, 1, "sk-one")))
                .doesNotHaveDuplicates();
    }

    private String digest(InstanceEntity entity, long modelId, String apiKey) {
        return new InstanceConnection(
                        entity.id,
                        entity.name,
                        entity.revision,
                        new GitLabConnection(HttpUrl.parseBase(entity.url), TOKEN),
                        Follow.OFF,
                        DeleteModels.OWN,
                        tokens.digestKey(entity))
                .digest(modelId, apiKey);
    }

    @Test
    void aTokenOpensOnlyForTheServerThatItWasGivenFor() {
        var id = created(body());
        Database.execute("update gitlab_instance set url = 'https://attacker.example.com' where id = " + id);

        var refused = Api.as("admin").body(Map.of("instance", id)).post("/configuration/imports/gitlab");

        assertProblem(refused, 409, "gitlab-token-unreadable");
        assertThat(refused.jsonPath().getString("detail")).contains("PATCH /gitlab-instances/" + id);
    }

    private static Map<String, Object> body() {
        return Map.of("name", "production", "url", URL, "token", TOKEN);
    }

    private static Map<String, @Nullable Object> nullToken() {
        var body = new HashMap<String, @Nullable Object>(body());
        body.put("token", null);
        return body;
    }

    private static Response post(Map<String, ?> body) {
        return Api.as("admin").body(body).post("/gitlab-instances");
    }

    private static long created(Map<String, ?> body) {
        var created = post(body);
        assertThat(created.statusCode()).as(created.asString()).isEqualTo(201);
        return id(created);
    }

    private static long id(Response created) {
        return created.jsonPath().getLong("id");
    }

    private static String path(long id) {
        return "/gitlab-instances/" + id;
    }

    private static Response patch(long id, Map<String, ?> body) {
        return Api.as("admin").body(body).patch(path(id));
    }

    private static Response put(long id, Map<String, ?> body) {
        return Api.as("admin").body(body).put(path(id));
    }

    private static Response read(long id, String known) {
        return Api.as("viewer").header("If-None-Match", known).get(path(id));
    }

    private static Response patchIf(long id, String tag, String name) {
        return Api.as("admin")
                .header("If-Match", tag)
                .body(Map.of("name", name))
                .patch(path(id));
    }

    private InstanceEntity entity(long id) {
        return Objects.requireNonNull(QuarkusTransaction.requiringNew().call(() -> repository.findById(id)));
    }

    private String token(long id) {
        return tokens.open(entity(id));
    }

    private static void setStatus(long id, String values) {
        Database.execute("update gitlab_instance_status set " + values + " where instance_id = " + id);
    }

    private static Map<String, @Nullable Object> status(long id) {
        return Database.rows("select failures, plan::text as plan, next_at <= now() as due from gitlab_instance_status"
                        + " where instance_id = " + id)
                .get(0);
    }

    private static void recordAModel(long id) {
        Database.execute(
                "insert into gitlab_instance_model values (" + id + ", 1, 'gid://gitlab/1', 'one', true, null)");
    }

    private static int recordedModels() {
        return Database.rows("select 1 from gitlab_instance_model").size();
    }
}
