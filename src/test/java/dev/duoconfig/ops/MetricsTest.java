package dev.duoconfig.ops;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

import dev.duoconfig.model.SampleModels;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.Await;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import dev.duoconfig.testkit.Scrape;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Each metric changes with what it counts, and only then. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class MetricsTest {

    @ParameterizedTest
    @ValueSource(strings = {"/effective-model", "/effective-model?explain=true", "/model-metadata"})
    void aFeatureRequestIsCountedByItsResult(String path) {
        String[] labels = {"feature", "duo_chat", "status", "unassigned", "reason", "not_configured"};

        assertAdds(1, () -> Api.as("resolver").get("/features/duo_chat" + path), "duo_resolutions_total", labels);
    }

    @Test
    void theSnapshotShowsItsRevisionAndItsAge() {
        var written = setTimeout(75);

        var scrape = Scrape.now();

        assertThat(scrape.value("duo_snapshot_revision")).isEqualTo(revision(written));
        assertThat(scrape.value("duo_snapshot_age_seconds")).isBetween(0.0, 60.0);
    }

    @Test
    void aWritePreparesResponsesAndAChangeElsewhereIsAlsoLoaded() {
        var before = Scrape.now();
        setTimeout(76);
        var written = Scrape.now();
        changeElsewhere("now()");
        var loaded = Scrape.now();

        assertThat(written.value("duo_snapshot_rebuild_seconds_count", "phase", "prepare"))
                .isGreaterThan(before.value("duo_snapshot_rebuild_seconds_count", "phase", "prepare"));
        assertThat(loaded.value("duo_snapshot_rebuild_seconds_count", "phase", "load"))
                .isGreaterThan(written.value("duo_snapshot_rebuild_seconds_count", "phase", "load"));
        assertThat(loaded.value("duo_snapshot_rebuild_seconds_sum", "phase", "load"))
                .isPositive();
    }

    @Test
    void theLagOfAChangeElsewhereIsNotNegativeEvenIfClocksDiffer() {
        var before = Scrape.now();

        changeElsewhere("now() + interval '1 hour'");
        Await.until("the metric moves", () -> lags(Scrape.now()) > lags(before));

        assertThat(Scrape.now().value("duo_propagation_lag_seconds_sum"))
                .isGreaterThanOrEqualTo(before.value("duo_propagation_lag_seconds_sum"));
    }

    @Test
    void aChangeByThisInstanceHasNoLag() {
        var before = Scrape.now();
        for (var seconds = 60; seconds < 80; seconds++) {
            setTimeout(seconds + 1);
        }

        // One change from before the test may be announced late.
        assertThat(lags(Scrape.now()) - lags(before)).isLessThanOrEqualTo(1);
    }

    @Test
    void tokensAreCountedByWhetherTheyWereCached() {
        Api.as("admin").get("/gateway").then().statusCode(200);
        var lookups = "duo_token_cache_lookups_total";

        assertAdds(1, () -> Api.as("admin").get("/gateway"), lookups, "result", "hit");
        assertAdds(1, () -> unknownToken().get("/gateway"), lookups, "result", "miss");
        assertThat(Scrape.now().value("duo_token_cache_size")).isPositive();
    }

    @Test
    void theListenerIsConnected() {
        Await.until("the metric moves", () -> Scrape.now().value("duo_listener_connected") == 1);
    }

    @Test
    void checksAreCountedByKindAndOutcome() {
        var bedrock = "{\"family\": \"claude_3\", \"identifier\": \"bedrock/anthropic.claude-3\"}";
        String[] failed = {"kind", "gateway", "outcome", "failed"};
        String[] skipped = {"kind", "model", "outcome", "skipped"};

        assertAdds(1, () -> Api.as("admin").post("/gateway/check"), "duo_check_seconds_count", failed);
        assertAdds(1, () -> Api.as("admin").body(bedrock).post("/models/check"), "duo_check_seconds_count", skipped);
    }

    @Test
    void synchronizationsAreCountedByOutcome() {
        var counter = "duo_synchronisations_total";

        assertAdds(1, Api::entitled, counter, "outcome", "succeeded");
        assertAdds(0, () -> Api.as("admin").post("/subscription/sync?dry_run=true"), counter);
        assertAdds(1, MetricsTest::synchronizeWithGarbage, counter, "outcome", "failed");
    }

    @Test
    void writesAreCountedByOutcomeWithTheirAuditEvents() {
        Api.entitled();
        var counter = "duo_writes_total";

        assertAdds(1, () -> SampleModels.post(SampleModels.body()), "duo_audit_events_total");
        assertAdds(1, () -> SampleModels.post(SampleModels.body()), counter, "kind", "model", "outcome", "refused");
        assertAdds(1, () -> setTimeout(77), counter, "kind", "gateway", "outcome", "committed");
        assertAdds(1, () -> setTimeout(77), counter, "kind", "gateway", "outcome", "unchanged");
        assertAdds(0, () -> patch("/gateway?dry_run=true", 78), counter, "kind", "gateway");
    }

    @Test
    void problemsAreCountedByTheirCode() {
        var counter = "duo_problems_total";

        assertAdds(1, () -> Api.as("admin").get("/models/4711"), counter, "code", "model-not-found");
        assertAdds(1, () -> Api.as("admin").get("/nowhere"), counter, "code", "not-found");
        assertAdds(1, () -> Api.anonymous().get("/features"), counter, "code", "unauthorized");
    }

    @Test
    void theBuildShowsTheVersionOfTheService() {
        var version = ConfigProvider.getConfig().getValue("quarkus.application.version", String.class);

        assertThat(Scrape.now().value("duo_build_info", "version", version)).isEqualTo(1);
    }

    @Test
    void theSubscriptionShowsTheTimeUntilItsEndAndAfterIt() {
        Database.execute("update subscription set expires_at = now() + interval '10 days'");
        Await.until("the metric moves", () -> isAboutDays(expiry(), 10));

        Database.execute("update subscription set expires_at = now() - interval '2 days'");
        Await.until("the metric moves", () -> isAboutDays(expiry(), -2));

        Database.execute("update subscription set expires_at = null");
        Await.until("the metric moves", () -> Double.isNaN(expiry()));
    }

    private static double expiry() {
        return Scrape.now().value("duo_subscription_expires_seconds");
    }

    private static boolean isAboutDays(double seconds, int days) {
        return Math.abs(seconds - days * 86_400.0) < 60;
    }

    /** Waits, because a request may be counted just after its response. */
    private static void assertAdds(int amount, Supplier<Response> call, String name, String... labels) {
        var before = Scrape.now().value(name, labels);

        var unused = call.get();

        Await.until("the metric moves", () -> Scrape.now().value(name, labels) == before + amount);
    }

    private static RequestSpecification unknownToken() {
        return Api.anonymous().header("Authorization", "Bearer a.b.c");
    }

    private static double lags(Scrape scrape) {
        return scrape.value("duo_propagation_lag_seconds_count");
    }

    private static double revision(Response response) {
        return Double.parseDouble(response.header("Config-Revision"));
    }

    private static Response setTimeout(int seconds) {
        var response = patch("/gateway", seconds);
        response.then().statusCode(200);
        return response;
    }

    private static Response patch(String path, int seconds) {
        return Api.as("admin")
                .body("{\"request_timeout_seconds\": %d}".formatted(seconds))
                .patch(path);
    }

    /** Changes the database as another instance would, with its own clock. */
    private static void changeElsewhere(String time) {
        Database.execute("update configuration_state set revision = revision + 1, changed_at = " + time);
        Api.refresh();
    }

    private static Response synchronizeWithGarbage() {
        var file = Path.of(ConfigProvider.getConfig().getValue("duo.subscription.file", String.class));
        try {
            var content = Files.readAllBytes(file);
            try {
                Files.writeString(file, "garbage");
                return Api.as("admin").post("/subscription/sync");
            } finally {
                Files.write(file, content);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
