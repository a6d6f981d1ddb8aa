package dev.duoconfig.gateway;

import java.util.Map;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.duoconfig.testkit.Problems.assertInvalid;
import static dev.duoconfig.testkit.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

/** Replacing, changing, and clearing the gateway settings. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class GatewaySettingsTest {

    private static final String ALL = """
            {"url": "https://gw.example.com", "request_timeout_seconds": 300, "beta_features_enabled": true,
             "outbound_allowlist": ["10.0.0.0/8"], "agent_platform_url": "agents.example.com:50052",
             "agent_platform_tls": false, "vendored_models_allowed": false}""";

    @Test
    void withoutEntitlementEverythingButTheToggleCanBeChanged() {
        var allowed = Api.as("admin")
                .body(
                        "{\"url\": \"https://gw.example.com\", \"request_timeout_seconds\": 90, \"outbound_allowlist\": [\"a\"],"
                                + " \"agent_platform_url\": \"a:1\", \"vendored_models_allowed\": false}")
                .put("/gateway");
        var refused = Api.as("admin").body("{\"beta_features_enabled\": true}").patch("/gateway");

        assertThat(allowed.statusCode()).isEqualTo(200);
        assertProblem(refused, 403, "subscription-required");
    }

    @Test
    void aPutResetsAbsentPropertiesToTheirDefault() {
        Api.entitled();
        Api.as("admin").body(ALL).put("/gateway").then().statusCode(200);

        var response = Api.as("admin").body("{}").put("/gateway").jsonPath();

        assertThat(response.<@Nullable String>get("url")).isNull();
        assertThat(response.<@Nullable String>get("url_source")).isNull();
        assertThat(response.getInt("request_timeout_seconds")).isEqualTo(60);
        assertThat(response.getBoolean("beta_features_enabled")).isFalse();
        assertThat(response.getList("outbound_allowlist")).isEmpty();
        assertThat(response.<@Nullable String>get("agent_platform_url")).isNull();
        assertThat(response.getBoolean("agent_platform_tls")).isTrue();
        assertThat(response.getBoolean("vendored_models_allowed")).isTrue();
    }

    @Test
    void aPatchKeepsAbsentProperties() {
        Api.entitled();
        Api.as("admin").body(ALL).put("/gateway").then().statusCode(200);

        var response = Api.as("admin")
                .body("{\"request_timeout_seconds\": 61}")
                .patch("/gateway")
                .jsonPath();

        assertThat(response.getString("url")).isEqualTo("https://gw.example.com");
        assertThat(response.getInt("request_timeout_seconds")).isEqualTo(61);
        assertThat(response.getBoolean("beta_features_enabled")).isTrue();
        assertThat(response.getList("outbound_allowlist")).hasSize(1);
        assertThat(response.getString("agent_platform_url")).isEqualTo("agents.example.com:50052");
        assertThat(response.getBoolean("agent_platform_tls")).isFalse();
        assertThat(response.getBoolean("vendored_models_allowed")).isFalse();
    }

    @Test
    void nullInAPatchResetsToTheDefault() {
        Api.entitled();
        Api.as("admin").body(ALL).put("/gateway").then().statusCode(200);

        var response = Api.as("admin").body("""
                        {"url": null, "request_timeout_seconds": null, "beta_features_enabled": null,
                         "outbound_allowlist": null, "agent_platform_url": null, "agent_platform_tls": null,
                         "vendored_models_allowed": null}""").patch("/gateway").jsonPath();

        assertThat(response.<@Nullable String>get("url")).isNull();
        assertThat(response.getInt("request_timeout_seconds")).isEqualTo(60);
        assertThat(response.getBoolean("beta_features_enabled")).isFalse();
        assertThat(response.getList("outbound_allowlist")).isEmpty();
        assertThat(response.<@Nullable String>get("agent_platform_url")).isNull();
        assertThat(response.getBoolean("agent_platform_tls")).isTrue();
        assertThat(response.getBoolean("vendored_models_allowed")).isTrue();
    }

    @Test
    void rulingGitLabsOwnModelsOutWarnsOfTheFeaturesThatItWouldStillSendToThem() {
        Api.entitled();
        onlineLicense();

        var preview = Api.as("admin")
                .body("{\"vendored_models_allowed\": false}")
                .patch("/gateway?dry_run=true")
                .jsonPath();
        var response =
                Api.as("admin").body("{\"vendored_models_allowed\": false}").patch("/gateway");

        assertThat(response.jsonPath().getList("warnings.code", String.class)).containsExactly("sends_to_gitlab");
        assertThat(response.jsonPath().getString("warnings[0].field")).isEqualTo("vendored_models_allowed");
        assertThat(response.jsonPath().getString("warnings[0].detail"))
                .contains("duo_agent_platform, ", " more. GET /diagnostics");
        assertThat(preview.getList("warnings")).isEqualTo(response.jsonPath().getList("warnings"));
        assertThat(Api.as("viewer").get("/gateway").jsonPath().getList("warnings"))
                .isEmpty();
        Api.as("admin").body(response.asString()).put("/gateway").then().statusCode(200);
    }

    @Test
    void rulingGitLabsOwnModelsOutWarnsOfNothingIfNothingIsSentToThem() {
        Api.entitled();
        var offline = Api.as("admin")
                .body("{\"vendored_models_allowed\": false}")
                .patch("/gateway")
                .jsonPath();
        onlineLicense();
        var all = Api.as("viewer")
                .get("/features?include_unavailable=true")
                .jsonPath()
                .getList("feature", String.class)
                .stream()
                .map(feature -> Map.of("feature", feature, "provider", "disabled"))
                .toList();
        Api.as("admin").body(all).patch("/features").then().statusCode(200);

        var disabled = Api.as("admin")
                .body("{\"vendored_models_allowed\": false}")
                .patch("/gateway")
                .jsonPath();

        assertThat(offline.getList("warnings")).isEmpty();
        assertThat(disabled.getList("warnings")).isEmpty();
    }

    @Test
    void theToggleRecordsWhoAcceptedTheTestingAgreement() {
        Api.entitled();

        var on = Api.as("admin")
                .body("{\"beta_features_enabled\": true}")
                .patch("/gateway")
                .jsonPath();
        var still = Api.as("admin")
                .body("{\"beta_features_enabled\": true}")
                .patch("/gateway")
                .jsonPath();
        var off = Api.as("admin")
                .body("{\"beta_features_enabled\": false}")
                .patch("/gateway")
                .jsonPath();

        assertThat(on.getString("testing_agreement.accepted_by")).isEqualTo(on.getString("updated_by"));
        assertThat(still.getMap("testing_agreement")).isEqualTo(on.getMap("testing_agreement"));
        assertThat(off.<@Nullable Object>get("testing_agreement")).isNull();
    }

    @Test
    void aNewGatewayHasNoUpdate() {
        var gateway = Api.as("viewer").get("/gateway").jsonPath();

        assertThat(gateway.<@Nullable String>get("updated_at")).isNull();
        assertThat(gateway.<@Nullable String>get("updated_by")).isNull();
        assertThat(gateway.getList("warnings")).isEmpty();
    }

    @Test
    void theUrlOfTheEnvironmentAppliesWhileNoUrlIsStored() {
        Database.execute(
                "update gateway set environment_url = 'https://env.example.com'",
                "update configuration_state set revision = revision + 1");
        Api.refresh();

        assertUrl(Api.as("viewer").get("/gateway"), "https://env.example.com", "environment");
        assertUrl(
                Api.as("admin").body("{\"url\": \"https://gw.example.com\"}").patch("/gateway"),
                "https://gw.example.com",
                "database");
        assertUrl(Api.as("admin").body("{\"url\": \"\"}").patch("/gateway"), "https://env.example.com", "environment");
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 61, 599, 600})
    void aTimeoutOfOneToTenMinutesIsAccepted(int seconds) {
        assertThat(timeout(Integer.toString(seconds)).jsonPath().getInt("request_timeout_seconds"))
                .isEqualTo(seconds);
    }

    @ParameterizedTest
    @ValueSource(strings = {"59", "601", "0", "-60", "2147483647", "-2147483648"})
    void anyOtherTimeoutIsOutOfRange(String seconds) {
        assertInvalid(timeout(seconds)).containsExactly("/request_timeout_seconds out-of-range");
    }

    private static Response timeout(String seconds) {
        return Api.as("admin")
                .body("{\"request_timeout_seconds\": " + seconds + "}")
                .patch("/gateway");
    }

    private static void assertUrl(Response response, String url, String source) {
        assertThat(response.jsonPath().getString("url")).isEqualTo(url);
        assertThat(response.jsonPath().getString("url_source")).isEqualTo(source);
    }

    private static void onlineLicense() {
        Database.execute(
                "update subscription set license_type = 'online_cloud'",
                "update configuration_state set revision = revision + 1");
        Api.refresh();
    }
}
