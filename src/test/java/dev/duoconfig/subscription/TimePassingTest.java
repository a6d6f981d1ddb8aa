package dev.duoconfig.subscription;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.AtOnce;
import dev.duoconfig.testkit.Await;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import dev.duoconfig.testkit.LogLines;
import dev.duoconfig.testkit.TestClock;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

/** Changes of the subscription through time alone, with a clock that the test controls. */
@Tag("own-start")
@QuarkusTest
@ExtendWith(CleanConfiguration.class)
@TestProfile(TimePassingTest.WithTestClock.class)
@WithTestResource(LocalInstallationResource.class)
@SuppressWarnings("NullAway.Init")
class TimePassingTest {

    private static final Path FILE = Path.of(System.getProperty("java.io.tmpdir"), "duo-config-passing-time.json");
    private static final Path NEXT = FILE.resolveSibling("duo-config-passing-time.next");
    private static final Instant START = Instant.parse("2026-11-22T14:00:00Z");
    private static final Instant END = Instant.parse("2026-12-31T00:00:00Z");
    private static final Instant GRACE_END = Instant.parse("2027-01-14T00:00:00Z");

    @Inject
    TestClock clock;

    @Inject
    Subscriptions subscriptions;

    @Inject
    SubscriptionScheduler timer;

    /** Without the scheduler, so that only the test evaluates the subscription. */
    public static final class WithTestClock implements QuarkusTestProfile {

        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(TestClock.class);
        }

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.scheduler.enabled", "false",
                    "duo.subscription.source", "file",
                    "duo.subscription.file", FILE.toString());
        }
    }

    @BeforeEach
    void synchronizeALicenseThatEnds() throws IOException {
        write("""
                {"plan": "ultimate", "starts_at": "2026-01-01", "expires_at": "2026-12-31", "add_ons":
                 [{"name": "duo_enterprise", "quantity": 5, "starts_at": "2026-11-20", "expires_on": "2026-12-31"}]}""");
        clock.set(START);
        Api.entitled();
    }

    @Test
    void anExpiredLicenseKeepsServingButRefusesChangesUntilItsGraceIsOver() {
        var model = configureCodeGeneration();

        clock.set(END);
        subscriptions.reevaluate();

        Api.as("viewer")
                .get("/subscription")
                .then()
                .body("entitled", is(false))
                .body("entitlement_reason", is("in_grace"))
                .body("grace_until", is("2027-01-14T00:00:00.000Z"))
                .body("add_ons.active", is(List.of(false)))
                .body("last_sync_at", is("2026-11-22T14:00:00.000Z"));
        Api.as("resolver")
                .get("/features/code_generations/effective-model")
                .then()
                .body("status", is("ready"))
                .body("warnings.code", hasItem("subscription_in_grace"));
        Api.as("resolver")
                .get("/features/code_generations/model-metadata")
                .then()
                .statusCode(200)
                .body("identifier", is("custom_openai/mixtral"));
        Api.as("admin")
                .body("{\"name\": \"other\"}")
                .patch("/models/" + model)
                .then()
                .statusCode(403)
                .body("code", is("subscription-required"))
                .body("detail", containsString("has expired, but its grace period has not ended"));

        clock.set(GRACE_END);
        subscriptions.reevaluate();

        Api.as("viewer").get("/subscription").then().body("entitlement_reason", is("expired"));
        Api.as("resolver")
                .get("/features/code_generations/effective-model")
                .then()
                .body("status", is("blocked"))
                .body("reason", is("subscription_required"))
                .body("model", nullValue())
                .body("warnings", empty());
        Api.as("resolver")
                .get("/features/code_generations/model-metadata")
                .then()
                .statusCode(409)
                .body("reason", is("subscription_required"));
        Api.as("admin")
                .body("{\"provider\": \"disabled\"}")
                .put("/features/code_generations")
                .then()
                .statusCode(403)
                .body("detail", containsString("grace period have ended"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aWriteAfterTheEndIsRefusedBeforeTheEndIsRecorded(boolean dryRun) {
        var model = "/models/" + configureCodeGeneration();
        var revision = revision();
        clock.set(END);

        var refused = List.of(
                write(dryRun, "{\"name\": \"other\"}").patch(model),
                write(dryRun, """
                        {"name": "New", "family": "mixtral", "endpoint": "https://vllm.example.com/v1",
                         "identifier": "custom_openai/mixtral"}""").post("/models"),
                write(dryRun, "").delete(model),
                write(dryRun, "{\"provider\": \"disabled\"}").put("/features/code_generations"),
                write(dryRun, "[{\"feature\": \"code_generations\", \"provider\": \"disabled\"}]")
                        .patch("/features"),
                write(dryRun, "{\"beta_features_enabled\": true}").patch("/gateway"),
                write(dryRun, """
                        {"gateway": {"beta_features_enabled": false}, "models": [], "features": []}""").put("/configuration"));

        assertThat(refused).allSatisfy(response -> {
            assertThat(response.statusCode()).as(response.asString()).isEqualTo(403);
            assertThat(response.<String>path("code")).isEqualTo("subscription-required");
            assertThat(response.<String>path("detail")).contains("has expired, but its grace period has not ended");
        });
        assertThat(revision()).isEqualTo(revision);
    }

    @Test
    void whatNeedsNoSubscriptionCanStillBeChangedAfterTheEnd() {
        clock.set(END);

        write(false, "{\"request_timeout_seconds\": 90}")
                .patch("/gateway")
                .then()
                .statusCode(200);
    }

    @Test
    void aWriteAfterTheStartOfAnAddOnIsAllowedBeforeTheStartIsRecorded() throws IOException {
        write("""
                {"plan": "premium", "add_ons":
                 [{"name": "duo_enterprise", "quantity": 5, "starts_at": "2026-12-01"}]}""");
        Api.entitled().then().body("entitlement_reason", is("not_started"));
        clock.set(Instant.parse("2026-11-30T23:59:59.999Z"));
        write(false, "{\"beta_features_enabled\": true}")
                .patch("/gateway")
                .then()
                .statusCode(403);

        clock.set(Instant.parse("2026-12-01T00:00:00Z"));

        write(false, "{\"beta_features_enabled\": true}")
                .patch("/gateway")
                .then()
                .statusCode(200);
    }

    @Test
    void aWriteThatTheEndOvertakesIsRefused() {
        var model = "/models/" + configureCodeGeneration();
        clock.set(END.minusMillis(1));
        clock.setAfterNextReading(END);

        write(false, "{\"name\": \"other\"}").patch(model).then().statusCode(403);

        Api.as("viewer").get(model).then().body("name", is("Mixtral"));
    }

    @Test
    void aWriteThatTheEndOvertakesWhileItIsStoredIsRefused() throws Exception {
        var model = "/models/" + configureCodeGeneration();
        clock.set(END.minusMillis(1));
        CompletableFuture<Response> write;
        try (var other = Database.connect();
                var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("lock table audit_event in exclusive mode");
            write = CompletableFuture.supplyAsync(
                    () -> write(false, "{\"name\": \"other\"}").patch(model));
            Await.until("the write waits for the lock", () -> !Database.rows(
                            "select from pg_locks where relation = 'audit_event'::regclass and not granted")
                    .isEmpty());
            clock.set(END);
            other.rollback();
        }

        write.get(30, TimeUnit.SECONDS).then().statusCode(403);
        Api.as("viewer").get(model).then().body("name", is("Mixtral"));
    }

    @Test
    void aScheduledSynchronizationThatTheDatabaseRefusesEndsWithALogLine() {
        Database.execute("alter sequence subscription_question_seq rename to subscription_question_gone");
        try (var log = new LogLines(SubscriptionScheduler.class)) {
            timer.synchronize();

            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("WARN The subscription could not be synchronized");
        } finally {
            Database.execute("alter sequence subscription_question_gone rename to subscription_question_seq");
        }
    }

    @Test
    void ofTwoSynchronizationsThatOverlapTheOneThatStartedLaterStays() throws Exception {
        try (var older = new SlowSource()) {
            write(subscription("premium"));
            Api.entitled().then().body("plan", is("premium"));
            var revision = revision();

            var late = older.finish(subscription("ultimate"));

            late.then().statusCode(200).body("plan", is("premium"));
            assertThat(revision()).isEqualTo(revision);
            Api.as("viewer").get("/subscription").then().body("plan", is("premium"));
        }
        Api.entitled().then().body("plan", is("premium"));
    }

    @Test
    void anOlderSynchronizationThatEndsTheEntitlementDoesNotOvertakeARenewal() throws Exception {
        try (var older = new SlowSource()) {
            write(subscription("ultimate"));
            Api.entitled();

            older.finish("{\"plan\": \"free\"}").then().statusCode(200).body("entitled", is(true));

            Api.as("viewer").get("/subscription").then().body("entitled", is(true));
        }
    }

    @Test
    void anOlderFailureDoesNotReplaceANewerSuccess() throws Exception {
        try (var older = new SlowSource()) {
            write(subscription("premium"));
            Api.entitled();
            var revision = revision();

            older.finish("not JSON").then().statusCode(502);

            assertThat(revision()).isEqualTo(revision);
            Api.as("viewer")
                    .get("/subscription")
                    .then()
                    .body("plan", is("premium"))
                    .body("last_error", nullValue());
        }
    }

    @Test
    void aNewerFailureStaysButTheOlderAnswerIsTheNewestThatThereIs() throws Exception {
        try (var older = new SlowSource()) {
            write("not JSON");
            Api.as("admin").post("/subscription/sync").then().statusCode(502);

            older.finish(subscription("premium")).then().statusCode(200).body("plan", is("premium"));

            Api.as("viewer")
                    .get("/subscription")
                    .then()
                    .body("plan", is("premium"))
                    .body("last_error", containsString("not well-formed JSON"));
        }
    }

    @Test
    void ofThreeTheNewestStaysWhateverTheOrderOfTheirAnswers() throws Exception {
        try (var first = new SlowSource();
                var second = new SlowSource()) {
            write(subscription("premium"));
            Api.entitled();

            second.finish(subscription("ultimate")).then().body("plan", is("premium"));
            first.finish("{\"plan\": \"free\"}").then().body("plan", is("premium"));

            Api.as("viewer")
                    .get("/subscription")
                    .then()
                    .body("plan", is("premium"))
                    .body("entitled", is(true));
        }
    }

    @Test
    void aDryRunThatOverlapsChangesNothing() throws Exception {
        try (var older = new SlowSource("?dry_run=true")) {
            write(subscription("premium"));
            Api.entitled();
            var revision = revision();

            older.finish(subscription("ultimate")).then().statusCode(200);

            assertThat(revision()).isEqualTo(revision);
        }
    }

    @Test
    void eachChangeThroughTimeIsOneRevisionOfTheSystemWithOneEvent() {
        configureCodeGeneration();
        var revision = revision();

        clock.set(END.minusMillis(1));
        subscriptions.reevaluate();
        assertThat(revision()).isEqualTo(revision);

        clock.set(END);
        subscriptions.reevaluate();
        subscriptions.reevaluate();
        assertThat(revision()).isEqualTo(revision + 1);

        clock.set(GRACE_END.minusMillis(1));
        subscriptions.reevaluate();
        assertThat(revision()).isEqualTo(revision + 1);

        clock.set(GRACE_END);
        subscriptions.reevaluate();
        subscriptions.reevaluate();
        assertThat(revision()).isEqualTo(revision + 2);

        var events = reevaluations();
        assertThat(events).hasSize(2);
        assertThat(events.get(0))
                .containsEntry("revision", revision + 1)
                .containsEntry("actor", "system")
                .containsEntry("request_id", null)
                .containsEntry("object_type", "subscription")
                .containsEntry("effective_changes", "[]");
        assertThat(String.valueOf(events.get(0).get("before"))).contains("\"entitlement_reason\":\"entitled\"");
        assertThat(String.valueOf(events.get(0).get("after"))).contains("\"entitlement_reason\":\"in_grace\"");
        assertThat(events.get(1)).containsEntry("revision", revision + 2);
        assertThat(String.valueOf(events.get(1).get("after"))).contains("\"entitlement_reason\":\"expired\"");
        assertThat(String.valueOf(events.get(1).get("effective_changes")))
                .contains("\"feature\":\"code_generations\"", "\"blocked\"");
    }

    @Test
    void ofManyInstancesThatReachABoundaryAtOnceOneCreatesTheRevisionAndItsEvent() throws Exception {
        configureCodeGeneration();
        var revision = revision();

        for (var boundary : List.of(END, GRACE_END)) {
            clock.set(boundary);
            AtOnce.run(6, instance -> {
                timer.reevaluate();
                return instance;
            });
        }

        assertThat(revision()).isEqualTo(revision + 2);
        assertThat(reevaluations())
                .extracting(event -> event.get("revision"))
                .containsExactly(revision + 1, revision + 2);
    }

    @Test
    void anAddOnThatEndsBeforeTheLicenseBlocksFeatures() throws IOException {
        configureCodeGeneration();
        write("""
                {"plan": "ultimate", "expires_at": "2026-12-31", "add_ons":
                 [{"name": "duo_enterprise", "quantity": 5, "expires_on": "2026-12-05"}]}""");
        Api.entitled().then().body("entitled", is(true));
        var revision = revision();

        clock.set(Instant.parse("2026-12-04T23:59:59.999Z"));
        subscriptions.reevaluate();
        assertThat(revision()).isEqualTo(revision);

        clock.set(Instant.parse("2026-12-05T00:00:00Z"));
        subscriptions.reevaluate();

        assertThat(revision()).isEqualTo(revision + 1);
        Api.as("viewer").get("/subscription").then().body("entitlement_reason", is("add_on_inactive"));
        Api.as("resolver")
                .get("/features/code_generations/effective-model")
                .then()
                .body("reason", is("subscription_required"))
                .body("revision", is((int) revision + 1));
        assertThat(reevaluations()).hasSize(1);
    }

    @Test
    void aBoundaryThatChangesNothingCreatesNoEvent() throws IOException {
        write("""
                {"plan": "ultimate", "add_ons":
                 [{"name": "duo_enterprise", "quantity": 5, "starts_at": "2026-11-20"}]}""");
        Api.entitled();
        var revision = revision();

        clock.set(START.plusSeconds(400L * 24 * 3600));
        subscriptions.reevaluate();

        assertThat(revision()).isEqualTo(revision);
        assertThat(reevaluations()).isEmpty();
    }

    @Test
    void passingBothBoundariesAtOnceIsOneChange() {
        clock.set(GRACE_END.plusSeconds(60));
        subscriptions.reevaluate();

        assertThat(reevaluations()).hasSize(1);
        Api.as("viewer").get("/subscription").then().body("entitlement_reason", is("expired"));
    }

    @Test
    void aSynchronizedRenewalEntitlesAgain() throws IOException {
        clock.set(GRACE_END);
        subscriptions.reevaluate();
        write("""
                {"plan": "premium", "expires_at": "2027-12-31", "add_ons":
                 [{"name": "duo_enterprise", "quantity": 5, "expires_on": "2027-12-31"}]}""");

        Api.entitled().then().body("entitlement_reason", is("entitled")).body("grace_until", nullValue());

        clock.set(Instant.parse("2027-12-31T00:00:00Z"));
        subscriptions.reevaluate();
        Api.as("viewer").get("/subscription").then().body("entitlement_reason", is("in_grace"));
    }

    @Test
    void anAddOnEntitlesWhenItStarts() throws IOException {
        write("""
                {"plan": "premium", "add_ons":
                 [{"name": "duo_enterprise", "quantity": 5, "starts_at": "2026-12-01"}]}""");
        Api.entitled().then().body("entitlement_reason", is("not_started"));

        clock.set(Instant.parse("2026-12-01T00:00:00Z"));
        subscriptions.reevaluate();

        Api.as("viewer")
                .get("/subscription")
                .then()
                .body("entitled", is(true))
                .body("add_ons.active", is(List.of(true)));
    }

    @Test
    void aLicenseEntitlesWhenItStarts() throws IOException {
        var starts = Instant.parse("2026-12-01T00:00:00Z");
        write("""
                {"plan": "ultimate", "starts_at": "2026-12-01", "expires_at": "2026-12-31", "add_ons":
                 [{"name": "duo_enterprise", "quantity": 5}]}""");
        Api.entitled().then().body("entitled", is(false)).body("entitlement_reason", is("not_started"));
        var finding = Api.as("admin").get("/diagnostics");
        var revision = revision();

        clock.set(starts.minusMillis(1));
        subscriptions.reevaluate();
        write(false, "{\"beta_features_enabled\": true}")
                .patch("/gateway")
                .then()
                .statusCode(403)
                .body("detail", containsString("has not started yet"));
        assertThat(revision()).isEqualTo(revision);
        clock.set(starts);
        subscriptions.reevaluate();

        finding.then()
                .body("code", hasItem("subscription_not_started"))
                .body("detail", hasItem(containsString("2026-12-01T00:00:00Z")));
        assertThat(revision()).isEqualTo(revision + 1);
        Api.as("viewer").get("/subscription").then().body("entitlement_reason", is("entitled"));
        write(false, "{\"beta_features_enabled\": true}")
                .patch("/gateway")
                .then()
                .statusCode(200);
    }

    @Test
    void whatHasNotStartedIsStoredAsThePreviousReleaseKnowsIt() throws IOException {
        write("""
                {"plan": "ultimate", "starts_at": "2026-12-01", "add_ons": [{"name": "duo_enterprise", "quantity": 5}]}""");
        Api.entitled();

        assertThat(Database.rows("select entitlement_reason from subscription").get(0))
                .containsEntry("entitlement_reason", "add_on_inactive");
        Api.as("viewer").get("/subscription").then().body("entitlement_reason", is("not_started"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"plan\": null}", "{\"add_ons\": [{\"name\": \"duo_enterprise\", \"quantity\": 5}]}"})
    void aSourceWithoutALicenseLeavesTheKnownOneWithItsEndAndItsGrace(String content) throws IOException {
        configureCodeGeneration();
        write(content);
        var revision = revision();

        var dry = Api.as("admin").post("/subscription/sync?dry_run=true");
        assertThat(revision()).isEqualTo(revision);
        var lost = Api.as("admin").post("/subscription/sync");
        var again = Api.as("admin").post("/subscription/sync");
        Api.as("viewer")
                .get("/subscription")
                .then()
                .body("plan", is("ultimate"))
                .body("entitlement_reason", is("entitled"))
                .body("expires_at", is("2026-12-31T00:00:00.000Z"))
                .body("last_sync_at", is("2026-11-22T14:00:00.000Z"))
                .body("last_error", containsString("no license"));

        clock.set(END);
        subscriptions.reevaluate();
        Api.as("admin").post("/subscription/sync").then().statusCode(502);
        Api.as("viewer")
                .get("/subscription")
                .then()
                .body("entitlement_reason", is("in_grace"))
                .body("grace_until", is("2027-01-14T00:00:00.000Z"));
        Api.as("resolver")
                .get("/features/code_generations/effective-model")
                .then()
                .body("status", is("ready"));
        clock.set(GRACE_END);
        subscriptions.reevaluate();

        assertThat(List.of(dry, lost, again)).allSatisfy(response -> response.then()
                .statusCode(502)
                .body("code", is("subscription-source-failed"))
                .body("detail", containsString("stays in force")));
        Api.as("viewer").get("/subscription").then().body("entitlement_reason", is("expired"));
        write(subscription("premium"));
        Api.entitled().then().body("entitled", is(true)).body("last_error", nullValue());
    }

    @Test
    void aPlanThatDoesNotEntitleIsALicenseAndTakesEffectAtOnce() throws IOException {
        write("{\"plan\": \"free\"}");

        Api.entitled().then().body("entitlement_reason", is("plan_not_eligible"));
    }

    @Test
    void aSourceThatFailsAfterTheExpiryDoesNotEndTheGrace() throws IOException {
        configureCodeGeneration();
        clock.set(END.plusSeconds(3600));
        subscriptions.reevaluate();
        Files.delete(FILE);

        Api.as("admin").post("/subscription/sync").then().statusCode(502);

        Api.as("viewer").get("/subscription").then().body("entitlement_reason", is("in_grace"));
        Api.as("resolver")
                .get("/features/code_generations/effective-model")
                .then()
                .body("status", is("ready"));
    }

    private static int configureCodeGeneration() {
        Api.as("admin")
                .body("{\"url\": \"https://aigw.example.com\"}")
                .patch("/gateway")
                .then()
                .statusCode(200);
        int model = Api.as("admin").body("""
                        {"name": "Mixtral", "family": "mixtral", "endpoint": "https://vllm.example.com/v1",
                         "identifier": "custom_openai/mixtral"}""").post("/models").path("id");
        Api.as("admin")
                .body("{\"model_id\": " + model + "}")
                .put("/features/code_generations")
                .then()
                .statusCode(200);
        return model;
    }

    private static long revision() {
        return Long.parseLong(Api.as("viewer").get("/gateway").header("Config-Revision"));
    }

    private static List<Map<String, @Nullable Object>> reevaluations() {
        return Database.rows("select * from audit_event where action = 'subscription.reevaluated' order by id");
    }

    private static RequestSpecification write(boolean dryRun, String body) {
        var request = Api.as("admin").queryParam("dry_run", dryRun);
        return body.isEmpty() ? request : request.body(body);
    }

    private static String subscription(String plan) {
        return """
                {"plan": "%s", "add_ons": [{"name": "duo_enterprise", "quantity": 5}]}""".formatted(plan);
    }

    /** Replaces the file, so that whoever has opened the previous one keeps it. */
    private static void write(String content) throws IOException {
        Files.writeString(NEXT, content);
        Files.move(NEXT, FILE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** A synchronization in progress, which has opened its source, and reads what it is given in the end. */
    private static final class SlowSource implements AutoCloseable {

        private final OutputStream pipe;
        private final CompletableFuture<Response> response;

        SlowSource() throws Exception {
            this("");
        }

        SlowSource(String query) throws Exception {
            var made = new ProcessBuilder("mkfifo", NEXT.toString()).start().waitFor();
            assertThat(made).isZero();
            Files.move(NEXT, FILE, StandardCopyOption.REPLACE_EXISTING);
            response = CompletableFuture.supplyAsync(() -> Api.as("admin").post("/subscription/sync" + query));
            // Waits until the service has opened the pipe.
            pipe = CompletableFuture.supplyAsync(SlowSource::open).get(30, TimeUnit.SECONDS);
        }

        private static OutputStream open() {
            try {
                return Files.newOutputStream(FILE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Response finish(String content) throws Exception {
            pipe.write(content.getBytes(UTF_8));
            pipe.close();
            return response.get(30, TimeUnit.SECONDS);
        }

        @Override
        public void close() throws IOException {
            pipe.close();
        }
    }
}
