package dev.duoconfig.subscription;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

import com.github.tomakehurst.wiremock.http.Fault;
import dev.duoconfig.model.SampleModels;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.scheduler.Trigger;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

/** {@code /subscription} with a GitLab as its source. */
@QuarkusTest
@ExtendWith(CleanConfiguration.class)
@WithTestResource(LocalInstallationResource.class)
@WithTestResource(FakeGitLabResource.class)
@SuppressWarnings("NullAway.Init")
class SubscriptionSyncTest {

    @Inject
    Scheduler scheduler;

    private final FakeGitLab gitlab =
            FakeGitLab.at(ConfigProvider.getConfig().getValue("duo.subscription.gitlab-url", String.class));

    @Test
    void theSubscriptionIsUnknownBeforeTheFirstSynchronization() {
        var response = Api.as("viewer").get("/subscription");

        response.then()
                .statusCode(200)
                .body("plan", nullValue())
                .body("add_ons", equalTo(List.of()))
                .body("entitled", is(false))
                .body("entitlement_reason", is("never_synced"))
                .body("entitlements.id", contains("duo_enterprise", "agent_platform"))
                .body("entitlements.reason", contains("never_synced", "never_synced"))
                .body("source", nullValue())
                .body("last_sync_at", nullValue())
                .body("last_attempt_at", nullValue())
                .body("last_error", nullValue());
    }

    @Test
    void aSynchronizationReturnsTheSubscription() {
        gitlab.answers(FakeGitLab.ULTIMATE);

        var response = synchronize();

        response.then()
                .statusCode(200)
                .body("plan", is("ultimate"))
                .body("license_type", is("online_cloud"))
                .body("starts_at", is("2026-01-01T00:00:00.000Z"))
                .body("expires_at", nullValue())
                .body("add_ons.name", contains("duo_core", "duo_enterprise"))
                .body("add_ons.quantity", contains(50, 50))
                .body("add_ons.active", contains(true, true))
                .body("entitled", is(true))
                .body("entitlement_reason", is("entitled"))
                .body("grace_until", nullValue())
                .body("source", is("gitlab"))
                .body("last_sync_at", notNullValue())
                .body("last_error", nullValue());
        assertThat(response.<String>path("last_attempt_at")).isEqualTo(response.path("last_sync_at"));
        assertThat(Api.as("viewer").get("/subscription").asString()).isEqualTo(response.asString());
    }

    @Test
    void aSynchronizationRemovesWhatTheSourceNoLongerLists() {
        gitlab.answers(FakeGitLab.ULTIMATE);
        synchronize().then().statusCode(200);

        gitlab.answers("""
                {"data": {"currentLicense": {"plan": "premium", "type": "offline_cloud"},
                          "addOnPurchases": [{"name": "DUO_ENTERPRISE", "purchasedQuantity": 7}]}}""");
        synchronize();

        Api.as("viewer")
                .get("/subscription")
                .then()
                .body("plan", is("premium"))
                .body("license_type", is("offline_cloud"))
                .body("starts_at", nullValue())
                .body("add_ons.name", contains("duo_enterprise"))
                .body("add_ons.quantity", contains(7))
                .body("entitled", is(true));
    }

    @ParameterizedTest
    @CsvSource({
        "online_cloud, CODE_SUGGESTIONS, add_on_missing, entitled, true, entitled",
        "online_cloud, DUO_ENTERPRISE, entitled, entitled, true, entitled",
        "offline_cloud, DUO_ENTERPRISE, entitled, add_on_missing, true, entitled",
        "offline_cloud, SELF_HOSTED_DAP, add_on_missing, entitled, true, entitled",
        "offline_cloud, CODE_SUGGESTIONS, add_on_missing, add_on_missing, false, add_on_missing",
        "legacy_license, SELF_HOSTED_DAP, add_on_missing, entitled, true, entitled",
        "legacy_license, DUO_ENTERPRISE, entitled, add_on_missing, true, entitled",
        "another_kind, SELF_HOSTED_DAP, add_on_missing, entitled, true, entitled",
        "another_kind, DUO_ENTERPRISE, entitled, add_on_missing, true, entitled"
    })
    void eachEntitlementHasItsOwnReasonAndTheBetterOneDecides(
            String license, String addOn, String enterprise, String agentPlatform, boolean entitled, String reason) {
        gitlab.answers("""
                {"data": {"currentLicense": {"plan": "premium", "type": "%s"},
                          "addOnPurchases": [{"name": "%s", "purchasedQuantity": 7}]}}""".formatted(license, addOn));

        synchronize();

        Api.as("viewer")
                .get("/subscription")
                .then()
                .statusCode(200)
                .body("entitled", is(entitled))
                .body("entitlement_reason", is(reason))
                .body("entitlements.id", contains("duo_enterprise", "agent_platform"))
                .body("entitlements.reason", contains(enterprise, agentPlatform))
                .body(
                        "entitlements.entitled",
                        contains(enterprise.equals("entitled"), agentPlatform.equals("entitled")))
                .body("entitlements.grace_until", contains(nullValue(), nullValue()));
    }

    @Test
    void aFeatureIsResolvedWithItsOwnEntitlementAndEitherOneAllowsChanges() {
        gitlab.answers("""
                {"data": {"currentLicense": {"plan": "premium", "type": "offline_cloud"},
                          "addOnPurchases": [{"name": "SELF_HOSTED_DAP", "purchasedQuantity": 7}]}}""");
        synchronize();
        Api.as("admin").body("{\"url\": \"https://aigw.example.com\"}").patch("/gateway");
        var model = SampleModels.create("Claude", "claude_3");
        for (var feature : List.of("duo_agent_platform", "duo_chat")) {
            Api.as("admin")
                    .body("{\"model_id\": " + model + "}")
                    .put("/features/" + feature)
                    .then()
                    .statusCode(200);
        }

        Api.as("resolver")
                .get("/features/duo_agent_platform/effective-model")
                .then()
                .body("status", is("ready"));
        Api.as("resolver")
                .get("/features/duo_chat/effective-model")
                .then()
                .body("status", is("blocked"))
                .body("reason", is("subscription_required"));
        assertThat(Api.as("admin")
                        .get("/diagnostics")
                        .jsonPath()
                        .getList("findAll { it.subject == '/subscription' }.code"))
                .containsExactly("subscription_entitled", "subscription_add_on_missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"starter", "none"})
    void aLicenseThatDoesNotEntitleIsASuccessToo(String plan) {
        gitlab.answers(
                plan.equals("none")
                        ? "{\"data\": {\"currentLicense\": null, \"addOnPurchases\": []}}"
                        : FakeGitLab.ULTIMATE.replace("ultimate", plan));

        var response = synchronize();

        response.then().statusCode(200).body("entitled", is(false)).body("entitlement_reason", is("plan_not_eligible"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"data\": {\"currentLicense\": null, \"addOnPurchases\": []}}",
                "{\"data\": {\"currentLicense\": null, \"addOnPurchases\": [{\"name\": \"DUO_ENTERPRISE\", \"purchasedQuantity\": 5}]}}",
                "{\"data\": {\"currentLicense\": {}, \"addOnPurchases\": []}}",
                "{\"data\": {\"currentLicense\": {\"plan\": null, \"type\": \"online_cloud\"}, \"addOnPurchases\": []}}"
            })
    void aLicenseThatIsGoneAfterAGoodSynchronizationIsAFailure(String answer) {
        gitlab.answers(
                FakeGitLab.ULTIMATE.replace("\"expiresAt\": null", "\"expiresAt\": \"" + LocalDate.now(UTC) + "\""));
        var before = synchronize();
        gitlab.answers(answer);

        var lost = synchronize();

        lost.then().statusCode(502).body("code", is("subscription-source-failed"));
        before.then().body("entitlement_reason", is("in_grace"));
        Api.as("viewer")
                .get("/subscription")
                .then()
                .body("entitlement_reason", is("in_grace"))
                .body("grace_until", is(before.<String>path("grace_until")))
                .body("add_ons.name", contains("duo_core", "duo_enterprise"))
                .body("last_sync_at", is(before.<String>path("last_sync_at")))
                .body("last_error", containsString("no license"));
    }

    @Test
    void withoutTheAddOnThereIsNoEntitlement() {
        gitlab.answers(FakeGitLab.ULTIMATE
                .replace("DUO_ENTERPRISE", "CODE_SUGGESTIONS")
                .replace("online_cloud", "offline_cloud"));

        var response = synchronize();

        response.then().statusCode(200).body("entitlement_reason", is("add_on_missing"));
    }

    @ParameterizedTest
    @CsvSource({"50, 1, true", "50, 0, false", "50, null, false"})
    void theAddOnEntitlesWithAtLeastOneSeat(String from, String to, boolean entitled) {
        gitlab.answers(FakeGitLab.ULTIMATE
                .replace("\"purchasedQuantity\": " + from, "\"purchasedQuantity\": " + to)
                .replace("online_cloud", "offline_cloud"));

        var response = synchronize();

        response.then()
                .statusCode(200)
                .body("entitled", is(entitled))
                .body("entitlement_reason", is(entitled ? "entitled" : "add_on_inactive"))
                .body("add_ons.active", contains(entitled, entitled));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-5", "-1", "-9999999999", "0.5", "\"50\""})
    void aQuantityThatCannotBeIsAFailedSynchronization(String quantity) {
        gitlab.answers(FakeGitLab.ULTIMATE);
        synchronize().then().statusCode(200);
        gitlab.answers(FakeGitLab.ULTIMATE.replace("\"purchasedQuantity\": 50", "\"purchasedQuantity\": " + quantity));

        synchronize().then().statusCode(502).body("detail", containsString("purchasedQuantity"));

        Api.as("viewer")
                .get("/subscription")
                .then()
                .body("entitled", is(true))
                .body("last_error", containsString("purchasedQuantity"));
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 401, 403, 500, 503})
    void aFailedSynchronizationKeepsTheOldStateAndReportsTheReason(int status) {
        gitlab.answers(FakeGitLab.ULTIMATE);
        var before = synchronize();
        gitlab.answers(status, "no " + FakeGitLab.TOKEN);

        var failed = synchronize();

        failed.then()
                .statusCode(502)
                .body("code", is("subscription-source-failed"))
                .body("detail", containsString(String.valueOf(status)))
                .body("detail", not(containsString(FakeGitLab.TOKEN)));
        var after = Api.as("viewer").get("/subscription");
        after.then()
                .body("plan", is("ultimate"))
                .body("entitled", is(true))
                .body("add_ons.name", contains("duo_core", "duo_enterprise"))
                .body("last_sync_at", is(before.<String>path("last_sync_at")))
                .body("last_error", containsString(String.valueOf(status)))
                .body("last_error", not(containsString(FakeGitLab.TOKEN)));
        assertThat(moment(after, "last_attempt_at")).isAfter(moment(after, "last_sync_at"));
    }

    @Test
    void anErrorThatEchoesTheTokenIsStoredWithoutIt() {
        gitlab.answers("{\"errors\": [{\"message\": \"bad token " + FakeGitLab.TOKEN + "\"}]}");

        var failed = synchronize();

        failed.then().statusCode(502).body("detail", containsString("bad token [redacted]"));
        Api.as("viewer")
                .get("/subscription")
                .then()
                .body("last_error", is("GitLab returned an error: bad token [redacted]"));
        assertThat(Database.rows("select * from audit_event").toString()).doesNotContain(FakeGitLab.TOKEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Z2xwYXQtZmFrZS0wMTIzNDU2Nzg5",
                "%67lpat%2Dfake%2D0123456789",
                "g l p a t - f a k e - 0 1 2 3 4 5 6 7 8 9",
                "<i>glpat</i>-<i>fake</i>-<i>0123456789</i>",
                "676c7061742d66616b652d30313233343536373839",
                "GLPAT-FAKE-0123456789"
            })
    void aTokenInDisguiseReachesNoViewer(String disguised) {
        gitlab.answers("{\"errors\": [{\"message\": \"bad token " + disguised + "\"}]}");

        synchronize().then().statusCode(502).body("detail", not(containsString(disguised)));

        Api.as("viewer").get("/subscription").then().body("last_error", is("GitLab returned an error: [redacted]"));
        assertThat(Database.rows("select * from audit_event").toString()).doesNotContain(disguised);
    }

    @Test
    void aLongMessageIsTruncatedAndStored() {
        gitlab.answers("{\"errors\": [{\"message\": \"" + "x".repeat(199) + "\uD83D\uDE00\\u0000\\ud83d\"}]}");

        synchronize().then().statusCode(502);

        Api.as("viewer").get("/subscription").then().body("last_error", containsString("xxx\uD83D\uDE00..."));
    }

    @Test
    void aResponseThatNeverEndsTimesOutAndIsAFailedAttempt() {
        gitlab.answers(aResponse().withBody(FakeGitLab.ULTIMATE).withChunkedDribbleDelay(60, 60_000));

        var failed = synchronize();

        failed.then().statusCode(504).body("code", is("subscription-source-timeout"));
        assertThat(failed.time()).isLessThan(5_000);
        Api.as("viewer")
                .get("/subscription")
                .then()
                .body("entitlement_reason", is("never_synced"))
                .body("last_sync_at", nullValue())
                .body("last_attempt_at", notNullValue())
                .body("last_error", containsString("within 500 ms"));
    }

    @Test
    void aBrokenConnectionIsAFailedAttempt() {
        gitlab.answers(aResponse().withFault(Fault.EMPTY_RESPONSE));

        synchronize().then().statusCode(502);

        Api.as("viewer").get("/subscription").then().body("last_error", notNullValue());
    }

    @Test
    void aSuccessClearsTheError() {
        gitlab.answers(500, "");
        synchronize().then().statusCode(502);
        gitlab.answers(FakeGitLab.ULTIMATE);

        synchronize();

        Api.as("viewer").get("/subscription").then().body("last_error", nullValue());
    }

    @Test
    void aDryRunReadsTheSourceAndStoresNothing() {
        gitlab.answers(FakeGitLab.ULTIMATE);
        var revision = Api.as("viewer").get("/subscription").header("Config-Revision");

        var response = Api.as("admin").queryParam("dry_run", true).post("/subscription/sync");

        response.then()
                .statusCode(200)
                .header("Dry-Run", "true")
                .header("Config-Revision", revision)
                .body("plan", is("ultimate"))
                .body("entitled", is(true));
        Api.as("viewer").get("/subscription").then().body("plan", nullValue()).body("last_attempt_at", nullValue());
        assertThat(Database.rows("select * from audit_event")).isEmpty();
    }

    @Test
    void aFailedDryRunStoresNothing() {
        gitlab.answers(401, "");

        Api.as("admin")
                .queryParam("dry_run", true)
                .post("/subscription/sync")
                .then()
                .statusCode(502);

        Api.as("viewer")
                .get("/subscription")
                .then()
                .body("last_error", nullValue())
                .body("last_attempt_at", nullValue());
        assertThat(Database.rows("select * from audit_event")).isEmpty();
    }

    @Test
    void theEntityTagChangesWithEachAttempt() {
        gitlab.answers(FakeGitLab.ULTIMATE);
        var first = synchronize();
        assertThat(conditional(first.header("ETag"))).isEqualTo(304);

        gitlab.answers(500, "");
        synchronize().then().statusCode(502);

        assertThat(conditional(first.header("ETag"))).isEqualTo(200);
        assertThat(conditional(Api.as("viewer").get("/subscription").header("ETag")))
                .isEqualTo(304);
    }

    @Test
    void automaticSynchronizationIsOffByDefault() {
        assertThat(scheduler.getScheduledJobs())
                .extracting(Trigger::getMethodDescription)
                .anyMatch(job -> job.contains("SubscriptionScheduler#reevaluate"))
                .noneMatch(job -> job.contains("SubscriptionScheduler#synchronize"));
    }

    @Test
    void onlyAnAdministratorCanSynchronize() {
        Api.as("viewer").post("/subscription/sync").then().statusCode(403).body("code", is("forbidden"));
        Api.as("resolver").post("/subscription/sync").then().statusCode(403);
        Api.as("resolver").get("/subscription").then().statusCode(403);
    }

    private static Response synchronize() {
        return Api.as("admin").post("/subscription/sync");
    }

    private static int conditional(@Nullable String entityTag) {
        return Api.as("viewer")
                .header("If-None-Match", String.valueOf(entityTag))
                .get("/subscription")
                .statusCode();
    }

    private static Instant moment(Response response, String property) {
        return Instant.parse(response.<String>path(property));
    }
}
