package dev.duoconfig.instance;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import dev.duoconfig.testkit.OtherSettings;
import dev.duoconfig.testkit.gitlab.Failure;
import dev.duoconfig.testkit.gitlab.GitLabData;
import dev.duoconfig.testkit.gitlab.GitLabDouble;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.duoconfig.testkit.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

/** Plans and applies for running GitLabs, and what goes wrong there. */
@Tag("own-start")
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@TestProfile(OtherSettings.class)
@ExtendWith(CleanConfiguration.class)
class GitLabApplyTest {

    private GitLabDouble gitlab = GitLabDouble.start("19.5");
    private long instance;

    @AfterEach
    void stop() {
        gitlab.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"18.2", "18.9", "19.5"})
    void aGitLabTakesItsWholeConfigurationFromHere(String version) {
        configure(version);

        assertThat(actions(plan()))
                .containsExactly(
                        "set_gateway", "create_model", "create_model", "set_features", "set_features", "set_features");
        assertApplied();

        assertThat(gitlab.gateway().url()).isEqualTo("https://aigw.example.com");
        var mixtral = gitlab.model("Mixtral");
        assertThat(mixtral.endpoint()).isEqualTo("https://vllm.example.com/v1");
        assertThat(mixtral.apiKey()).isEqualTo("sk-example");
        assertThat(setting("duo_chat").modelId()).isEqualTo(mixtral.id());
        assertThat(setting("code_generations").modelId())
                .isEqualTo(gitlab.model("Claude").id());
        assertThat(setting("duo_chat_write_tests").provider()).isEqualTo("disabled");
        assertThat(gitlab.askedForApiToken()).isFalse();
        assertThat(status().getString("state")).isEqualTo("in_sync");
    }

    @ParameterizedTest
    @ValueSource(strings = {"18.2", "18.9", "19.5"})
    void aChangeByHandIsPutRightAndWhatIsNotOursStays(String version) {
        configure(version);
        assertApplied();
        var mixtral = gitlab.model("Mixtral");
        gitlab.changeByHand(data -> {
            data.createModel(model("Somebody's", "https://other.example.com/v1"));
            data.setFeatures(Map.of("features", List.of("GENERATE_COMMIT_MESSAGE"), "provider", "DISABLED"));
            data.setFeatures(Map.of("features", List.of("DUO_CHAT"), "provider", "DISABLED"));
            var moved = model("Renamed", "https://elsewhere.example.com/v1");
            moved.put("id", mixtral.id());
            data.updateModel(moved);
        });

        var plan = plan();
        assertThat(plan.jsonPath().getString("steps.find { it.action == 'update_model' }.api_key"))
                .isEqualTo("kept");
        assertApplied();

        assertThat(gitlab.model("Mixtral").id()).isEqualTo(mixtral.id());
        assertThat(gitlab.model("Mixtral").endpoint()).isEqualTo("https://vllm.example.com/v1");
        assertThat(setting("duo_chat").modelId()).isEqualTo(mixtral.id());
        assertThat(gitlab.model("Somebody's").endpoint()).isEqualTo("https://other.example.com/v1");
    }

    @Test
    void aRenamedModelAndARotatedKeyAndADeletedModelFollow() {
        configure("19.5");
        assertApplied();
        var id = modelId("Mixtral");
        var there = gitlab.model("Mixtral").id();

        admin(Map.of("name", "Mixtral in Frankfurt"))
                .patch("/models/" + id)
                .then()
                .statusCode(200);
        var renamed = apply();
        admin(Map.of("api_key", "sk-rotated")).patch("/models/" + id).then().statusCode(200);
        var rotated = apply();
        Api.as("admin").delete("/models/" + id + "?unassign=true").then().statusCode(204);
        var deleted = apply();

        assertThat(renamed.jsonPath().getList("steps.api_key")).containsExactly("kept");
        assertThat(rotated.jsonPath().getList("steps.api_key")).containsExactly("sent");
        assertThat(rotated.jsonPath().getList("steps.subject")).containsExactly("Mixtral in Frankfurt");
        assertThat(actions(deleted)).containsExactly("set_features", "delete_model");
        assertThat(gitlab.models()).noneMatch(model -> model.id().equals(there));
        assertThat(plan().jsonPath().getBoolean("in_sync")).isTrue();
    }

    /** A failure of each kind at each call of an apply. */
    static Stream<Arguments> failures() {
        Map<String, Supplier<Failure>> kinds = Map.of(
                "401", () -> Failure.status(401),
                "403", () -> Failure.status(403),
                "404", () -> Failure.status(404),
                "429", () -> Failure.tooManyRequests("1"),
                "500", () -> Failure.status(500),
                "502", () -> Failure.status(502),
                "hangs", Failure::hangs,
                "cut before", Failure::cutBefore,
                "cut after", Failure::cutAfter);
        return kinds.keySet().stream().sorted().map(kind -> Arguments.of(kind, kinds.get(kind)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void afterAFailureAtAnyCallTheNextApplyEndsInSync(String kind, Supplier<Failure> failure) {
        configure("19.5");
        gitlab.forgetCalls();
        assertApplied();
        var calls = gitlab.calls().size();
        Database.execute("truncate gitlab_instance_model");

        for (var call : IntStream.rangeClosed(1, calls).toArray()) {
            var url = gitlab.url();
            gitlab.changeByHand(data -> {
                data.models().forEach(model -> data.deleteModel(model.id()));
                data.setFeatures(Map.of("features", List.of("DUO_CHAT_WRITE_TESTS"), "provider", "UNASSIGNED"));
                data.setGateway(Map.of("aiGatewayUrl", ""));
            });
            Database.execute("truncate gitlab_instance_model");
            gitlab.forgetCalls();
            gitlab.failAtCall(call, failure.get());

            var failed = apply();
            gitlab.recover();
            var repaired = apply();

            assertThat(failed.statusCode())
                    .as("%s at call %d: %s", kind, call, failed.asString())
                    .isIn(200, 502, 504);
            assertThat(repaired.statusCode())
                    .as("%s at call %d of %s: %s", kind, call, url, repaired.asString())
                    .isEqualTo(200);
            assertThat(repaired.jsonPath().getBoolean("in_sync"))
                    .as("%s at call %d", kind, call)
                    .isTrue();
            assertThat(gitlab.models())
                    .as("%s at call %d", kind, call)
                    .extracting("name")
                    .containsExactlyInAnyOrder("Mixtral", "Claude");
            assertThat(Database.rows("select 1 from gitlab_instance_model where created and gitlab_id is not null"))
                    .as("%s at call %d", kind, call)
                    .hasSize(2);
        }
    }

    @Test
    void aFailedStepEndsTheApplyWithWhatWasDone() {
        configure("19.5");
        gitlab.failAt("aiSelfHostedModelCreate", Failure.refused("Name is reserved"));

        var failed = apply();

        assertProblem(failed, 502, "gitlab-apply-incomplete");
        assertThat(failed.jsonPath().getList("steps.outcome"))
                .containsExactly("done", "failed", "skipped", "skipped", "skipped", "skipped");
        assertThat(failed.jsonPath().getString("steps[1].reason")).contains("Name is reserved");
        assertThat(status().getString("state")).isEqualTo("failed");
        assertThat(status().getString("error")).contains("Name is reserved");
        assertThat(gitlab.calls("aiSelfHostedModelCreate")).hasSize(1);
        assertThat(Database.rows("select 1 from gitlab_instance_model")).isEmpty();
    }

    @Test
    void aKeyThatCannotBeReadHoldsUpNothingAndIsSentOnceItIsStoredAgain() {
        configure("19.5");
        var id = modelId("Mixtral");
        Database.execute("begin; update configuration_state set revision = revision + 1; "
                + "update model set api_key_sealed = '\\x00' where id = " + id + "; commit");

        var plan = plan();
        assertThat(plan.jsonPath().getList("manual.code")).containsExactly("api_key_unreadable");
        assertThat(plan.jsonPath().getString("manual[0].remedy")).contains("PATCH /models/" + id);
        assertApplied();
        assertThat(setting("duo_chat").modelId())
                .isEqualTo(gitlab.model("Mixtral").id());

        admin(Map.of("api_key", "sk-again")).patch("/models/" + id).then().statusCode(200);
        assertApplied();

        assertThat(gitlab.model("Mixtral").apiKey()).isEqualTo("sk-again");
    }

    @Test
    void aPlanThatSendsKeysIsAnotherPlan() {
        configure("19.5");
        assertApplied();
        var tag = plan().header("ETag");

        var other = Api.as("admin").post(path("/plan?send_keys=true")).header("ETag");

        assertThat(plan().header("ETag")).isEqualTo(tag).isNotEqualTo(other);
    }

    @Test
    void aGitLabThatLimitsRequestsIsObeyed() {
        configure("19.5");
        gitlab.failAt("aiSelfHostedModelCreate", Failure.tooManyRequests("1"));
        gitlab.failAt("duoSettings", Failure.tooManyRequests("0"));

        assertApplied();

        assertThat(gitlab.calls("aiSelfHostedModelCreate")).hasSize(3);
    }

    @Test
    void aWaitThatIsTooLongIsAnError() {
        configure("19.5");
        gitlab.failAt("duoSettings", Failure.tooManyRequests("3600"));

        assertProblem(send("/plan"), 502, "gitlab-error");
    }

    @Test
    void theProblemSaysWhatIsWrongWithTheToken() {
        configure("19.5");
        gitlab.setAdminMode(true);

        var refused = send("/plan");

        assertProblem(refused, 502, "gitlab-refused-token");
        assertThat(refused.jsonPath().getString("detail")).contains("scope api", "administrator", "admin_mode");
    }

    @Test
    void anAddressThatIsNotAllowedIsNotReached() {
        configure("19.5");
        admin(Map.of("outbound_allowlist", List.of())).patch("/gateway").then().statusCode(200);
        gitlab.forgetCalls();

        assertProblem(send("/plan"), 502, "gitlab-unreachable");

        assertThat(gitlab.calls()).isEmpty();
    }

    @Test
    void nothingIsSentWithoutASubscription() {
        configure("19.5");
        Database.execute("update subscription set entitlement_reason = 'add_on_missing', agent_platform_reason = null,"
                + " next_evaluation_at = null; update configuration_state set revision = revision + 1");

        assertProblem(apply(), 403, "subscription-required");

        assertThat(gitlab.models()).isEmpty();
        assertThat(plan().jsonPath().getBoolean("in_sync")).isFalse();
    }

    @Test
    void exactlyThePlanThatWasSeenIsApplied() {
        configure("19.5");
        var tag = plan().header("ETag");
        gitlab.changeByHand(data -> data.createModel(model("Somebody's", "https://other.example.com/v1")));

        assertProblem(admin(null).header("If-Match", tag).post(path("/apply")), 412, "precondition-failed");
        assertThat(gitlab.models()).hasSize(1);

        var current = plan().header("ETag");
        admin(null).header("If-Match", current).post(path("/apply")).then().statusCode(200);
        assertThat(gitlab.models()).hasSize(3);
    }

    @Test
    void aDryRunOnlyPlans() {
        configure("19.5");

        var planned = send("/apply?dry_run=true");

        planned.then().statusCode(200).header("Dry-Run", "true");
        assertThat(planned.jsonPath().getList("steps.outcome")).containsOnlyNulls();
        assertThat(gitlab.models()).isEmpty();
    }

    @Test
    void anApplyIsOneAuditEventAndNoRevision() {
        configure("19.5");
        var revision = plan().jsonPath().getLong("revision");

        var applied = apply();

        assertThat(applied.jsonPath().getLong("revision")).isEqualTo(revision);
        assertThat(applied.header("Config-Revision")).isEqualTo(Long.toString(revision));
        var event = Api.as("admin").get("/audit-events?action=gitlab_instance.applied");
        assertThat(event.jsonPath().getList("revision")).containsExactly((int) revision);
        assertThat(event.jsonPath().getList("[0].before.steps")).hasSize(6);
        assertThat(event.jsonPath().getList("[0].after.steps.outcome")).containsOnly("done");
        assertThat(event.asString()).doesNotContain("sk-example").doesNotContain(GitLabDouble.TOKEN);
        assertApplied();
        assertThat(Database.rows("select 1 from audit_event where action = 'gitlab_instance.applied'"))
                .hasSize(1);
        assertThat(Api.as("admin").get("/audit-events/verification").jsonPath().getBoolean("valid"))
                .isTrue();
    }

    @Test
    void anInterruptedApplyIsAuditedByTheNextOne() {
        configure("19.5");
        var unused = plan();
        Database.execute("update gitlab_instance_status set state = 'applying', steps_done = 2, steps_total = 6,"
                + " lease_owner = gen_random_uuid(), lease_until = now() - interval '1 second'");

        assertApplied();

        var events = Api.as("admin").get("/audit-events?action=gitlab_instance.applied");
        assertThat(events.jsonPath().getList("actor")).containsExactly("local-admin", "system");
        assertThat(events.jsonPath().getInt("[1].after.interrupted_after_steps"))
                .isEqualTo(2);
    }

    @Test
    void twoAppliesDoNotWorkOnOneInstance() {
        configure("19.5");
        Database.execute("update gitlab_instance_status set lease_owner = gen_random_uuid(),"
                + " lease_until = now() + interval '30 seconds'");

        assertProblem(apply(), 409, "gitlab-apply-in-progress");

        assertThat(gitlab.models()).isEmpty();
    }

    @Test
    void anApplyCanBeStoppedBetweenSteps() throws Exception {
        configure("19.5");
        assertProblem(Api.as("admin").delete(path("/apply")), 409, "gitlab-no-apply");
        var arrived = new CountDownLatch(1);
        var stopped = new CountDownLatch(1);
        gitlab.beforeEach("aiSelfHostedModelCreate", () -> {
            arrived.countDown();
            try {
                stopped.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        var apply = CompletableFuture.supplyAsync(this::apply);

        arrived.await();
        var progress = status();
        Api.as("admin").delete(path("/apply")).then().statusCode(202);
        stopped.countDown();
        var ended = apply.get();

        assertThat(progress.getString("state")).isEqualTo("applying");
        assertThat(progress.getMap("progress")).isEqualTo(Map.of("done", 1, "steps", 6));
        assertProblem(ended, 502, "gitlab-apply-incomplete");
        assertThat(ended.jsonPath().getList("steps.outcome"))
                .containsExactly("done", "done", "skipped", "skipped", "skipped", "skipped");
        assertThat(gitlab.models()).hasSize(1);
        assertThat(status().getString("state")).isEqualTo("different");
        assertThat(status().getString("error")).contains("stopped");
    }

    @Test
    void anOptionInABodyIsRefusedInsteadOfIgnored() {
        configure("19.5");

        assertProblem(admin(Map.of("dry_run", true)).post(path("/apply")), 400, "bad-request");
        assertProblem(admin(Map.of("send_keys", true)).post(path("/plan")), 400, "bad-request");

        assertThat(gitlab.models()).isEmpty();
    }

    @Test
    void theNewestPlanIsKeptForViewers() {
        configure("19.5");
        assertProblem(Api.as("viewer").get(path("/plan")), 404, "gitlab-plan-not-found");
        var planned = plan();

        var kept = Api.as("viewer").get(path("/plan"));

        assertThat(kept.asString()).isEqualTo(planned.asString());
        assertThat(kept.header("ETag")).isEqualTo(planned.header("ETag"));
        assertProblem(Api.as("viewer").post(path("/plan")), 403, "forbidden");
        assertProblem(Api.as("viewer").post(path("/apply")), 403, "forbidden");
        assertProblem(Api.as("admin").post("/gitlab-instances/99/plan"), 404, "gitlab-instance-not-found");
    }

    @Test
    void allKeysAreSentOnRequest() {
        configure("19.5");
        assertApplied();
        gitlab.changeByHand(data -> {
            var input = model("Mixtral", "https://vllm.example.com/v1");
            input.put("id", data.models().get(0).id());
            input.put("apiToken", "sk-by-hand");
            data.updateModel(input);
        });

        assertApplied();
        assertThat(gitlab.model("Mixtral").apiKey()).isEqualTo("sk-by-hand");
        send("/apply?send_keys=true").then().statusCode(200);
        assertThat(gitlab.model("Mixtral").apiKey()).isEqualTo("sk-example");
    }

    private void configure(String version) {
        if (!gitlab.version().equals(version)) {
            gitlab.close();
            gitlab = GitLabDouble.start(version);
        }
        Api.entitled();
        admin(Map.of("url", "https://aigw.example.com", "outbound_allowlist", List.of("127.0.0.1:" + gitlab.port())))
                .patch("/gateway")
                .then()
                .statusCode(200);
        var mixtral = admin(Map.of(
                        "name",
                        "Mixtral",
                        "family",
                        "mixtral",
                        "api_key",
                        "sk-example",
                        "endpoint",
                        "https://vllm.example.com/v1",
                        "identifier",
                        "custom_openai/mixtral"))
                .post("/models")
                .jsonPath()
                .getLong("id");
        var claude = admin(Map.of("name", "Claude", "family", "claude_3", "identifier", "bedrock/anthropic.claude-v2"))
                .post("/models")
                .jsonPath()
                .getLong("id");
        admin(List.of(
                        Map.of("feature", "duo_chat", "model_id", mixtral),
                        Map.of("feature", "code_generations", "model_id", claude),
                        Map.of("feature", "duo_chat_write_tests", "provider", "disabled")))
                .patch("/features")
                .then()
                .statusCode(200);
        instance = admin(Map.of("name", "production", "url", gitlab.url(), "token", GitLabDouble.TOKEN))
                .post("/gitlab-instances")
                .jsonPath()
                .getLong("id");
    }

    private static Map<String, @Nullable Object> model(String name, String endpoint) {
        return new HashMap<>(Map.of(
                "name",
                name,
                "model",
                "MIXTRAL",
                "endpoint",
                endpoint,
                "identifier",
                "custom_openai/mixtral",
                "provider",
                "API"));
    }

    private GitLabData.Setting setting(String feature) {
        return Objects.requireNonNull(gitlab.features().get(feature), feature);
    }

    private long modelId(String name) {
        return Api.as("admin").get("/models?search=" + name).jsonPath().getLong("[0].id");
    }

    private JsonPath status() {
        return Api.as("viewer").get(path("")).jsonPath().setRootPath("status");
    }

    private static List<String> actions(Response plan) {
        return plan.jsonPath().getList("steps.action", String.class);
    }

    private void assertApplied() {
        var applied = apply();
        assertThat(applied.statusCode()).as(applied.asString()).isEqualTo(200);
        assertThat(applied.jsonPath().getBoolean("in_sync"))
                .as(applied.asString())
                .isTrue();
        assertThat(plan().jsonPath().getList("steps")).isEmpty();
    }

    private Response plan() {
        var planned = send("/plan");
        assertThat(planned.statusCode()).as(planned.asString()).isEqualTo(200);
        return planned;
    }

    private Response apply() {
        return send("/apply");
    }

    private Response send(String path) {
        return admin(null).post(path(path));
    }

    private String path(String path) {
        return "/gitlab-instances/" + instance + path;
    }

    private static RequestSpecification admin(@Nullable Object body) {
        var request = Api.as("admin");
        return body == null ? request : request.body(body);
    }
}
